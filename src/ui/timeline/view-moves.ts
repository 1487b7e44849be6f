// How the view of the timeline is moved by keys and commands: closer to the cursor and away from it, to both sides.
import { pan, zoom, type Range } from './axis.ts';

export interface Shown {
  /** Positions that are shown, and all that there are. */
  readonly view: Range;
  readonly whole: Range;
  /** Position of the cursor. */
  readonly at: number;
  readonly least: number;
}

export const VIEW_MOVES = {
  in: ({ view, whole, at, least }: Shown): Range => zoom(view, whole, at, 0.5, least),
  out: ({ view, whole, at, least }: Shown): Range => zoom(view, whole, at, 2, least),
  left: ({ view, whole }: Shown): Range => pan(view, whole, (view.from - view.to) / 4),
  right: ({ view, whole }: Shown): Range => pan(view, whole, (view.to - view.from) / 4),
} as const;

export type ViewMove = keyof typeof VIEW_MOVES;
