// The source's QEMUFile (QEMU migration/qemu-file.c): a 32 KiB buffer and a list of at most 64 pieces; when either is
// full, what was put goes out as one packet. A page is a piece of its own, buffered bytes merge with those before them.
// `transferred` counts at the flush, and the rate limit looks at that.
import { encodeUtf8 } from '../bytes/text.ts';
import type { ByteSink } from '../bytes/writer.ts';

const BUFFER_BYTES = 32768;
const MAX_PIECES = 64;
const PAGE_BYTES = 4096;

/** Takes what a flush sends: bytes [0, length) of `packet`, valid only during the call. */
export type FlushTarget = (packet: Uint8Array, length: number) => void;

export class QemuFile implements ByteSink {
  /** Bytes put so far: the stream offset of the next byte. */
  offset = 0;
  /** Bytes flushed so far. */
  transferred = 0;
  private readonly target: FlushTarget;
  private readonly wire: (offset: number) => number;
  private readonly packet = new Uint8Array(BUFFER_BYTES + MAX_PIECES * PAGE_BYTES);
  private readonly view = new DataView(this.packet.buffer);
  private length = 0;
  private buffered = 0;
  private pieces = 0;
  private lastIsBuffer = false;

  /** `wire` gives the place on the wire of what is put at an offset: they differ when the stream is damaged on its way. */
  constructor(target: FlushTarget, wire: (offset: number) => number = (offset) => offset) {
    this.target = target;
    this.wire = wire;
  }

  /** Where on the wire the next byte will stand: what events carry. */
  get place(): number {
    return this.wire(this.offset);
  }

  u8(value: number): void {
    this.packet[this.length] = value;
    this.put(1);
  }

  u16(value: number): void {
    if (this.splits(2)) return this.bytes(Uint8Array.of(value >>> 8, value));
    this.view.setUint16(this.length, value);
    this.put(2);
  }

  u32(value: number): void {
    if (this.splits(4)) return this.bytes(Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value));
    this.view.setUint32(this.length, value);
    this.put(4);
  }

  u64(value: bigint | number): void {
    if (typeof value === 'number') {
      this.u32(Math.floor(value / 4294967296));
      this.u32(value % 4294967296);
    } else {
      this.u32(Number((value >> 32n) & 0xffffffffn));
      this.u32(Number(value & 0xffffffffn));
    }
  }

  bytes(value: Uint8Array): void {
    for (let at = 0; at < value.length;) {
      const count = Math.min(value.length - at, BUFFER_BYTES - this.buffered);
      this.packet.set(value.subarray(at, at + count), this.length);
      this.put(count);
      at += count;
    }
  }

  counted(text: string): void {
    const bytes = encodeUtf8(text);
    this.u8(bytes.length);
    this.bytes(bytes);
  }

  /** qemu_put_buffer_async(): a guest page as a piece of its own. */
  page(page: Uint8Array): void {
    this.packet.set(page, this.length);
    this.length += page.length;
    this.offset += page.length;
    this.lastIsBuffer = false;
    if (++this.pieces >= MAX_PIECES) this.flush();
  }

  flush(): void {
    if (this.length === 0) return;
    this.transferred += this.length;
    const { length } = this;
    this.length = 0;
    this.buffered = 0;
    this.pieces = 0;
    this.lastIsBuffer = false;
    this.target(this.packet, length);
  }

  private splits(count: number): boolean {
    return this.buffered + count > BUFFER_BYTES;
  }

  /** add_buf_to_iovec(): `count` bytes were written at `length`. */
  private put(count: number): void {
    this.length += count;
    this.offset += count;
    this.buffered += count;
    if (!this.lastIsBuffer) {
      this.lastIsBuffer = true;
      if (++this.pieces >= MAX_PIECES) return this.flush();
    }
    if (this.buffered === BUFFER_BYTES) this.flush();
  }
}
