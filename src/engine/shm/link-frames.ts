// Link packets over the byte ring: a 16-byte header {f64 arrival time in ns, u32 payload bytes, u32 zero}, little-endian,
// then the payload. So the destination learns with the bytes when they arrive in virtual time.
import type { ByteRing } from './byte-ring.ts';

const HEADER_BYTES = 16;

/** Sends packets; the source's end. */
export class LinkWriter {
  private readonly ring: ByteRing;
  private readonly header = new Uint8Array(HEADER_BYTES);
  private readonly view = new DataView(this.header.buffer);

  constructor(ring: ByteRing) {
    this.ring = ring;
  }

  /** Sends bytes from `start` to `end` that arrive at `arrival` (ns). */
  send(arrival: number, bytes: Uint8Array, start = 0, end = bytes.length): void {
    this.view.setFloat64(0, arrival, true);
    this.view.setUint32(8, end - start, true);
    this.ring.write(this.header);
    this.ring.write(bytes, start, end);
  }

  close(): void {
    this.ring.close();
  }
}

/** Receives packets; the destination's end. */
export class LinkReader {
  private readonly ring: ByteRing;
  private readonly header = new Uint8Array(HEADER_BYTES);
  private readonly view = new DataView(this.header.buffer);

  constructor(ring: ByteRing) {
    this.ring = ring;
  }

  /** The next packet's arrival time (ns) and length; null when the source has closed. */
  next(): { arrival: number; length: number } | null {
    const got = this.ring.readFully(this.header, 0, HEADER_BYTES);
    if (got < HEADER_BYTES) return null;
    return { arrival: this.view.getFloat64(0, true), length: this.view.getUint32(8, true) };
  }

  /** Reads the payload of the packet that `next` announced; answers the bytes that came. */
  payload(into: Uint8Array, at: number, length: number): number {
    return this.ring.readFully(into, at, length);
  }
}
