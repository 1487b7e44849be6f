// A series of values at growing positions, with how many, how much, the least and the most of any stretch of it in a few
// steps, however long it is: running sums, and a pyramid of minima and maxima with a factor of 16 a level.
import { bisectLeft } from 'd3-array';

const FACTOR = 16;

export interface Stats {
  readonly count: number;
  readonly sum: number;
  /** Of no values: NaN. */
  readonly min: number;
  readonly mean: number;
  readonly max: number;
}

export class Series {
  readonly positions: Float64Array;
  readonly values: Float64Array;
  private readonly sums: Float64Array;
  private readonly least: readonly Float64Array[];
  private readonly most: readonly Float64Array[];

  /** `positions` must not decrease; both arrays have the same length. */
  constructor(positions: Float64Array, values: Float64Array) {
    this.positions = positions;
    this.values = values;
    this.sums = new Float64Array(values.length + 1);
    for (let i = 0; i < values.length; i++) this.sums[i + 1] = this.sums[i]! + values[i]!;
    this.least = pyramid(values, (a, b) => (b < a ? b : a));
    this.most = pyramid(values, (a, b) => (b > a ? b : a));
  }

  get length(): number {
    return this.positions.length;
  }

  /** Number of positions below `position`. */
  indexOf(position: number): number {
    return bisectLeft(this.positions, position);
  }

  /** Smallest and largest value of entries [from, to); infinite the wrong way round when there is none. */
  min(from: number, to: number): number {
    return climb(this.least, from, to, Infinity, (a, b) => (b < a ? b : a));
  }

  max(from: number, to: number): number {
    return climb(this.most, from, to, -Infinity, (a, b) => (b > a ? b : a));
  }

  sum(from: number, to: number): number {
    return this.sums[to]! - this.sums[from]!;
  }

  /** Over the entries whose position is in [from, to). */
  stats(from: number, to: number): Stats {
    const [low, high] = [this.indexOf(from), this.indexOf(to)];
    const count = high - low;
    if (count <= 0) return { count: 0, sum: 0, min: NaN, mean: NaN, max: NaN };
    const sum = this.sum(low, high);
    return { count, sum, min: this.min(low, high), mean: sum / count, max: this.max(low, high) };
  }
}

type Pick = (a: number, b: number) => number;

function pyramid(values: Float64Array, pick: Pick): readonly Float64Array[] {
  const levels = [values];
  for (let below = values; below.length > FACTOR;) {
    const level = new Float64Array(Math.ceil(below.length / FACTOR));
    for (let i = 0; i < level.length; i++) {
      const end = Math.min(below.length, (i + 1) * FACTOR);
      let best = below[i * FACTOR]!;
      for (let k = i * FACTOR + 1; k < end; k++) best = pick(best, below[k]!);
      level[i] = best;
    }
    levels.push(level);
    below = level;
  }
  return levels;
}

function climb(levels: readonly Float64Array[], from: number, to: number, none: number, pick: Pick): number {
  let best = none;
  let low = from;
  let high = to;
  for (let level = 0; low < high; level++) {
    const values = levels[level]!;
    const isLast = level === levels.length - 1;
    while (low < high && (isLast || low % FACTOR !== 0)) best = pick(best, values[low++]!);
    while (low < high && high % FACTOR !== 0) best = pick(best, values[--high]!);
    low /= FACTOR;
    high /= FACTOR;
  }
  return best;
}
