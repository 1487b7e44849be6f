// What the frame list says of a top-level span: type, name, a few words, and the flag of an iterative section.
import { groupThousands } from '../bytes/text.ts';
import { formatBytes } from '../bytes/text.ts';
import type { RamRecordColumns } from '../capture/ram-records.ts';
import { childrenOf } from '../capture/span-query.ts';
import { SpanKind } from '../capture/spans.ts';
import { RamFlag } from '../ram/ram-flags.ts';
import { PROPOSED_CAPABILITIES } from '../stream/configuration.ts';
import { SECTION_NAMES } from '../stream/sections.ts';
import type { Inspection } from './inspection.ts';

export interface FrameText {
  readonly type: string;
  /** -1 where there is none. */
  readonly sectionId: number;
  readonly idstr: string;
  readonly note: string;
  /** INIT, END, NONE, DELTA, FINAL, or empty. */
  readonly flag: string;
  readonly mark: number;
}

const FLAG_TAGS: Readonly<Record<string, string>> = {
  VNET_MIG_F_INIT_STATE: 'INIT',
  VNET_MIG_F_END_DATA: 'END',
  VNET_MIG_F_NO_DATA: 'NONE',
  VNET_MIG_F_DELTA: 'DELTA',
  VNET_MIG_F_FINAL: 'FINAL',
};

/** Flags that only this project's proposal has. */
const PROPOSED: readonly string[] = ['DELTA', 'FINAL'];

/** A capability as it is named wherever a person reads it. */
export function capabilityText(name: string): string {
  return PROPOSED_CAPABILITIES.includes(name) ? `${name} (proposal)` : name;
}

export function describeFrame(inspection: Inspection, row: number): FrameText {
  const { spans } = inspection;
  const name = spans.names[spans.name[row]!]!;
  const base = { sectionId: -1, idstr: '', note: '', flag: '', mark: spans.mark[row]! };
  switch (spans.kind[row]) {
    case SpanKind.Header:
      if (isNoStream(inspection, row)) return { ...base, type: '?', idstr: 'no migration stream', mark: 3 };
      return { ...base, type: 'HEADER', idstr: 'QEVM', note: 'magic and version' };
    case SpanKind.Configuration:
      return {
        ...base,
        type: 'CONFIG',
        idstr: inspection.machine,
        note: inspection.capabilities.map(capabilityText).join(', '),
      };
    case SpanKind.Command:
      return { ...base, type: 'COMMAND', idstr: name };
    case SpanKind.Eof:
      return { ...base, type: 'EOF' };
    case SpanKind.Description:
      return { ...base, type: 'VMDESC', idstr: 'description (JSON)' };
    case SpanKind.Section:
      return {
        ...base,
        type: SECTION_NAMES[spans.value[row]!] ?? 'SECTION',
        sectionId: spans.index[row]!,
        idstr: name,
        note: PROPOSED.includes(flagTag(inspection, row)) ? 'a proposal' : sectionNote(inspection, row),
        flag: flagTag(inspection, row),
      };
    case SpanKind.Missing:
      return { ...base, type: '—', idstr: 'end of file', mark: 3 };
    default:
      return { ...base, type: '?', idstr: name };
  }
}

/** How many of `count` records from row `first` are zero pages. */
export function zeroRecords({ flags }: RamRecordColumns, first: number, count: number): number {
  let zeros = 0;
  for (let i = first; i < first + count; i++) if ((flags[i]! & RamFlag.Zero) !== 0) zeros++;
  return zeros;
}

/** The header of what is no migration stream at all holds one opaque stretch and no version. */
function isNoStream({ spans }: Inspection, row: number): boolean {
  const [first] = childrenOf(spans, row, 0, 1);
  return first !== undefined && spans.kind[first] === SpanKind.Opaque;
}

function sectionNote(inspection: Inspection, row: number): string {
  const { spans } = inspection;
  let pages = 0;
  let zero = 0;
  let blocks = 0;
  let bytes = 0;
  for (const child of childrenOf(spans, row)) {
    if (spans.kind[child] === SpanKind.PageRun) pages += spans.index[child]!;
    else if (spans.kind[child] === SpanKind.ZeroRun) zero += spans.index[child]!;
    else if (spans.kind[child] === SpanKind.MixedRun) {
      const zeros = zeroRecords(inspection.records, spans.value[child]!, spans.index[child]!);
      zero += zeros;
      pages += spans.index[child]! - zeros;
    } else if (spans.kind[child] === SpanKind.RamBlock) {
      blocks++;
      bytes += spans.value[child]!;
    }
  }
  const parts: string[] = [];
  if (blocks > 0) parts.push(`${blocks} block${blocks === 1 ? '' : 's'}, ${formatBytes(bytes)}`);
  if (pages > 0) parts.push(pages === 1 ? '1 page' : `${groupThousands(pages)} pages`);
  if (zero > 0) parts.push(`${groupThousands(zero)} zero`);
  return parts.join(', ');
}

function flagTag(inspection: Inspection, row: number): string {
  const { spans } = inspection;
  for (const child of childrenOf(spans, row, 0, 8)) {
    if (spans.kind[child] === SpanKind.Flag) return FLAG_TAGS[spans.names[spans.name[child]!]!] ?? '';
  }
  return '';
}
