// An inspection as lines of text: a tree that a person can read in a terminal. Neighbours in an array that are alike are
// one line.
import { groupThousands, hex } from '../bytes/text.ts';
import { isLeaf, valueText } from '../capture/span-query.ts';
import { isRun, SpanKind, type SpanColumns } from '../capture/spans.ts';
import { describeFrame } from './describe-frame.ts';
import type { Inspection } from './inspection.ts';

/** Lines; fields down to `depth` levels below a frame. */
export function* inspectionText(bytes: Uint8Array, inspection: Inspection, depth: number): Generator<string> {
  const { spans, frames, diagnostics } = inspection;
  for (const row of frames) {
    const { type, sectionId, idstr, note, flag } = describeFrame(inspection, row);
    const more = [note, flag].filter(Boolean).join(', ');
    const length = spans.end[row]! - spans.start[row]!;
    const words = [type.padEnd(7), sectionId < 0 ? '' : String(sectionId), idstr, more && `(${more})`];
    const frame = words
      .filter((word) => word !== '')
      .join(' ')
      .trimEnd();
    yield `${hex(spans.start[row]!, 8)} ${frame}, ${groupThousands(length)} byte${length === 1 ? '' : 's'}`;
    if (depth > 0) yield* children(bytes, spans, row, 1, depth);
  }
  for (const { severity, offset, message, cause } of diagnostics)
    yield `${severity}: ${offset < 0 ? '' : `${hex(offset)}: `}${message}${cause ? ` (${cause})` : ''}`;
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
    const next = spans.next[child]!;
    let last = child;
    if (isArray) for (let at = next; at < end && alike(bytes, spans, child, at); at = spans.next[at]!) last = at;
    yield line(bytes, spans, child, last, level);
    if (level < depth) yield* children(bytes, spans, child, level + 1, depth);
    child = spans.next[last]!;
  }
}

function line(bytes: Uint8Array, spans: SpanColumns, first: number, last: number, level: number): string {
  const isElement = spans.kind[first] === SpanKind.Element || spans.kind[spans.parent[first]!] === SpanKind.Array;
  const range = last > first ? `[${spans.index[first]}…${spans.index[last]}]` : `[${spans.index[first]}]`;
  const name = spans.names[spans.name[first]!]!;
  const value = isRun(spans, first)
    ? groupThousands(spans.index[first]!)
    : isLeaf(spans, first)
      ? valueText(bytes, spans, first)
      : '';
  const label = isElement ? `${name}${range}` : name;
  return `${hex(spans.start[first]!, 8)} ${'  '.repeat(level)}${label}${value ? ` = ${value}` : ''}`;
}

/** Whether two elements have the same bytes. */
function alike(bytes: Uint8Array, spans: SpanColumns, a: number, b: number): boolean {
  const length = spans.end[a]! - spans.start[a]!;
  if (spans.end[b]! - spans.start[b]! !== length) return false;
  const from = spans.start[a]!;
  const other = spans.start[b]!;
  for (let i = 0; i < length; i++) if (bytes[from + i] !== bytes[other + i]) return false;
  return true;
}
