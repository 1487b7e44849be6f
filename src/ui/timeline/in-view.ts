// What is in view on the timeline as a list in words, for those who do not see it. Pure.
import { formatMs, groupThousands, hex } from '../../engine/bytes/text.ts';
import type { OpenDocument } from '../../store/documents.ts';
import type { Range } from './axis.ts';
import { barWords } from './hit-run.ts';
import { firstBar } from './layout-bars.ts';
import { LANES, type LaneName } from './lanes.ts';
import type { Mark } from './marks.ts';
import type { Bar, RunModel } from './run-model.ts';

export interface Item {
  readonly key: string;
  readonly text: string;
  /** Where the cursor goes. */
  readonly at: number;
  /** Row of a frame's span, or -1. */
  readonly row: number;
}

/** Longer lists are cut: zooming in shows the rest. */
export const MOST_ITEMS = 300;

export function itemsInView(
  document: OpenDocument,
  model: RunModel | null,
  { from, to }: Range,
  marks: readonly Mark[] = [],
  lanes: readonly LaneName[] = LANES,
): readonly Item[] {
  if (document.kind === 'file') {
    return document.frames
      .filter(({ start, end }) => start < to && end > from)
      .slice(0, MOST_ITEMS)
      .map(({ type, idstr, start, end, row }) => ({
        key: `frame ${row}`,
        text: `${type} ${idstr}, ${hex(start)} to ${hex(end)}, ${groupThousands(end - start)} bytes`,
        at: start,
        row,
      }));
  }
  const items: Item[] = document.phases
    .filter(({ start, end }) => start < to && end > from)
    .map(({ label, start, end }) => ({
      key: label,
      text: `phase ${label}, ${formatMs(start)} to ${formatMs(end)}, ${formatMs(end - start)} virtual`,
      at: start,
      row: -1,
    }));
  const add = (bars: readonly Bar[], verb: string): void => {
    for (let i = firstBar(bars, from); i < bars.length && bars[i]!.start < to && items.length < MOST_ITEMS; i++) {
      const bar = bars[i]!;
      items.push({
        key: `${verb} ${bar.start} ${i}`,
        text: barWords(bar, verb).join(', '),
        at: bar.start,
        row: bar.row,
      });
    }
  };
  for (const { at, kind, label } of marks) {
    if (at < from || at > to || items.length >= MOST_ITEMS) continue;
    items.push({ key: `${kind} ${at} ${label}`, text: `mark, ${label}, at ${formatMs(at)} virtual`, at, row: -1 });
  }
  if (model && lanes.includes('source sections')) add(model.sections, 'source writes');
  if (model && lanes.includes('destination loads')) add(model.loads, 'destination loads');
  // Phases first where times are equal: the sort is stable.
  return items.sort((a, b) => a.at - b.at);
}
