// Writes big-endian values into memory that grows. `ByteSink` is what section writers ask for, so that the same code
// writes into memory here and through the source's file with its buffer and rate limit.
import { encodeUtf8 } from './text.ts';

/** What a section writer needs: puts as QEMUFile has them. */
export interface ByteSink {
  u8(value: number): void;
  u16(value: number): void;
  u32(value: number): void;
  u64(value: bigint | number): void;
  bytes(value: Uint8Array): void;
  /** A u8 length and the text. */
  counted(text: string): void;
}

export class ByteWriter implements ByteSink {
  private buffer: Uint8Array;
  private view: DataView;
  private length = 0;

  constructor(capacity = 256) {
    this.buffer = new Uint8Array(Math.max(16, capacity));
    this.view = new DataView(this.buffer.buffer);
  }

  /** Bytes written so far. */
  get offset(): number {
    return this.length;
  }

  u8(value: number): void {
    this.reserve(1);
    this.view.setUint8(this.length, value);
    this.length += 1;
  }

  u16(value: number): void {
    this.reserve(2);
    this.view.setUint16(this.length, value);
    this.length += 2;
  }

  u32(value: number): void {
    this.reserve(4);
    this.view.setUint32(this.length, value);
    this.length += 4;
  }

  u64(value: bigint | number): void {
    this.reserve(8);
    if (typeof value === 'bigint') this.view.setBigUint64(this.length, value);
    else {
      this.view.setUint32(this.length, Math.floor(value / 4294967296));
      this.view.setUint32(this.length + 4, value % 4294967296);
    }
    this.length += 8;
  }

  bytes(value: Uint8Array): void {
    this.reserve(value.length);
    this.buffer.set(value, this.length);
    this.length += value.length;
  }

  counted(text: string): void {
    const bytes = encodeUtf8(text);
    if (bytes.length > 255) throw new RangeError(`counted string of ${bytes.length} bytes, 255 fit`);
    this.u8(bytes.length);
    this.bytes(bytes);
  }

  /** What was written, without a copy; valid until the next put. */
  finish(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  private reserve(count: number): void {
    if (this.length + count <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(this.buffer.length * 2, this.length + count));
    grown.set(this.buffer.subarray(0, this.length));
    this.buffer = grown;
    this.view = new DataView(grown.buffer);
  }
}
