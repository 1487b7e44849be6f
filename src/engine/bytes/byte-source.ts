// Bytes of a stream at their absolute offsets, whether all of them are in memory (a Uint8Array is one as it stands) or are
// brought in when they are asked for, because the file is larger than what should be held.

export interface ByteSource {
  readonly length: number;
  /** The byte at an offset; undefined past the end, and where it is not in memory yet. */
  at(offset: number): number | undefined;
  /** The bytes from `start` to `end`; none when they are not in memory yet. Not for ranges of any length. */
  subarray(start?: number, end?: number): Uint8Array;
}

/** Reads a range that lies inside the source, at once. */
export type ReadRange = (start: number, end: number) => Uint8Array;

/** Bytes of the window that a reader goes through, and of one that a look aside brings. */
const WINDOW = 4 << 20;
const ASIDE = 64 << 10;

const NOTHING = new Uint8Array(0);

/** A source of which two windows are in memory: where the reader is, and where somebody looked aside. */
export class WindowedSource implements ByteSource {
  readonly length: number;
  /** The reader's window and the offset of its first byte. */
  bytes: Uint8Array = NOTHING;
  base = 0;
  private aside: Uint8Array = NOTHING;
  private asideBase = 0;
  private readonly read: ReadRange;
  private readonly window: number;

  constructor(length: number, read: ReadRange, window = WINDOW) {
    this.window = window;
    this.length = length;
    this.read = read;
  }

  /** Moves the reader's window so that it begins at `offset` and holds `count` bytes, if there are so many. */
  moveTo(offset: number, count: number): void {
    this.bytes = this.read(offset, Math.min(this.length, offset + Math.max(count, this.window)));
    this.base = offset;
  }

  at(offset: number): number | undefined {
    if (offset < 0 || offset >= this.length) return undefined;
    const near = this.bytes[offset - this.base];
    if (near !== undefined) return near;
    if (this.aside[offset - this.asideBase] === undefined) {
      this.asideBase = Math.floor(offset / ASIDE) * ASIDE;
      this.aside = this.read(this.asideBase, Math.min(this.length, this.asideBase + ASIDE));
    }
    return this.aside[offset - this.asideBase];
  }

  subarray(start = 0, end = this.length): Uint8Array {
    const from = Math.max(0, start);
    const to = Math.min(this.length, end);
    if (to <= from) return NOTHING;
    const here = from - this.base;
    if (here >= 0 && to - this.base <= this.bytes.length) return this.bytes.subarray(here, to - this.base);
    return this.read(from, to);
  }
}
