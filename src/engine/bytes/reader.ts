// Reads big-endian values from bytes that may lie in shared memory and may still be growing: a subclass over a growing
// stream overrides `more`. Nothing is copied but what the caller asks for.
import { ShortRead, StreamError } from './errors.ts';
import { decodeUtf8 } from './text.ts';

export class ByteReader {
  bytes: Uint8Array;
  /** Next byte to read. */
  offset: number;
  /** One past the last readable byte. */
  end: number;
  /** Offset of the first of `bytes`: not 0 when they are a window on more. */
  protected base = 0;
  private view: DataView;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.bytes = bytes;
    this.offset = start;
    this.end = end;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Readable bytes left. */
  get remaining(): number {
    return this.end - this.offset;
  }

  /** Whether `count` more bytes can be read; waits for them when the stream is still growing. */
  has(count: number): boolean {
    return this.offset + count <= this.end || this.more(this.offset + count);
  }

  /** Throws ShortRead unless `count` more bytes can be read. */
  need(count: number, what: string): void {
    if (!this.has(count)) throw new ShortRead(what, this.offset, count, this.end - this.offset);
  }

  u8(): number {
    this.need(1, 'u8');
    return this.bytes[this.offset++ - this.base]!;
  }

  u16(): number {
    this.need(2, 'u16');
    this.offset += 2;
    return this.view.getUint16(this.offset - 2 - this.base);
  }

  u32(): number {
    this.need(4, 'u32');
    this.offset += 4;
    return this.view.getUint32(this.offset - 4 - this.base);
  }

  i8(): number {
    return (this.u8() << 24) >> 24;
  }

  i16(): number {
    return (this.u16() << 16) >> 16;
  }

  i32(): number {
    return this.u32() | 0;
  }

  u64(): bigint {
    this.need(8, 'u64');
    this.offset += 8;
    return this.view.getBigUint64(this.offset - 8 - this.base);
  }

  i64(): bigint {
    return BigInt.asIntN(64, this.u64());
  }

  /** A u64 as a number; throws StreamError when it has more than 53 bits. */
  u64Number(): number {
    const at = this.offset;
    const high = this.u32();
    const low = this.u32();
    if (high >= 0x200000)
      throw new StreamError(`u64 0x${(BigInt(high) * 4294967296n + BigInt(low)).toString(16)} is out of range`, at);
    return high * 4294967296 + low;
  }

  /** The next byte (or the one `ahead` of it) without reading it; -1 when there is none. */
  peekU8(ahead = 0): number {
    return this.has(ahead + 1) ? this.bytes[this.offset + ahead - this.base]! : -1;
  }

  /** The next `count` bytes where they lie. */
  take(count: number, what = 'bytes'): Uint8Array {
    this.need(count, what);
    this.offset += count;
    return this.bytes.subarray(this.offset - count - this.base, this.offset - this.base);
  }

  skip(count: number, what = 'bytes'): void {
    this.need(count, what);
    this.offset += count;
  }

  /** `count` bytes as UTF-8. */
  text(count: number): string {
    this.need(count, 'text');
    this.offset += count;
    return decodeUtf8(this.bytes, this.offset - count - this.base, this.offset - this.base);
  }

  /** A u8 length and as many bytes of text, QEMU's counted string. */
  counted(): string {
    return this.text(this.u8());
  }

  /** Asks for bytes up to `end`; a growing stream overrides this, calls `grown` and answers whether they are there. */
  protected more(end: number): boolean {
    return end <= this.end;
  }

  /** Says that the bytes now reach to `end`, perhaps in another buffer. */
  protected grown(bytes: Uint8Array, end: number): void {
    if (bytes !== this.bytes) this.look(bytes, 0);
    this.end = end;
  }

  /** Says that `bytes` are those from offset `base` on. */
  protected look(bytes: Uint8Array, base: number): void {
    this.bytes = bytes;
    this.base = base;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}
