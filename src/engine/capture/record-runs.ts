// Runs of RAM records, each a span: PageRun and ZeroRun of spans.ts. Many streams change kind with every record, so the
// loop writes the span columns itself: no call and no object per run. Thousands of records that change kind every few of
// them are one MixedRun: a span takes three times the memory of a record.
import type { RamRecordLog } from './ram-records.ts';
import { SpanKind, type SpanLog } from './spans.ts';

/** `flag` of a run of pages and zero pages; no record has it. */
export const MIXED = 0xffff;
/** A mixed run begins with at least so many records that follow one another … */
const MIXED_RECORDS = 4096;
/** … and fewer than so many of a kind, on average, before the kind changes. */
const MIXED_LENGTH = 16;

/** The run that the last record belongs to. */
export interface OpenRun {
  /** Kind as RAM_SAVE_FLAG_*, 0 when none is open, MIXED for records of both kinds. */
  flag: number;
  /** Stream offset of its first record. */
  start: number;
  /** Row of its first record. */
  first: number;
}

/** What the loop has to know of a kind of record. */
export interface RunNames {
  readonly zeroFlag: number;
  /** RAM_SAVE_FLAG_CONTINUE and others that make no other kind. */
  readonly ignored: number;
  readonly zeroName: number;
  readonly pageName: number;
}

/** How many runs rows `from` … `to` make, seen on their own; `to` lies behind `from`. */
export function countRuns({ flags }: RamRecordLog, from: number, to: number): number {
  let runs = 1;
  for (let i = from + 1; i < to; i++) if (flags[i] !== flags[i - 1]) runs++;
  return runs;
}

/** Whether so many records that make so many runs are better one mixed run. */
export function isMixed(records: number, runs: number): boolean {
  return records >= MIXED_RECORDS && runs * MIXED_LENGTH > records;
}

/**
 * Writes a span for each run that ends in rows `from` … `to` of `records`, zero pages or pages, `runs` of them; the last
 * run stays open in `run`.
 */
export function logRuns(
  log: SpanLog,
  records: RamRecordLog,
  from: number,
  to: number,
  runs: number,
  run: OpenRun,
  names: RunNames,
): void {
  log.reserve(runs);
  const { kind, type, mark, start, end, parent, next, name, index, value, innermost } = log;
  const { offset, flags } = records;
  const { zeroFlag, ignored, zeroName, pageName } = names;
  let { flag, first, start: runStart } = run;
  let row = log.length;
  for (let i = from; i < to; i++) {
    const other = flags[i]! & ~ignored;
    if (other === flag) continue;
    const at = offset[i]!;
    if (flag !== 0) {
      const isZero = flag === zeroFlag;
      kind[row] = isZero ? SpanKind.ZeroRun : SpanKind.PageRun;
      start[row] = runStart;
      end[row] = at;
      next[row] = row + 1;
      name[row] = isZero ? zeroName : pageName;
      index[row] = i - first;
      value[row] = first;
      row++;
    }
    flag = other;
    first = i;
    runStart = at;
  }
  // The same in all of them, and maybe used before for rows that were given back.
  const before = log.length;
  type.fill(0, before, row);
  mark.fill(0, before, row);
  parent.fill(innermost, before, row);
  log.length = row;
  run.flag = flag;
  run.first = first;
  run.start = runStart;
}
