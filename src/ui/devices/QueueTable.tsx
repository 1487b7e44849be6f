// The queues: size and the indices that QEMU reports, one row each; choosing a row shows its ring on both sides. More than
// nine rows scroll.
import type { KeyboardEvent } from 'react';
import { groupThousands } from '../../engine/bytes/text.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { differences, queueValues, type NicView } from './device-view.ts';
import css from './devices.module.css';

interface Props {
  readonly own: NicView;
  /** The other side, when differences are to be marked here. */
  readonly other: NicView | null;
}

export function QueueTable({ own, other }: Props) {
  const chosen = Math.min(
    useApp((state) => state.queue),
    own.queues.length - 1,
  );
  const { setQueue } = useActions();
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>): void => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0;
    const to = chosen + by;
    if (by === 0 || to < 0 || to >= own.queues.length) return;
    event.preventDefault();
    setQueue(to);
    event.currentTarget.closest('table')?.querySelectorAll('button')[to]?.focus();
  };
  return (
    <div className={css.queueRows}>
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
            const count = there ? differences(queue, there) : 0;
            return (
              <tr
                key={queue.index}
                className={queue.index === chosen ? css.selected : undefined}
                onClick={() => setQueue(queue.index)}
              >
                <th scope="row">
                  <button
                    type="button"
                    aria-pressed={queue.index === chosen}
                    tabIndex={queue.index === chosen ? 0 : -1}
                    onKeyDown={onKeyDown}
                    onClick={() => setQueue(queue.index)}
                  >
                    {queue.name}
                    {count > 0 && <b> ≠ {count}</b>}
                  </button>
                </th>
                {queueValues(queue).map(({ def, value }) => (
                  <td key={def.id} className="mono" data-testid={`${queue.name}-${def.name}`}>
                    {groupThousands(value)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
