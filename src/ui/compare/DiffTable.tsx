// The rows themselves: a grid of which only what is in view is elements, with the keys of a tree.
import { useEffect, type KeyboardEvent } from 'react';
import type { Comparison } from '../../store/compare.ts';
import { useRows } from '../primitives/use-rows.ts';
import { keyOf, type DiffRow } from './diff-rows.ts';
import { DiffTableRow } from './DiffTableRow.tsx';
import css from './compare.module.css';

const ROW = 20;
/** Heads of the columns but the first, and whether numbers stand below. */
const HEADS = [
  ['section, field', false],
  ['shown', true],
  ['value', false],
  ['other', true],
  ['value', false],
] as const;
/** Rows that Page Up and Page Down pass over. */
const PAGE = 20;

interface Props {
  readonly comparison: Comparison;
  readonly rows: readonly DiffRow[];
  readonly current: number;
  readonly isOpen: (row: DiffRow) => boolean;
  readonly onChoose: (index: number) => void;
  readonly onToggle: (row: DiffRow, to?: boolean) => void;
}

export function DiffTable({ comparison, rows, current, isOpen, onChoose, onToggle }: Props) {
  const [scroller, seen] = useRows(rows.length, ROW);
  const { scrollTo } = seen;
  useEffect(() => {
    if (current >= 0) scrollTo(current, 'auto');
  }, [current, scrollTo]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[current];
    const moves: Record<string, number> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + PAGE,
      PageUp: current - PAGE,
      Home: 0,
      End: rows.length - 1,
    };
    const to = moves[event.key];
    if (event.altKey || event.ctrlKey || event.shiftKey || rows.length === 0) return;
    if (to !== undefined) onChoose(Math.max(0, Math.min(rows.length - 1, to)));
    else if (event.key === 'ArrowRight' && row) onToggle(row, true);
    else if (event.key === 'ArrowLeft' && row) onToggle(row, false);
    else if (event.key === 'Enter' && row) onToggle(row);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const heads = HEADS.map(([head, isNumber], i) => (
    <span key={i} role="columnheader" className={isNumber ? css.number : undefined}>
      {head}
    </span>
  ));
  return (
    <div className={css.diff}>
      <div className={`${css.diffRow} ${css.diffHead}`} aria-hidden="true">
        <span />
        {heads}
      </div>
      <div
        ref={scroller}
        className={css.diffScroll}
        role="treegrid"
        tabIndex={0}
        aria-label="Differences by section and field"
        aria-rowcount={rows.length + 1}
        aria-activedescendant={current >= seen.from && current < seen.to ? `difference-${current}` : undefined}
        onKeyDown={onKeyDown}
      >
        <div className="visually-hidden" role="row">
          <span role="columnheader">state</span>
          {heads}
        </div>
        <div style={{ height: seen.height, position: 'relative' }} role="rowgroup">
          {Array.from({ length: seen.to - seen.from }, (_, i) => {
            const index = seen.from + i;
            const row = rows[index]!;
            return (
              <DiffTableRow
                key={index}
                comparison={comparison}
                row={row}
                index={index}
                top={seen.top(index)}
                isCurrent={index === current}
                isOpen={keyOf(row) === null ? null : isOpen(row)}
                onChoose={() => onChoose(index)}
                onToggle={() => onToggle(row)}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
