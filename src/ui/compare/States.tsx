// State by field: the two sides of a run with the reason of each difference, or a side of two runs at linked cursors.
import { useMemo } from 'react';
import type { CellDef } from '../../engine/capture/cells.ts';
import { REASON_TEXT } from '../../engine/compare/reason.ts';
import { differencesAt, type Comparison } from '../../store/compare.ts';
import type { RunDocument } from '../../store/documents.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { queueName } from '../stream/queue-name.ts';
import { cellText } from './cell-text.ts';
import css from './compare.module.css';

function owner(cells: readonly CellDef[], { queue, device }: Pick<CellDef, 'queue' | 'device'>): string {
  if (queue < 0) return device;
  const count = 1 + Math.max(...cells.filter((each) => each.device === device).map((each) => each.queue));
  return `${device} ${queueName(queue, count)}`;
}

export function Sides({ document }: { readonly document: RunDocument }) {
  const cursor = useApp((state) => state.cursor);
  const { selectCell } = useActions();
  const found = useMemo(() => differencesAt(document, cursor), [document, cursor]);
  return (
    <table className={css.table}>
      <caption>
        {found.length === 0
          ? 'At this moment both sides have the same values.'
          : `${found.length} values differ at the cursor.`}
      </caption>
      <thead>
        <tr>
          <th>owner</th>
          <th>field</th>
          <th className={css.number}>source</th>
          <th className={css.number}>destination</th>
          <th>why</th>
        </tr>
      </thead>
      <tbody>
        {found.map(({ def, source, destination, reason }) => (
          <tr key={def.id}>
            <td className="dim">{owner(document.capture.cells, def)}</td>
            <td>
              <button type="button" data-difference onClick={() => selectCell(def.id, 'destination')}>
                {def.name}
              </button>
            </td>
            <td className={css.number}>{cellText(document.capture, def, source)}</td>
            <td className={css.number}>{cellText(document.capture, def, destination)}</td>
            <td>
              {reason}. <span className="dim">{REASON_TEXT[reason]}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface Props {
  readonly comparison: Comparison;
  readonly cursor: number;
  readonly other: number | null;
}

export function States({ comparison, cursor, other }: Props) {
  const { selectCell } = useActions();
  const { a, b } = comparison;
  const sides = useMemo(
    () =>
      other === null
        ? []
        : (['source', 'destination'] as const).flatMap((side) =>
            comparison.cells(side, cursor, other).map((cell) => ({ side, cell })),
          ),
    [comparison, cursor, other],
  );
  if (a.kind !== 'run' || b.kind !== 'run' || other === null)
    return <p className={css.none}>A file has no state at a moment: its stream and its figures are compared.</p>;
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
              <td className="dim">{owner(a.capture.cells, def)}</td>
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
