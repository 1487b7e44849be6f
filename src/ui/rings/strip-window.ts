// Which slots of a ring a strip shows: eight around the begin of the window, one cell for the middle, eight around its
// end; without a middle when all fit side by side.
const SIDE = 8;
const LEAD = 6;
const TRAIL = 4;
const CELL = 20;

export interface StripWindow {
  /** Slots in order; -1 stands for the middle. */
  readonly cells: readonly number[];
  /** How many slots the middle stands for. */
  readonly hidden: number;
}

/** The window from slot `first` to slot `end` (exclusive) of a ring of `num`. */
export function stripWindow(first: number, end: number, num: number): StripWindow {
  const slot = (position: number): number => ((position % num) + num) % num;
  const count = slot(end - first);
  const most = SIDE + 1 + SIDE;
  if (num <= most) return { cells: Array.from({ length: num }, (_, i) => i), hidden: 0 };
  const start = first - LEAD;
  const right = first + count + TRAIL - SIDE;
  const hidden = right - (start + SIDE);
  if (hidden <= 1) return { cells: Array.from({ length: most }, (_, i) => slot(start + i)), hidden: 0 };
  const left = Array.from({ length: SIDE }, (_, i) => slot(start + i));
  return { cells: [...left, -1, ...Array.from({ length: SIDE }, (_, i) => slot(right + i))], hidden };
}

export interface CellPlace {
  readonly position: number;
  readonly left: number;
  readonly width: number;
}

/** Where the cells lie in `width` pixels; the middle takes what the others leave. */
export function cellPlaces(window: StripWindow, width: number): readonly CellPlace[] {
  const middle = window.cells.indexOf(-1);
  const middleWidth = width - (window.cells.length - 1) * CELL;
  return window.cells.map((position, i) => {
    const after = middle >= 0 && i > middle;
    return {
      position,
      left: after ? (i - 1) * CELL + middleWidth : i * CELL,
      width: position < 0 ? middleWidth : CELL,
    };
  });
}
