// What a line of text says of a span: for the tree in the terminal and for annotated hex.
import type { ByteSource } from '../bytes/byte-source.ts';
import { groupThousands, hex } from '../bytes/text.ts';
import { isLeaf, valueText } from '../capture/span-query.ts';
import { isRun, SpanKind, type SpanColumns } from '../capture/spans.ts';
import { RamFlag } from '../ram/ram-flags.ts';
import { describeFrame } from './describe-frame.ts';
import type { Inspection } from './inspection.ts';

/** `PART    2 ram (1 page, 2 zero), 4,147 bytes` */
export function frameLabel(inspection: Inspection, row: number): string {
  const { spans } = inspection;
  const { type, sectionId, idstr, note, flag } = describeFrame(inspection, row);
  const more = [note, flag].filter(Boolean).join(', ');
  const length = spans.end[row]! - spans.start[row]!;
  const words = [type.padEnd(7), sectionId < 0 ? '' : String(sectionId), idstr, more && `(${more})`];
  const frame = words
    .filter((word) => word !== '')
    .join(' ')
    .trimEnd();
  return `${frame}, ${groupThousands(length)} byte${length === 1 ? '' : 's'}`;
}

/** `words[0…1] = 1`: name and value of a span, or of neighbours that are alike. */
export function spanLabel(bytes: ByteSource, spans: SpanColumns, first: number, last: number): string {
  const isElement = spans.kind[first] === SpanKind.Element || spans.kind[spans.parent[first]!] === SpanKind.Array;
  const range = last > first ? `[${spans.index[first]}…${spans.index[last]}]` : `[${spans.index[first]}]`;
  const name = spans.names[spans.name[first]!]!;
  const value = isRun(spans, first)
    ? groupThousands(spans.index[first]!)
    : isLeaf(spans, first)
      ? valueText(bytes, spans, first)
      : '';
  return `${isElement ? `${name}${range}` : name}${value ? ` = ${value}` : ''}`;
}

/** Row of the last of the neighbours that follow an element and have its bytes. */
export function lastAlike(bytes: ByteSource, spans: SpanColumns, row: number): number {
  const end = spans.next[spans.parent[row]!]!;
  let last = row;
  for (let at = spans.next[row]!; at < end && alike(bytes, spans, row, at); at = spans.next[at]!) last = at;
  return last;
}

/** Whether two elements have the same bytes. */
function alike(bytes: ByteSource, spans: SpanColumns, a: number, b: number): boolean {
  const length = spans.end[a]! - spans.start[a]!;
  if (spans.end[b]! - spans.start[b]! !== length) return false;
  const from = spans.start[a]!;
  const other = spans.start[b]!;
  for (let i = 0; i < length; i++) if (bytes.at(from + i) !== bytes.at(other + i)) return false;
  return true;
}

const RECORD_FLAGS: readonly (readonly [number, string])[] = [
  [RamFlag.Zero, 'ZERO'],
  [RamFlag.Page, 'PAGE'],
  [RamFlag.Xbzrle, 'XBZRLE'],
  [RamFlag.Compress, 'COMPRESS_PAGE'],
  [RamFlag.Continue, 'CONTINUE'],
];

/** `pc.ram page 12 (0xc000), PAGE | CONTINUE` */
export function recordLabel({ records, blocks, pageSize }: Inspection, record: number): string {
  const block = blocks[records.block[record]!]?.idstr ?? 'unknown block';
  const page = records.page[record]!;
  const flags = RECORD_FLAGS.filter(([bit]) => (records.flags[record]! & bit) !== 0).map(([, name]) => name);
  const where = `${block} page ${groupThousands(page)} (${hex(page * pageSize)})`;
  return flags.length > 0 ? `${where}, ${flags.join(' | ')}` : where;
}

/** What is wrong with a stream, a line each. */
export function diagnosticLines({ diagnostics }: Pick<Inspection, 'diagnostics'>): readonly string[] {
  return diagnostics.map(
    ({ severity, offset, message, cause }) =>
      `${severity}: ${offset < 0 ? '' : `${hex(offset)}: `}${message}${cause ? ` (${cause})` : ''}`,
  );
}
