// RAM records as columns: 16 bytes for every page record of a stream, so that a run of pages can be one span and still
// be opened page by page. A record's flags are QEMU's RAM_SAVE_FLAG_* bits (migration/ram.c).
import { growColumn, makeColumn } from './columns.ts';

export interface RamRecordColumns {
  readonly length: number;
  /** Stream offset of the record's u64 header. */
  readonly offset: Float64Array;
  /** Page number inside its block. */
  readonly page: Uint32Array;
  readonly flags: Uint16Array;
  /** Index of the RAM block in order of RAM's START section; 0xffff when the block is unknown. */
  readonly block: Uint16Array;
}

/** Bytes of column storage per RAM record. */
export const BYTES_PER_RAM_RECORD = 8 + 4 + 2 + 2;

/** Appends RAM records. */
export class RamRecordLog {
  length = 0;
  offset: Float64Array;
  page: Uint32Array;
  flags: Uint16Array;
  block: Uint16Array;
  private capacity: number;

  constructor(capacity = 8192) {
    this.capacity = capacity;
    this.offset = makeColumn(Float64Array, capacity);
    this.page = makeColumn(Uint32Array, capacity);
    this.flags = makeColumn(Uint16Array, capacity);
    this.block = makeColumn(Uint16Array, capacity);
  }

  /**
   * Makes room for `count` more records, so that a hot loop can write the columns itself and then set `length`; when
   * that takes new memory, at once for `expected` in all.
   */
  reserve(count: number, expected = 0): void {
    const needed = this.length + count;
    if (needed > this.capacity) this.grow(Math.max(needed, expected, this.capacity * 2));
  }

  push(offset: number, page: number, flags: number, block: number): void {
    const i = this.length;
    if (i === this.capacity) this.grow(this.capacity * 2);
    this.offset[i] = offset;
    this.page[i] = page;
    this.flags[i] = flags;
    this.block[i] = block;
    this.length = i + 1;
  }

  columns(): RamRecordColumns {
    const { length, offset, page, flags, block } = this;
    return { length, offset, page, flags, block };
  }

  private grow(to: number): void {
    this.offset = growColumn(Float64Array, this.offset, this.length, to);
    this.page = growColumn(Uint32Array, this.page, this.length, to);
    this.flags = growColumn(Uint16Array, this.flags, this.length, to);
    this.block = growColumn(Uint16Array, this.block, this.length, to);
    this.capacity = to;
  }
}
