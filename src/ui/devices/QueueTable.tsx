// The queues: size and the indices that QEMU reports, one row each; choosing a row shows its ring on both sides.
import { groupThousands } from '../../engine/bytes/text.ts';
import { useActions, useApp } from '../app/use-app.ts';
import type { NicView } from './device-view.ts';
import css from './devices.module.css';

interface Props {
  readonly own: NicView;
  /** The other side, when differences are to be marked here. */
  readonly other: NicView | null;
}

export function QueueTable({ own, other }: Props) {
  const chosen = useApp((state) => state.queue);
  const { setQueue } = useActions();
  return (
    <table className={css.queues} aria-label="Queues">
      <thead>
        <tr>
          <th>queue</th>
          <th>num</th>
          <th>last_avail_idx</th>
          <th>used_idx</th>
          <th>inuse</th>
        </tr>
      </thead>
      <tbody>
        {own.queues.map((queue) => {
          const there = other?.queues[queue.index];
          const values = [queue.num, queue.lastAvailIdx, queue.usedIdx, queue.inuse];
          const theirs = there ? [there.num, there.lastAvailIdx, there.usedIdx, there.inuse] : values;
          const count = values.filter(({ value }, i) => value !== theirs[i]!.value).length;
          return (
            <tr
              key={queue.index}
              className={queue.index === chosen ? css.selected : undefined}
              onClick={() => setQueue(queue.index)}
            >
              <th scope="row">
                <button type="button" aria-pressed={queue.index === chosen} onClick={() => setQueue(queue.index)}>
                  {queue.name}
                  {count > 0 && <b> ≠ {count}</b>}
                </button>
              </th>
              {values.map(({ def, value }) => (
                <td key={def.id} className="mono" data-testid={`${queue.name}-${def.name}`}>
                  {groupThousands(value)}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
