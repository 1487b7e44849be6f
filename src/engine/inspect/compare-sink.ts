// Where a stream is written again to be compared with itself: every put is held against the bytes that stand there, none
// is kept. A difference stays where it is: the writer says where each piece begins and ends.
import type { ByteSink } from '../bytes/writer.ts';
import { encodeUtf8 } from '../bytes/text.ts';

export class CompareSink implements ByteSink {
  /** Bytes that came out otherwise, or not at all, or too many. */
  differ = 0;
  /** Offset of the first of them, or -1. */
  firstDifference = -1;
  private readonly source: Uint8Array;
  private readonly view: DataView;
  private readonly length: number;
  private at = 0;

  constructor(source: Uint8Array, length: number) {
    this.source = source;
    this.length = length;
    this.view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  }

  /** Next put stands at `start`. */
  begin(start: number): void {
    this.at = start;
  }

  /** The piece that began last ends at `end`: bytes that were not put differ, and those past it. */
  finish(end: number): void {
    if (this.at !== end) this.differs(Math.abs(end - this.at), Math.min(this.at, end));
    this.at = end;
  }

  /** `count` bytes come out as they stand: they are data and mean nothing to the encoder. */
  copy(count: number): void {
    this.at += count;
  }

  /** The piece from `start` to `end` does not come out at all. */
  lost(start: number, end: number): void {
    this.differs(end - start, start);
    this.at = end;
  }

  u8(value: number): void {
    if (this.at >= this.length || this.source[this.at] !== (value & 0xff)) this.differs(1, this.at);
    this.at++;
  }

  u16(value: number): void {
    this.u8(value >>> 8);
    this.u8(value);
  }

  u32(value: number): void {
    if (this.at + 4 <= this.length && this.view.getUint32(this.at) === value >>> 0) this.at += 4;
    else {
      this.u16(value >>> 16);
      this.u16(value);
    }
  }

  u64(value: bigint | number): void {
    if (typeof value === 'bigint') {
      this.u32(Number(value >> 32n) >>> 0);
      this.u32(Number(value & 0xffffffffn));
    } else {
      this.u32(Math.floor(value / 4294967296));
      this.u32(value % 4294967296);
    }
  }

  bytes(value: Uint8Array): void {
    for (let i = 0; i < value.length; i++) this.u8(value[i]!);
  }

  counted(text: string): void {
    const bytes = encodeUtf8(text);
    this.u8(bytes.length);
    this.bytes(bytes);
  }

  private differs(count: number, at: number): void {
    this.differ += count;
    if (this.firstDifference < 0 || at < this.firstDifference) this.firstDifference = at;
  }
}
