// State by field: the two sides of a run at the cursor, each difference with its reason.
import { useMemo } from 'react';
import { REASON_TEXT } from '../../engine/compare/reason.ts';
import { differencesAt } from '../../store/compare.ts';
import type { RunDocument } from '../../store/documents.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { cellText } from './cell-text.ts';
import { ownerText } from './owner-text.ts';
import css from './compare.module.css';

export function SideStates({ document }: { readonly document: RunDocument }) {
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
            <td className="dim">{ownerText(document.capture.cells, def)}</td>
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
