// An indirect descriptor table as it hangs below the descriptor that points to it: a stem and a cell for each entry of the
// chain, or one cell with their number when there are more than fit below a slot. Coordinates are the drawing's own.
import type { IndirectTable } from './read-indirect.ts';
import css from './rings.module.css';

/** Pixels that a row of tables takes below the slots. */
export const INDIRECT_HEIGHT = 14;
const STEM = 4;
const CELL = 8;
const FITTING = 2;

interface Props {
  /** Middle of the slot, and its lower edge. */
  readonly x: number;
  readonly y: number;
  readonly table: IndirectTable;
  /** What the device owns is filled. */
  readonly fill: string | null;
}

export function IndirectMark({ x, y, table, fill }: Props) {
  const count = table.entries?.length ?? table.count;
  const isCounted = count > FITTING || table.entries === null;
  const cells = isCounted ? 1 : count;
  const width = isCounted ? FITTING * CELL : CELL;
  const left = Math.max(0.5, Math.round(x - (cells * width) / 2) + 0.5);
  return (
    <g className={css.indirect} data-indirect={count}>
      <path d={`M${Math.round(x) + 0.5} ${y}v${STEM}`} />
      {Array.from({ length: cells }, (_, i) => (
        <rect
          key={i}
          x={left + i * width}
          y={y + STEM + 0.5}
          width={width}
          height={CELL}
          style={fill === null ? undefined : { fill }}
        />
      ))}
      {isCounted && (
        <text x={left + width / 2} y={y + STEM + 8} textAnchor="middle" className={css.small}>
          {count}
        </text>
      )}
    </g>
  );
}
