// Marks of the sections that differ, at their places in each side's strip. RAM's sections follow one another too closely to
// be marked: its pages are listed.
import type { SectionDifference } from '../../engine/compare/stream-diff.ts';
import type { Comparison } from '../../store/compare.ts';
import type { OpenDocument } from '../../store/documents.ts';
import type { Mark } from '../timeline/marks.ts';
import { DIFF_WORDS } from './diff-text.ts';

export interface DifferenceMarks {
  readonly a: readonly Mark[];
  readonly b: readonly Mark[];
}

export function differenceMarks({ a, b }: Comparison, sections: readonly SectionDifference[]): DifferenceMarks {
  const byTime = a.kind === 'run' && b.kind === 'run';
  const of = (document: OpenDocument, side: 'a' | 'b'): readonly Mark[] => {
    const sent = new Map(document.frames.map((frame) => [frame.row, frame.sent]));
    return sections
      .filter(({ state, idstr, [side]: row }) => state !== 'same' && idstr !== 'ram' && row >= 0)
      .map(({ key, state, [side]: row }) => ({
        at: byTime ? (sent.get(row) ?? -1) : document.inspection.spans.start[row]!,
        kind: 'difference' as const,
        label: `${key} ${DIFF_WORDS[state]}`,
      }))
      .filter(({ at }) => at >= 0);
  };
  return { a: of(a, 'a'), b: of(b, 'b') };
}
