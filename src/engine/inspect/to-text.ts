// An inspection as lines of text: a tree that a person can read in a terminal. Neighbours in an array that are alike are
// one line.
import { hex } from '../bytes/text.ts';
import { SpanKind, type SpanColumns } from '../capture/spans.ts';
import type { Inspection } from './inspection.ts';
import { diagnosticLines, frameLabel, lastAlike, spanLabel } from './span-labels.ts';

/** Lines; fields down to `depth` levels below a frame. */
export function* inspectionText(bytes: Uint8Array, inspection: Inspection, depth: number): Generator<string> {
  const { spans, frames } = inspection;
  for (const row of frames) {
    yield `${hex(spans.start[row]!, 8)} ${frameLabel(inspection, row)}`;
    if (depth > 0) yield* children(bytes, spans, row, 1, depth);
  }
  yield* diagnosticLines(inspection);
}

function* children(
  bytes: Uint8Array,
  spans: SpanColumns,
  row: number,
  level: number,
  depth: number,
): Generator<string> {
  const end = spans.next[row]!;
  const isArray = spans.kind[row] === SpanKind.Array;
  for (let child = row + 1; child < end;) {
    const last = isArray ? lastAlike(bytes, spans, child) : child;
    yield `${hex(spans.start[child]!, 8)} ${'  '.repeat(level)}${spanLabel(bytes, spans, child, last)}`;
    if (level < depth) yield* children(bytes, spans, child, level + 1, depth);
    child = spans.next[last]!;
  }
}
