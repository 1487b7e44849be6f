// Pages of two streams: what each holds of a page at its end, compared page by page. Blocks are matched by name. A chunk of
// pages of each side is in memory at a time, whatever the streams' lengths.
import { LastPages } from './last-pages.ts';
import type { ReadStream } from './read-stream.ts';

export type PageState = 'added' | 'removed' | 'changed';

export interface PageDifference {
  readonly block: string;
  /** Page number inside its block. */
  readonly page: number;
  readonly state: PageState;
  /** Stream offset of the last record, or -1. */
  readonly a: number;
  readonly b: number;
}

export interface RamDiff {
  readonly same: number;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  /** Of those that changed, pages of which a record could not be unpacked. */
  readonly unreadable: number;
  /** Records that were sent, repeats included. */
  readonly recordsA: number;
  readonly recordsB: number;
  /** The first of them, in the order of blocks and pages. */
  readonly pages: readonly PageDifference[];
}

/** Told after each chunk: bytes of pages read, and to read in all. */
export type RamDiffProgress = (done: number, total: number) => void;

/** Bytes of pages of one side that are in memory at a time. */
const CHUNK = 16 << 20;

/** Which slots of a chunk are read, of either side: 1 for each. */
interface Wanted {
  readonly a: Uint8Array;
  readonly b: Uint8Array;
}

/** Compares the RAM of two streams; at most `listed` differences are listed, all are counted. */
export function diffRam(a: ReadStream, b: ReadStream, listed = 10_000, progress?: RamDiffProgress): RamDiff {
  const [left, right] = [new LastPages(a), new LastPages(b)];
  const counts = { same: 0, added: 0, removed: 0, changed: 0, unreadable: 0 };
  const pages: PageDifference[] = [];
  const recordsA = a.inspection.records.length;
  const recordsB = b.inspection.records.length;
  const size = left.pageSize;
  // Pages of another size are other pages: nothing matches.
  if (size !== right.pageSize)
    return { ...counts, removed: left.count(), added: right.count(), recordsA, recordsB, pages };
  const slots = Math.max(1, Math.floor(CHUNK / size));
  const [bytesA, bytesB] = [new Uint8Array(slots * size), new Uint8Array(slots * size)];
  const total = progress ? bytesToRead(left, right) : 0;
  let done = 0;
  for (const block of blocksOf(left, right)) {
    const length = Math.max(left.pagesOf(block), right.pagesOf(block));
    for (let first = 0; first < length; first += slots) {
      const count = Math.min(slots, length - first);
      const wanted = wantedOf(left, right, block, first, count);
      const damagedA = left.readInto(bytesA, block, first, wanted.a);
      const damagedB = right.readInto(bytesB, block, first, wanted.b);
      for (let slot = 0; slot < count; slot++) {
        const page = first + slot;
        const [inA, inB] = [left.contentOf(block, page), right.contentOf(block, page)];
        if (inA === 'none' && inB === 'none') continue;
        let state: PageState | 'same' = inA === 'none' ? 'added' : inB === 'none' ? 'removed' : 'same';
        if (damagedA.has(slot) || damagedB.has(slot)) {
          state = 'changed';
          counts.unreadable++;
        } else if (
          state === 'same' &&
          !samePage(bytesA, wanted.a[slot] === 1, bytesB, wanted.b[slot] === 1, slot, size)
        )
          state = 'changed';
        counts[state]++;
        if (state === 'same' || pages.length >= listed) continue;
        pages.push({ block, page, state, a: left.offsetOf(block, page), b: right.offsetOf(block, page) });
      }
      done += bytesOf(wanted, size);
      progress?.(done, total);
    }
  }
  return { ...counts, recordsA, recordsB, pages };
}

function blocksOf(left: LastPages, right: LastPages): ReadonlySet<string> {
  return new Set([...left.blocks, ...right.blocks]);
}

/** Pages that both have and that are not zeros in both: of these the data is looked at. */
function wantedOf(left: LastPages, right: LastPages, block: string, first: number, count: number): Wanted {
  const wanted: Wanted = { a: new Uint8Array(count), b: new Uint8Array(count) };
  for (let slot = 0; slot < count; slot++) {
    const inA = left.contentOf(block, first + slot);
    const inB = right.contentOf(block, first + slot);
    if (inA === 'none' || inB === 'none') continue;
    wanted.a[slot] = inA === 'data' ? 1 : 0;
    wanted.b[slot] = inB === 'data' ? 1 : 0;
  }
  return wanted;
}

function bytesOf({ a, b }: Wanted, size: number): number {
  let pages = 0;
  for (let i = 0; i < a.length; i++) pages += a[i]! + b[i]!;
  return pages * size;
}

function bytesToRead(left: LastPages, right: LastPages): number {
  let bytes = 0;
  for (const block of blocksOf(left, right)) {
    const count = Math.max(left.pagesOf(block), right.pagesOf(block));
    bytes += bytesOf(wantedOf(left, right, block, 0, count), left.pageSize);
  }
  return bytes;
}

/** Whether a slot holds the same; a side without data there has zeros. Slots begin at multiples of four bytes. */
function samePage(
  bytesA: Uint8Array,
  hasA: boolean,
  bytesB: Uint8Array,
  hasB: boolean,
  slot: number,
  size: number,
): boolean {
  if (!hasA && !hasB) return true;
  const words = size >> 2;
  const a = new Uint32Array(bytesA.buffer, slot * size, words);
  const b = new Uint32Array(bytesB.buffer, slot * size, words);
  if (hasA && hasB) {
    for (let i = 0; i < words; i++) if (a[i] !== b[i]) return false;
    return true;
  }
  const data = hasA ? a : b;
  for (let i = 0; i < words; i++) if (data[i] !== 0) return false;
  return true;
}
