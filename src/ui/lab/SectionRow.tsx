// A section's medians and quartiles, one cell for each arm.
import type { Summary } from '../../engine/lab/statistics.ts';
import { microseconds } from './microseconds.ts';
import css from './lab.module.css';

interface Props {
  readonly name: string;
  readonly cells: readonly (Summary | null)[];
  readonly marked: boolean;
}

export function SectionRow({ name, cells, marked }: Props) {
  return (
    <tr className={marked ? css.marked : undefined}>
      <th scope="row">{name}</th>
      {cells.map((cell, i) => (
        <td key={i}>
          {cell ? microseconds(cell.median) : '—'}
          {cell && cell.count > 1 && (
            <small>
              {microseconds(cell.lower)}–{microseconds(cell.upper)}
            </small>
          )}
        </td>
      ))}
    </tr>
  );
}
