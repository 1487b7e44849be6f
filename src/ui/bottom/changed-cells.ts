// Which values of the two devices a step changed, in words: `destination RX0 last_avail_idx 0 → 12`.
import type { CellDef } from '../../engine/capture/cells.ts';
import type { Side } from '../../engine/capture/capture.ts';
import { eventKindInfo } from '../../engine/capture/event-kinds.ts';
import { eventAt } from '../../engine/capture/timeline.ts';
import type { RunDocument } from '../../store/documents.ts';
import { listChange } from '../../engine/capture/list-text.ts';
import { isList } from '../../engine/capture/lists.ts';
import { cellText } from '../compare/cell-text.ts';
import { queueName } from '../stream/queue-name.ts';

/** Changes that are told one by one; of more, the number. */
const MOST_TOLD = 4;
/** A jump over more events than this is no step: nothing is told of what lies between. */
const LONGEST_STEP = 100_000;

/** Changes between the state after head `from` and the one after head `to`, forward or back; empty when there are none. */
export function changedCells(document: RunDocument, from: number, to: number): string {
  const { timeline, capture } = document;
  const end = (head: number): number => timeline.heads[head + 1] ?? timeline.length;
  const [first, last] = from < to ? [end(from), end(to)] : [end(to), end(from)];
  if (last - first > LONGEST_STEP) return '';
  const changes = new Map<string, { side: Side; cell: CellDef; before: number; after: number }>();
  for (let position = first; position < last; position++) {
    const { side, row } = eventAt(timeline, position);
    const { events } = capture[side];
    if (eventKindInfo(events.kind[row]!).effect !== 'cell') continue;
    const cell = capture.cells[events.subject[row]!]!;
    const key = `${side} ${cell.id}`;
    const known = changes.get(key);
    changes.set(key, {
      side,
      cell,
      before: known?.before ?? events.before[row]!,
      after: events.after[row]!,
    });
  }
  const told = [...changes.values()].filter(({ before, after }) => before !== after);
  const words = told.slice(0, MOST_TOLD).map(({ side, cell, before, after }) => {
    const [was, is] = from < to ? [before, after] : [after, before];
    const change = isList(cell)
      ? listChange(capture, cell, was, is)
      : `${cellText(capture, cell, was)} → ${cellText(capture, cell, is)}`;
    return `${side} ${cellName(document, cell)} ${change}`;
  });
  const more = told.length - words.length;
  return [...words, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

/** `RX0 last_avail_idx`; with the slot of its device when there are two NICs. */
function cellName({ scenario }: RunDocument, { device, name, queue }: CellDef): string {
  const nic = scenario.nics.findIndex(({ slot }) => device.includes(`:${slot.toString(16).padStart(2, '0')}.0/`));
  const pairs = scenario.nics[Math.max(0, nic)]?.queuePairs ?? 1;
  return [
    ...(scenario.nics.length > 1 && nic >= 0 ? [`NIC ${nic}`] : []),
    ...(queue >= 0 ? [queueName(queue, 2 * pairs + 1)] : []),
    name,
  ].join(' ');
}
