// Queues as rows: size and indices; choosing one by pointer or arrow keys shows its ring. More than nine rows scroll.
import type { KeyboardEvent } from 'react';
import { groupThousands } from '../../engine/bytes/text.ts';
import css from './devices.module.css';

export interface QueueRow {
  readonly index: number;
  readonly name: string;
  /** Values that differ from the other side's. */
  readonly different: number;
  /** num, last_avail_idx, used_idx, inuse; null for what is not known. */
  readonly values: readonly (number | null)[];
}

interface Props {
  readonly label: string;
  readonly rows: readonly QueueRow[];
  /** Index of the chosen one. */
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
}

const COLUMNS = ['num', 'last_avail_idx', 'used_idx', 'inuse'] as const;

export function QueueRows({ label, rows, chosen, onChoose }: Props) {
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>): void => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0;
    const to = chosen + by;
    if (by === 0 || to < 0 || to >= rows.length) return;
    event.preventDefault();
    onChoose(to);
    event.currentTarget.closest('table')?.querySelectorAll('button')[to]?.focus();
  };
  return (
    <div className={css.queueRows}>
      <table className={css.queues} aria-label={label}>
        <thead>
          <tr>
            <th>queue</th>
            {COLUMNS.map((name) => (
              <th key={name}>{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ index, name, different, values }) => (
            <tr key={index} className={index === chosen ? css.selected : undefined} onClick={() => onChoose(index)}>
              <th scope="row">
                <button
                  type="button"
                  aria-pressed={index === chosen}
                  tabIndex={index === chosen ? 0 : -1}
                  onKeyDown={onKeyDown}
                  onClick={() => onChoose(index)}
                >
                  {name}
                  {different > 0 && <b> ≠ {different}</b>}
                </button>
              </th>
              {values.map((value, i) => (
                <td key={COLUMNS[i]} className={value === null ? 'dim' : 'mono'} data-testid={`${name}-${COLUMNS[i]}`}>
                  {value === null ? <span title="recomputed at load: not in a file">—</span> : groupThousands(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
