// A run as one thing to search: the capture with both sides in one order and its phases. What looks for moments
// (breakpoints, who wrote this, the life of a page) takes this.
import type { RunCapture } from './capture.ts';
import type { SpanColumns } from './spans.ts';
import type { Timeline } from './timeline.ts';

/** A phase as the search needs it; the store's phases are such. */
export interface PhaseSpan {
  readonly kind: string;
  /** Virtual time, ns; the end is the next one's start. */
  readonly start: number;
  readonly end: number;
}

export interface RunSpace {
  readonly capture: RunCapture;
  readonly timeline: Timeline;
  readonly phases: readonly PhaseSpan[];
  /** What the bytes of the stream are. */
  readonly spans: SpanColumns;
}

/** Number of the head that the event at `position` belongs to; positions count all events of both sides. */
export function headOfPosition({ heads }: Timeline, position: number): number {
  let low = 0;
  let high = heads.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (heads[middle]! <= position) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** Position of row `row` of a side's events. */
export function positionOfRow({ sourceBefore, length }: Timeline, side: 'source' | 'destination', row: number): number {
  // The last position before which at most `row` events of the side have happened is where that row stands.
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const after = side === 'source' ? sourceBefore[middle + 1]! : middle + 1 - sourceBefore[middle + 1]!;
    if (after <= row) low = middle + 1;
    else high = middle;
  }
  return low;
}
