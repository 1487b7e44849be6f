// What must hold of an inspection of any bytes whatever: its shape, and limits of work and memory.
import { describeFrame } from '../engine/inspect/describe-frame.ts';
import { inspect } from '../engine/inspect/inspect.ts';
import type { Inspection } from '../engine/inspect/inspection.ts';
import { unownedBytes } from '../engine/inspect/ownership.ts';
import { verify } from '../engine/inspect/reencode.ts';
import { inspectionJson } from '../engine/inspect/to-json.ts';
import { inspectionText } from '../engine/inspect/to-text.ts';

/** Spans for each byte, records for each byte, steps of work for each byte; and as many for none. */
export const LIMITS = { rows: 4, moreRows: 1024, records: 1 / 9, steps: 64, moreSteps: 65_536 };

/** The first span that breaks the shape of a span tree, in words; empty when there is none. */
function brokenSpan({ spans }: Inspection): string {
  for (let row = 0; row < spans.length; row++) {
    const parent = spans.parent[row]!;
    const start = spans.start[row]!;
    const end = spans.end[row]!;
    if (end < start) return `row ${row} ends before it starts`;
    if (spans.next[row]! <= row || spans.next[row]! > spans.length) return `row ${row} has next ${spans.next[row]}`;
    if (parent >= row) return `row ${row} has parent ${parent}`;
    if (parent < 0) continue;
    if (start < spans.start[parent]! || end > spans.end[parent]! || spans.next[row]! > spans.next[parent]!)
      return `row ${row} (${start}-${end}) leaves its parent ${parent} (${spans.start[parent]}-${spans.end[parent]})`;
  }
  return '';
}

/** What is wrong with the inspection of `bytes`, in words; empty when nothing is. Throws what the inspection throws. */
export function wrongWith(bytes: Uint8Array): string {
  const inspection = inspect(bytes);
  const { spans, records, frames, steps } = inspection;
  const broken = brokenSpan(inspection);
  if (broken) return broken;
  const unowned = unownedBytes(spans, bytes.length);
  if (unowned > 0) return `${unowned} bytes without an owner`;
  for (const row of frames) if (describeFrame(inspection, row).type === '') return `frame ${row} has no type`;
  if (spans.length > LIMITS.moreRows + LIMITS.rows * bytes.length) return `${spans.length} spans`;
  if (records.length > LIMITS.records * bytes.length) return `${records.length} records`;
  if (steps > LIMITS.moreSteps + LIMITS.steps * bytes.length) return `${steps} steps`;
  const { owned, differ, firstDifference } = verify(bytes, inspection);
  if (owned > bytes.length || differ < 0 || (differ > 0 && firstDifference < 0))
    return `${owned} owned, ${differ} differ`;
  return '';
}

/** Runs what is printed of an inspection: neither may throw. Answers how many lines and characters there are. */
export function printed(bytes: Uint8Array): { lines: number; json: number } {
  const inspection = inspect(bytes);
  let lines = 0;
  for (const line of inspectionText(bytes, inspection, 12)) lines += Math.sign(line.length);
  return { lines, json: JSON.stringify(inspectionJson(bytes, inspection)).length };
}
