// Keyframes: copies of one side's cells and of its arena (the guest pages that hold the virtqueues) at some events. An
// arena page that did not change since the keyframe before is shared with it. They are bounded: past MAX_FRAMES, or past
// MAX_PAGE_BYTES of stored pages, every second one is dropped and the distance between them doubles.
import { growColumn, makeColumn } from './columns.ts';

export const ARENA_PAGE_SIZE = 4096;
const FIRST_INTERVAL = 2048;
const MAX_FRAMES = 128;
/** Bytes of stored pages of one side; a replay of some 10,000 events takes less than a millisecond, memory is dearer. */
const MAX_PAGE_BYTES = 4 * 1048576;
/** So many are kept even of an arena that is too large for MAX_PAGE_BYTES. */
const MIN_FRAMES = 16;

export interface KeyframeColumns {
  readonly length: number;
  /** Distance of keyframes in events; frame k holds the state after k * interval events. */
  readonly interval: number;
  readonly cellCount: number;
  readonly pageCount: number;
  /** length x cellCount values. */
  readonly values: Float64Array;
  /** length x pageCount: index in `pages`, or -1 for a page of zeros. */
  readonly pageRefs: Int32Array;
  /** Stored arena pages, 4096 bytes each. */
  readonly pages: Uint8Array;
}

/** Takes keyframes while a side runs. `values` and `arena` are the live state; `touch` says which page changed. */
export class KeyframeLog {
  length = 0;
  interval = FIRST_INTERVAL;
  private readonly values: Float64Array;
  private readonly arena: Uint8Array;
  private readonly pageCount: number;
  private readonly touched: Uint8Array;
  private stored: Float64Array;
  private pageRefs: Int32Array;
  private pages: Uint8Array;
  private frameCapacity = 16;
  private pageCapacity: number;
  private pageLength = 0;

  constructor(values: Float64Array, arena: Uint8Array) {
    this.values = values;
    this.arena = arena;
    this.pageCount = Math.floor(arena.length / ARENA_PAGE_SIZE);
    this.touched = new Uint8Array(this.pageCount).fill(1);
    this.pageCapacity = Math.max(16, this.pageCount * 2);
    this.stored = makeColumn(Float64Array, this.frameCapacity * values.length);
    this.pageRefs = makeColumn(Int32Array, this.frameCapacity * this.pageCount);
    this.pages = makeColumn(Uint8Array, this.pageCapacity * ARENA_PAGE_SIZE);
  }

  /** Says that the arena page at this byte offset changed. */
  touch(arenaOffset: number): void {
    this.touched[Math.floor(arenaOffset / ARENA_PAGE_SIZE)] = 1;
  }

  /** Called before event number `count` is applied; takes a keyframe when one is due. */
  beforeEvent(count: number): void {
    if (count === this.length * this.interval) this.take();
  }

  /** The keyframes as they stand; later ones do not change what was handed out. */
  columns(): KeyframeColumns {
    const { length, interval, pageCount, pageRefs, pageLength } = this;
    const used = pageLength * ARENA_PAGE_SIZE;
    const pages = growColumn(Uint8Array, this.pages, used, used);
    return { length, interval, cellCount: this.values.length, pageCount, values: this.stored, pageRefs, pages };
  }

  private take(): void {
    const frame = this.length;
    const cells = this.values.length;
    if (frame === this.frameCapacity) {
      const to = this.frameCapacity * 2;
      this.stored = growColumn(Float64Array, this.stored, frame * cells, to * cells);
      this.pageRefs = growColumn(Int32Array, this.pageRefs, frame * this.pageCount, to * this.pageCount);
      this.frameCapacity = to;
    }
    this.stored.set(this.values, frame * cells);
    for (let page = 0; page < this.pageCount; page++) {
      const at = frame * this.pageCount + page;
      if (this.touched[page] === 1) this.pageRefs[at] = this.storePage(page);
      else this.pageRefs[at] = this.pageRefs[at - this.pageCount]!;
      this.touched[page] = 0;
    }
    this.length = frame + 1;
    while (this.length > MAX_FRAMES || (this.pageLength * ARENA_PAGE_SIZE > MAX_PAGE_BYTES && this.length > MIN_FRAMES))
      this.thin();
  }

  private storePage(page: number): number {
    const bytes = this.arena.subarray(page * ARENA_PAGE_SIZE, (page + 1) * ARENA_PAGE_SIZE);
    if (isZero(bytes)) return -1;
    if (this.pageLength === this.pageCapacity) {
      this.pageCapacity *= 2;
      this.pages = growColumn(
        Uint8Array,
        this.pages,
        this.pageLength * ARENA_PAGE_SIZE,
        this.pageCapacity * ARENA_PAGE_SIZE,
      );
    }
    this.pages.set(bytes, this.pageLength * ARENA_PAGE_SIZE);
    return this.pageLength++;
  }

  /** Keeps every second keyframe and the pages that those still use, in their order. */
  private thin(): void {
    const cells = this.values.length;
    const used = new Uint8Array(this.pageLength);
    let kept = 0;
    for (let frame = 0; frame < this.length; frame += 2, kept++) {
      this.stored.copyWithin(kept * cells, frame * cells, (frame + 1) * cells);
      this.pageRefs.copyWithin(kept * this.pageCount, frame * this.pageCount, (frame + 1) * this.pageCount);
      for (let page = 0; page < this.pageCount; page++) {
        const ref = this.pageRefs[kept * this.pageCount + page]!;
        if (ref >= 0) used[ref] = 1;
      }
    }
    const moved = this.compactPages(used);
    for (let i = 0; i < kept * this.pageCount; i++) {
      const ref = this.pageRefs[i]!;
      if (ref >= 0) this.pageRefs[i] = moved[ref]!;
    }
    this.touched.fill(1); // the next keyframe stores every page anew: the one before it may have been dropped
    this.length = kept;
    this.interval *= 2;
  }

  /** Moves the used pages together, lowest first so that none is overwritten; returns the new place of each. */
  private compactPages(used: Uint8Array): Int32Array {
    const moved = new Int32Array(this.pageLength).fill(-1);
    let to = 0;
    for (let ref = 0; ref < this.pageLength; ref++) {
      if (used[ref] === 0) continue;
      this.pages.copyWithin(to * ARENA_PAGE_SIZE, ref * ARENA_PAGE_SIZE, (ref + 1) * ARENA_PAGE_SIZE);
      moved[ref] = to++;
    }
    this.pageLength = to;
    return moved;
  }
}

function isZero(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i] !== 0) return false;
  return true;
}
