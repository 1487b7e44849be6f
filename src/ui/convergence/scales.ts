// Where the convergence drawing has its lines: corners of the closed form, steps of a logarithmic axis. Pure.
import type { ConvergenceEstimate } from '../../engine/migration/convergence.ts';

export interface Corner {
  /** ns */
  readonly time: number;
  readonly bytes: number;
}

const PAGE = 4096;
/** What falls in a straight line is bent by a logarithmic scale: it needs corners on the way. */
const PARTS = 32;

/** The closed form as a line: each pass falls to nothing while the next is written. `start` is when the first begins, ns. */
export function estimateCorners({ passes, remaining }: ConvergenceEstimate, start: number): readonly Corner[] {
  const corners: Corner[] = [];
  for (const { pages, start: from, duration, dirtyAfter } of passes) {
    for (let i = 0; i <= PARTS; i++)
      corners.push({ time: start + from + (duration * i) / PARTS, bytes: pages * PAGE * (1 - i / PARTS) });
    corners.push({ time: start + from + duration, bytes: dirtyAfter * PAGE });
  }
  const last = corners.at(-1);
  if (last) corners.push({ time: last.time, bytes: remaining });
  return corners;
}

/** Powers of four of a page from `low` to at least `high`; powers of sixteen where those are too many. */
export function logTicks(low: number, high: number): readonly number[] {
  const by = high / low > 4 ** 9 ? 16 : 4;
  const ticks: number[] = [];
  for (let tick = low; ; tick *= by) {
    ticks.push(tick);
    if (tick >= high || ticks.length > 16) return ticks;
  }
}
