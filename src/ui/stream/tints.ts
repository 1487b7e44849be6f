// Which part of the visible bytes belongs to which leaf, for the tints behind the hex view.
import { deepestAt } from '../../engine/capture/span-query.ts';
import { isRun, SpanKind, type SpanColumns } from '../../engine/capture/spans.ts';

export interface Tint {
  readonly start: number;
  readonly end: number;
  /** Token of the colour, without the dashes. */
  readonly token: string;
}

const FRAMING: ReadonlySet<string> = new Set([
  'type',
  'section_id',
  'idstr_len',
  'idstr',
  'instance_id',
  'version_id',
  'QEMU_VM_SECTION_FOOTER',
  'magic',
  'version',
  'subsection',
  'name_len',
]);

/** Leaves that overlap [start, end), each with its colour. */
export function tintsOf(spans: SpanColumns, start: number, end: number): readonly Tint[] {
  const out: Tint[] = [];
  let row = deepestAt(spans, start);
  if (row < 0) return out;
  while (row < spans.length && spans.start[row]! < end) {
    if (spans.next[row] === row + 1 && spans.end[row]! > start && spans.end[row]! > spans.start[row]!) {
      out.push({
        start: Math.max(start, spans.start[row]!),
        end: Math.min(end, spans.end[row]!),
        token: tokenOf(spans, row),
      });
    }
    row++;
  }
  return out;
}

function tokenOf(spans: SpanColumns, row: number): string {
  const kind = spans.kind[row];
  if (isRun(spans, row)) return 'hex-ram';
  if (kind === SpanKind.Flag) return 'hex-flag';
  if (kind === SpanKind.Opaque) return 'hex-opaque';
  if (FRAMING.has(spans.names[spans.name[row]!]!)) return 'hex-framing';
  return row % 2 === 0 ? 'hex-field-a' : 'hex-field-b';
}
