// What a picture of a run's timeline is made from, and the heights of its rows in CSS pixels.
import type { Phase } from '../../store/phases.ts';
import type { Axis, Range, Warp } from './axis.ts';
import type { LaneName } from './lanes.ts';
import type { Mark } from './marks.ts';
import type { RunModel } from './run-model.ts';

export const LANE_HEIGHT = 20;
export const TOP = 40;

export interface RunScene {
  readonly phases: readonly Phase[];
  /** Of the run, ns. */
  readonly downtime: number;
  readonly model: RunModel;
  readonly axis: Axis;
  readonly whole: Range;
  readonly time: number;
  /** Those that are drawn, from the top; the first `pinned` of them stay when the others scroll. */
  readonly lanes: readonly LaneName[];
  readonly pinned: number;
  /** Row of the selected frame, or -1. */
  readonly selectedFrame: number;
  /** A stretch of time that is marked, or null. */
  readonly range: Range | null;
  readonly marks: readonly Mark[];
}

export function runHeight(lanes: number): number {
  return TOP + lanes * LANE_HEIGHT;
}

/** How many times wider than in proportion a phase is on this axis: `×12`, or nothing. */
export function stretchText(warp: Warp, { start, end }: Phase): string {
  const stretch = warp.stretch(start, end);
  return stretch >= 1.5 ? `×${stretch < 10 ? Math.round(stretch * 10) / 10 : Math.round(stretch)}` : '';
}
