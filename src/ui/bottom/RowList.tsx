// A list of one-line rows below the stream, of any length: only visible rows are elements; the keys go through it, and
// choosing a row is its business who shows it.
import { useEffect, type KeyboardEvent, type ReactNode } from 'react';
import { useRows } from '../primitives/use-rows.ts';
import css from './bottom.module.css';

const ROW = 20;
/** Rows that Page Up and Page Down pass over. */
const PAGE = 5;

interface Props {
  readonly label: string;
  /** Before the number of a row in its element's id. */
  readonly id: string;
  readonly count: number;
  /** Number of the row that is chosen, or -1. */
  readonly current: number;
  readonly onChoose: (index: number) => void;
  readonly classOf: (index: number) => string;
  readonly row: (index: number) => ReactNode;
}

export function RowList({ label, id, count, current, onChoose, classOf, row }: Props) {
  const [scroller, rows] = useRows(count, ROW, 6);
  const { scrollTo } = rows;
  useEffect(() => scrollTo(Math.max(0, current), 'auto'), [current, count, scrollTo]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Record<string, number> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + PAGE,
      PageUp: current - PAGE,
      Home: 0,
      End: count - 1,
      Enter: current,
    };
    const to = moves[event.key];
    if (to === undefined || event.altKey || event.shiftKey || count === 0) return;
    event.preventDefault();
    onChoose(Math.max(0, Math.min(count - 1, to)));
  };
  return (
    <div
      ref={scroller}
      className={css.list}
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={current >= rows.from && current < rows.to ? `${id}-${current}` : undefined}
      onKeyDown={onKeyDown}
    >
      <div style={{ height: rows.height, position: 'relative' }} role="presentation">
        {Array.from({ length: rows.to - rows.from }, (_, i) => {
          const index = rows.from + i;
          return (
            <div
              key={index}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === current}
              aria-setsize={count}
              aria-posinset={index + 1}
              className={index === current ? `${classOf(index)} ${css.current}` : classOf(index)}
              style={{ top: rows.top(index) }}
              onPointerDown={() => onChoose(index)}
            >
              {row(index)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
