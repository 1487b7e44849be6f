// Which slots of a ring a strip shows: eight around the begin of the window, one cell for the middle, eight around its
// end; without a middle when all fit side by side.
const SIDE = 8;
const LEAD = 6;
const TRAIL = 4;
/** Pixels of a slot, by zoom: slots narrower than the second have no text. */
export const CELL_SIZES = [4, 8, 20, 40] as const;
export const DEFAULT_ZOOM = 2;
const CELL = CELL_SIZES[DEFAULT_ZOOM];
/** Cells side by side when nothing is left out. */
const MOST = 19;

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
  if (num <= MOST) return { cells: Array.from({ length: num }, (_, i) => i), hidden: 0 };
  const start = first - LEAD;
  const right = first + count + TRAIL - SIDE;
  const hidden = right - (start + SIDE);
  if (right + SIDE - start <= MOST)
    return { cells: Array.from({ length: MOST }, (_, i) => slot(start + i)), hidden: 0 };
  const left = Array.from({ length: SIDE }, (_, i) => slot(start + i));
  return { cells: [...left, -1, ...Array.from({ length: SIDE }, (_, i) => slot(right + i))], hidden };
}

/** Slots one beside another from `first` on, as many as fit in `width` at `cell` pixels each. */
export function plainWindow(first: number, num: number, width: number, cell: number): StripWindow {
  const count = Math.min(num, Math.floor(width / cell));
  return { cells: Array.from({ length: count }, (_, i) => (((first + i) % num) + num) % num), hidden: 0 };
}

export interface CellPlace {
  readonly position: number;
  readonly left: number;
  readonly width: number;
}

/** Where the cells lie in `width` pixels; the middle takes what the others leave. */
export function cellPlaces(window: StripWindow, width: number, cell: number = CELL): readonly CellPlace[] {
  const middle = window.cells.indexOf(-1);
  const count = window.cells.length;
  // Slots that nearly fill the width fill it, on whole pixels; fewer stand at the left.
  if (middle < 0 && width - count * cell < cell) {
    const left = (i: number): number => Math.round((i * width) / count);
    return window.cells.map((position, i) => ({ position, left: left(i), width: left(i + 1) - left(i) }));
  }
  const middleWidth = width - (count - 1) * cell;
  return window.cells.map((position, i) => {
    const after = middle >= 0 && i > middle;
    return {
      position,
      left: after ? (i - 1) * cell + middleWidth : i * cell,
      width: position < 0 ? middleWidth : cell,
    };
  });
}
