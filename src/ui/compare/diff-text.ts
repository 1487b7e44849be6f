// What the rows of two streams say, side by side, and the sentence above them.
import { groupThousands, hex } from '../../engine/bytes/text.ts';
import type { RamDiff } from '../../engine/compare/ram-diff.ts';
import type { SectionDifference } from '../../engine/compare/stream-diff.ts';
import type { OpenDocument } from '../../store/documents.ts';
import type { DiffRow, DiffState } from './diff-rows.ts';

export const DIFF_SIGNS: Readonly<Record<DiffState, string>> = { same: '=', added: '+', removed: '−', changed: '≠' };
export const DIFF_WORDS: Readonly<Record<DiffState, string>> = {
  same: 'alike',
  added: 'only in the other',
  removed: 'only in what is shown',
  changed: 'differs',
};

/** Digits of an offset in a table. */
const DIGITS = 6;
const NONE = '—';

export function diffSummary(sections: readonly SectionDifference[] | null, ram: RamDiff | null): string {
  const differ = sections?.filter(({ state }) => state !== 'same').length ?? 0;
  const parts = sections
    ? [`${groupThousands(differ)} of ${groupThousands(sections.length)} sections differ`]
    : ['sections are being compared'];
  if (ram) {
    const differing = ram.added + ram.removed + ram.changed;
    parts.push(`${groupThousands(differing)} of ${groupThousands(differing + ram.same)} pages of RAM differ`);
  }
  return `${parts.join('; ')}.`;
}

/** Offset and value of one side of a row. */
export interface SideText {
  readonly offset: string;
  readonly text: string;
}

const nothing: SideText = { offset: '', text: NONE };

function frameText({ inspection: { spans } }: OpenDocument, row: number): SideText {
  if (row < 0) return nothing;
  const [start, end] = [spans.start[row]!, spans.end[row]!];
  return { offset: hex(start, DIGITS), text: `${groupThousands(end - start)} B` };
}

export function sideText(row: DiffRow, side: 'a' | 'b', document: OpenDocument): SideText {
  switch (row.kind) {
    case 'section':
      return frameText(document, row.section[side]);
    case 'field': {
      const place = row.field[side];
      return place ? { offset: hex(place.start, DIGITS), text: place.text } : nothing;
    }
    case 'ram':
      return { offset: '', text: `${groupThousands(row.ram[side === 'a' ? 'recordsA' : 'recordsB'])} records` };
    case 'page': {
      const offset = row.page[side];
      return offset < 0 ? nothing : { offset: hex(offset, DIGITS), text: 'last record' };
    }
    default:
      return { offset: '', text: '' };
  }
}

/** What a row is about, and a dim word behind it. */
export function rowText(row: DiffRow): { readonly name: string; readonly more: string } {
  switch (row.kind) {
    case 'section':
      return {
        name: row.section.key,
        more:
          row.section.fields > 0
            ? `${groupThousands(row.section.fields)} ${row.section.fields === 1 ? 'field' : 'fields'}`
            : '',
      };
    case 'field':
      return { name: row.field.path || row.section.key, more: '' };
    case 'waiting':
      return { name: '…', more: '' };
    case 'ram': {
      const { added, removed, changed, unreadable } = row.ram;
      const counts = [
        `${groupThousands(changed)} ${changed === 1 ? 'page differs' : 'pages differ'}`,
        added > 0 && `${groupThousands(added)} only in the other`,
        removed > 0 && `${groupThousands(removed)} only in what is shown`,
        unreadable > 0 && `${groupThousands(unreadable)} cannot be unpacked`,
      ];
      return { name: 'RAM', more: counts.filter(Boolean).join(', ') };
    }
    case 'page':
      return { name: `${row.page.block} page ${groupThousands(row.page.page)}`, more: '' };
    case 'rest':
      return { name: `and ${groupThousands(row.count)} more pages`, more: '' };
  }
}
