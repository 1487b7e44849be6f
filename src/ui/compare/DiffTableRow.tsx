// One row of two streams beside each other: its sign, what it is, and both sides' offset and value.
import type { Comparison } from '../../store/compare.ts';
import { stateOf, type DiffRow } from './diff-rows.ts';
import { DIFF_SIGNS, DIFF_WORDS, rowText, sideText } from './diff-text.ts';
import css from './compare.module.css';

interface Props {
  readonly comparison: Comparison;
  readonly row: DiffRow;
  readonly index: number;
  readonly top: number;
  readonly isCurrent: boolean;
  /** Null for a row with nothing below it. */
  readonly isOpen: boolean | null;
  readonly onChoose: () => void;
  readonly onToggle: () => void;
}

export function DiffTableRow({ comparison, row, index, top, isCurrent, isOpen, onChoose, onToggle }: Props) {
  const state = stateOf(row);
  const { name, more } = rowText(row);
  const [a, b] = [sideText(row, 'a', comparison.a), sideText(row, 'b', comparison.b)];
  const isInside = row.kind !== 'section' && row.kind !== 'ram';
  const classes = [css.diffRow, css.diffItem, isCurrent && css.current, isInside && css.inside];
  return (
    // The grid holds the focus and has the keys.
    <div
      id={`difference-${index}`}
      className={classes.filter(Boolean).join(' ')}
      style={{ top }}
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-level={isInside ? 2 : 1}
      aria-selected={isCurrent}
      aria-expanded={isOpen ?? undefined}
      onPointerDown={(event) => {
        // The grid keeps the focus: a row goes when it is scrolled out of view.
        event.preventDefault();
        event.currentTarget.closest<HTMLElement>('[role="treegrid"]')?.focus();
        onChoose();
      }}
      onDoubleClick={onToggle}
    >
      <span role="gridcell" title={DIFF_WORDS[state]}>
        <span aria-hidden="true">{DIFF_SIGNS[state]}</span>
        <span className="visually-hidden">{DIFF_WORDS[state]}</span>
      </span>
      <span role="gridcell" className={css.clip} title={name}>
        {!isInside && (
          <span className={css.twist} aria-hidden="true" onClick={onToggle}>
            {isOpen === null ? '' : isOpen ? '▾' : '▸'}
          </span>
        )}
        {name}
        {more && <span className="dim"> {more}</span>}
      </span>
      <span role="gridcell" className={css.number}>
        {a.offset}
      </span>
      <span role="gridcell" className={css.value} title={a.text}>
        {a.text}
      </span>
      <span role="gridcell" className={css.number}>
        {b.offset}
      </span>
      <span role="gridcell" className={css.value} title={b.text}>
        {b.text}
      </span>
    </div>
  );
}
