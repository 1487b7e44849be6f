// The indices of a queue: what each is, how it travels, its value, and on the destination how it differs and why.
import { hex } from '../../engine/bytes/text.ts';
import type { Side } from '../../engine/capture/capture.ts';
import { cellReason, memoryReason, REASON_TEXT, type Reason } from '../../engine/compare/reason.ts';
import type { RunDocument } from '../../store/documents.ts';
import { reasonSpaceOf } from '../../store/reason-space.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { Changing } from '../primitives/Changing.tsx';
import { differs, rowText, type IndexRow } from './index-rows.ts';
import { MarkGlyph } from './MarkGlyph.tsx';
import { PointerGlyph } from './PointerGlyph.tsx';
import css from './rings.module.css';

interface Props {
  readonly document: RunDocument;
  readonly side: Side;
  /** Name of the queue. */
  readonly name: string;
  readonly device: string;
  readonly rows: readonly IndexRow[];
  readonly time: number;
}

export function IndexTable({ document, side, name, device, rows, time }: Props) {
  const selection = useApp((state) => state.selection);
  const { selectCell, showPage } = useActions();
  const hasWrap = rows.some(({ wrap }) => wrap !== null);
  return (
    <table className={css.indices} aria-label={`Indices of ${name}`}>
      <colgroup>
        <col style={{ width: hasWrap ? 124 : 122 }} />
        <col style={{ width: 14 }} />
        <col style={{ width: hasWrap ? 60 : 46 }} />
        {hasWrap && <col style={{ width: 44 }} />}
        <col />
      </colgroup>
      {hasWrap && (
        <thead>
          <tr className="dim">
            <th scope="col">field</th>
            <td />
            <th scope="col" className={css.number}>
              index
            </th>
            <th scope="col" className={css.number}>
              wrap
            </th>
            <th scope="col" className={css.note}>
              {side === 'destination' ? 'source' : 'what it is'}
            </th>
          </tr>
        </thead>
      )}
      <tbody>
        {rows.map((row) => {
          const different = side === 'destination' && differs(row);
          const selected =
            selection?.cell === row.cell && row.cell >= 0 && (selection.side === null || selection.side === side);
          const reason = different ? reasonOf(document, row, device, time) : null;
          return (
            <tr key={row.name} className={selected ? css.selected : different ? css.different : undefined}>
              <th scope="row">
                <button
                  type="button"
                  className={css.valueButton}
                  disabled={row.cell < 0 && row.address <= 0}
                  title={row.cell < 0 && row.address > 0 ? `${hex(row.address)} on the map of guest memory` : undefined}
                  onClick={() => (row.cell < 0 ? showPage(Math.floor(row.address / 4096)) : selectCell(row.cell, side))}
                >
                  {!hasWrap && <PointerGlyph kind={row.pointer} />}
                  {row.name}
                </button>
              </th>
              <td>
                <MarkGlyph mark={row.mark} />
              </td>
              <td className={`mono ${css.number}`}>
                <Changing value={row.value}>{rowText(row)}</Changing>
              </td>
              {hasWrap && (
                <td className={`mono ${css.number}`}>
                  {row.wrap !== null && <Changing value={row.wrap}>{row.wrap}</Changing>}
                </td>
              )}
              <td className={`dim ${css.note}`} title={reason ? REASON_TEXT[reason] : row.note}>
                {reason ? (
                  <>
                    <b style={{ color: 'var(--text)' }}>≠</b> <span className="mono">{rowText(row, true)}</span>{' '}
                    {reason}
                  </>
                ) : (
                  row.note
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function reasonOf(document: RunDocument, { mark, address }: IndexRow, device: string, time: number): Reason {
  const space = reasonSpaceOf(document);
  return mark === 'ram' ? memoryReason(space, address, time) : cellReason(space, { mark, device }, time);
}
