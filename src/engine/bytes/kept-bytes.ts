// The bytes of a stream that stay in memory when the stream does not: everything that was decoded, which is all but the
// guest's pages. Extents in the order of their offsets, one behind the other in one buffer.
import { newMemory } from './memory.ts';
import type { ByteSource } from './byte-source.ts';

export interface KeptBytes {
  /** Extent number i has the stream's bytes from starts[i] to ends[i], at places[i] of `bytes`. */
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  readonly places: Float64Array;
  readonly bytes: Uint8Array;
}

/** Number of the extent that holds the byte at `offset`, or -1. */
export function extentAt({ starts, ends }: KeptBytes, offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle]! <= offset) low = middle + 1;
    else high = middle;
  }
  return low < starts.length && starts[low]! <= offset ? low : -1;
}

/** The byte at an offset if it was kept. */
export function keptAt(kept: KeptBytes, offset: number): number | undefined {
  const i = extentAt(kept, offset);
  return i < 0 ? undefined : kept.bytes[kept.places[i]! + offset - kept.starts[i]!];
}

/** The bytes of a range if all of them were kept. */
export function keptRange(kept: KeptBytes, start: number, end: number): Uint8Array | null {
  const i = extentAt(kept, start);
  if (i < 0 || end > kept.ends[i]!) return null;
  const at = kept.places[i]! + start - kept.starts[i]!;
  return kept.bytes.subarray(at, at + end - start);
}

/** What was kept, and the rest from where the stream lies. */
export class KeptSource implements ByteSource {
  readonly length: number;
  private readonly kept: KeptBytes;
  private readonly under: ByteSource;

  constructor(kept: KeptBytes, under: ByteSource) {
    this.length = under.length;
    this.kept = kept;
    this.under = under;
  }

  at(offset: number): number | undefined {
    return keptAt(this.kept, offset) ?? this.under.at(offset);
  }

  subarray(start = 0, end = this.length): Uint8Array {
    return keptRange(this.kept, start, end) ?? this.under.subarray(start, end);
  }
}

/** Collects them while a reader goes through the stream; what was passed by once does not come again. */
export class KeptBytesLog {
  private starts: number[] = [];
  private places: number[] = [];
  private bytes = new Uint8Array(65536);
  private length = 0;
  /** Up to here the stream was gone through. */
  private reached = 0;

  /** Keeps the bytes of `window`, whose first byte stands at `base`, from `start` to `end`. */
  keep(window: Uint8Array, base: number, start: number, end: number): void {
    const from = Math.max(start, this.reached);
    if (end <= from) return;
    if (from > this.reached || this.starts.length === 0) {
      this.starts.push(from);
      this.places.push(this.length);
    }
    const size = end - from;
    if (this.length + size > this.bytes.length) {
      const more = new Uint8Array(Math.max(this.bytes.length * 2, this.length + size));
      more.set(this.bytes.subarray(0, this.length));
      this.bytes = more;
    }
    this.bytes.set(window.subarray(from - base, end - base), this.length);
    this.length += size;
    this.reached = end;
  }

  /** Forgets all, for a reading from the beginning. */
  clear(): void {
    this.starts = [];
    this.places = [];
    this.length = 0;
    this.reached = 0;
  }

  /** What was kept, in shared memory. */
  columns(): KeptBytes {
    const { starts, places, length } = this;
    const bytes = new Uint8Array(newMemory(length));
    bytes.set(this.bytes.subarray(0, length));
    const ends = starts.map((start, i) => start + (places[i + 1] ?? length) - places[i]!);
    return {
      starts: Float64Array.from(starts),
      ends: Float64Array.from(ends),
      places: Float64Array.from(places),
      bytes,
    };
  }
}
