// A maximum pyramid over a series of values at growing positions: the largest value in any range in a few steps, however
// many values there are. Factor 16 a level.
import { bisectLeft } from 'd3-array';

const FACTOR = 16;

export class MaxPyramid {
  readonly positions: Float64Array;
  private readonly levels: Float64Array[];

  /** `positions` must not decrease; both arrays have the same length. */
  constructor(positions: Float64Array, values: Float64Array) {
    this.positions = positions;
    this.levels = [values];
    for (let below = values; below.length > FACTOR;) {
      const level = new Float64Array(Math.ceil(below.length / FACTOR));
      for (let i = 0; i < level.length; i++) {
        let most = -Infinity;
        const end = Math.min(below.length, (i + 1) * FACTOR);
        for (let k = i * FACTOR; k < end; k++) if (below[k]! > most) most = below[k]!;
        level[i] = most;
      }
      this.levels.push(level);
      below = level;
    }
  }

  get length(): number {
    return this.positions.length;
  }

  /** Number of positions below `position`. */
  indexOf(position: number): number {
    return bisectLeft(this.positions, position);
  }

  /** Largest value of entries [from, to); -Infinity when the range is empty. */
  max(from: number, to: number): number {
    let most = -Infinity;
    let low = from;
    let high = to;
    for (let level = 0; low < high; level++) {
      const values = this.levels[level]!;
      const last = level === this.levels.length - 1;
      while (low < high && (last || low % FACTOR !== 0)) most = Math.max(most, values[low++]!);
      while (low < high && high % FACTOR !== 0) most = Math.max(most, values[--high]!);
      low /= FACTOR;
      high /= FACTOR;
    }
    return most;
  }
}
