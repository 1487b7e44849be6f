// State by field of two runs, each side at its own cursor, which are linked.
import { useMemo } from 'react';
import type { Comparison } from '../../store/compare.ts';
import { useActions } from '../app/use-app.ts';
import { cellText } from './cell-text.ts';
import { ownerText } from './owner-text.ts';
import css from './compare.module.css';

interface Props {
  readonly comparison: Comparison;
  readonly cursor: number;
  /** The other run's head. */
  readonly other: number;
}

export function LinkedStates({ comparison, cursor, other }: Props) {
  const { selectCell } = useActions();
  const { a, b } = comparison;
  const sides = useMemo(
    () =>
      (['source', 'destination'] as const).flatMap((side) =>
        comparison.cells(side, cursor, other).map((cell) => ({ side, cell })),
      ),
    [comparison, cursor, other],
  );
  if (a.kind !== 'run' || b.kind !== 'run') return null;
  return (
    <table className={css.table}>
      <caption>
        {sides.length === 0
          ? 'At these moments both runs have the same state.'
          : `${sides.length} values differ at the linked cursors.`}
      </caption>
      <thead>
        <tr>
          <th>side</th>
          <th>owner</th>
          <th>field</th>
          <th className={css.number}>shown</th>
          <th className={css.number}>other</th>
        </tr>
      </thead>
      <tbody>
        {sides.map(({ side, cell }) => {
          const def = cell.a ?? cell.b;
          if (!def) return null;
          return (
            <tr key={`${side} ${cell.device} ${cell.queue} ${cell.name}`}>
              <td style={{ color: `var(--side-${side})` }}>{side}</td>
              <td className="dim">{ownerText(a.capture.cells, def)}</td>
              <td>
                <button
                  type="button"
                  data-difference
                  onClick={() => {
                    if (cell.a) selectCell(cell.a.id, side);
                  }}
                >
                  {cell.name}
                </button>
              </td>
              <td className={css.number}>{cellText(a.capture, def, cell.valueA)}</td>
              <td className={css.number}>{cellText(b.capture, def, cell.valueB)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
