// Who owns a value, as the tables of Compare name it: the device, and its queue.
import type { CellDef } from '../../engine/capture/cells.ts';
import { queueName } from '../stream/queue-name.ts';

export function ownerText(cells: readonly CellDef[], { queue, device }: Pick<CellDef, 'queue' | 'device'>): string {
  if (queue < 0) return device;
  const count = 1 + Math.max(...cells.filter((each) => each.device === device).map((each) => each.queue));
  return `${device} ${queueName(queue, count)}`;
}
