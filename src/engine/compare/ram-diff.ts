// Pages of two streams: what each holds of a page at its end (the last record counts), compared page by page. Blocks are
// matched by name.
import type { Inspection } from '../inspect/inspection.ts';
import type { ReadStream } from './stream-diff.ts';

export interface PageDifference {
  readonly block: string;
  /** Page number inside its block. */
  readonly page: number;
  readonly state: 'added' | 'removed' | 'changed';
  /** Stream offset of the last record, or -1. */
  readonly a: number;
  readonly b: number;
}

export interface RamDiff {
  readonly same: number;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  /** Records that were sent, repeats included. */
  readonly recordsA: number;
  readonly recordsB: number;
  /** The first of them, in the order of blocks and pages. */
  readonly pages: readonly PageDifference[];
}

/** RAM_SAVE_FLAG_ZERO, RAM_SAVE_FLAG_CONTINUE (QEMU migration/ram.c). */
const ZERO = 2;
const CONTINUE = 0x20;

/** Compares the RAM of two streams; at most `listed` differences are listed, all are counted. */
export function diffRam(a: ReadStream, b: ReadStream, listed = 10_000): RamDiff {
  const [left, right] = [lastRecords(a.inspection), lastRecords(b.inspection)];
  const counts = { same: 0, added: 0, removed: 0, changed: 0 };
  const pages: PageDifference[] = [];
  for (const block of new Set([...left.keys(), ...right.keys()])) {
    const [inA, inB] = [left.get(block), right.get(block)];
    const length = Math.max(inA?.length ?? 0, inB?.length ?? 0);
    for (let page = 0; page < length; page++) {
      const [recordA, recordB] = [inA?.[page] ?? -1, inB?.[page] ?? -1];
      if (recordA < 0 && recordB < 0) continue;
      const state =
        recordA < 0 ? 'added' : recordB < 0 ? 'removed' : samePage(a, recordA, b, recordB) ? 'same' : 'changed';
      counts[state]++;
      if (state === 'same' || pages.length >= listed) continue;
      pages.push({ block, page, state, a: offsetOf(a, recordA), b: offsetOf(b, recordB) });
    }
  }
  return { ...counts, recordsA: a.inspection.records.length, recordsB: b.inspection.records.length, pages };
}

/** For each block its pages' last records, -1 where there is none. */
function lastRecords({ records, blocks, pageSize }: Inspection): ReadonlyMap<string, Int32Array> {
  const tables = blocks.map(({ size }) => new Int32Array(Math.ceil(size / pageSize)).fill(-1));
  for (let i = 0; i < records.length; i++) {
    const table = tables[records.block[i]!];
    if (table && records.page[i]! < table.length) table[records.page[i]!] = i;
  }
  return new Map(blocks.map(({ idstr }, i) => [idstr, tables[i]!]));
}

function offsetOf({ inspection: { records } }: ReadStream, record: number): number {
  return record < 0 ? -1 : records.offset[record]!;
}

/** Stream offset of a record's page of data; -1 for a page of zeros. The record is a u64, then the block's name unless CONTINUE. */
function dataOf({ stream, inspection: { records } }: ReadStream, record: number): number {
  const flags = records.flags[record]!;
  if ((flags & ZERO) !== 0) return -1;
  const at = records.offset[record]! + 8;
  return (flags & CONTINUE) !== 0 ? at : at + 1 + stream[at]!;
}

function samePage(a: ReadStream, recordA: number, b: ReadStream, recordB: number): boolean {
  const [atA, atB] = [dataOf(a, recordA), dataOf(b, recordB)];
  const size = a.inspection.pageSize;
  for (let i = 0; i < size; i++) {
    const [x, y] = [atA < 0 ? 0 : a.stream[atA + i], atB < 0 ? 0 : b.stream[atB + i]];
    if (x !== y) return false;
    if (atA < 0 && atB < 0) return true;
  }
  return true;
}
