// The horizontal axis: which part of the whole is shown, and where things stand in it. Three spaces: values (ns for a run,
// bytes for a file); positions, which are values after a warp that may give short phases more room; and pixels, CSS
// pixels from the canvas's left edge. Views are ranges of positions; both spaces run over the same whole. Pure.
import type { Range } from '../../store/timeline-slice.ts';

export type { Range };
export const GUTTER = 136;
export const RIGHT = 12;

/** A growing map from values to positions, straight between its knots. */
export class Warp {
  private readonly values: readonly number[];
  private readonly positions: readonly number[];

  /** Both lists grow, and begin and end alike. */
  constructor(values: readonly number[], positions: readonly number[]) {
    this.values = values;
    this.positions = positions;
  }

  position(value: number): number {
    return between(this.values, this.positions, value);
  }

  value(position: number): number {
    return between(this.positions, this.values, position);
  }

  /** How many times wider than in proportion the value's surroundings are. */
  stretch(from: number, to: number): number {
    return to > from ? (this.position(to) - this.position(from)) / (to - from) : 1;
  }
}

function between(xs: readonly number[], ys: readonly number[], x: number): number {
  let i = 1;
  while (i < xs.length - 1 && xs[i]! < x) i++;
  if (xs.length < 2) return x;
  const share = (x - xs[i - 1]!) / (xs[i]! - xs[i - 1]!);
  return ys[i - 1]! + share * (ys[i]! - ys[i - 1]!);
}

/** Positions are values. */
export const STRAIGHT = new Warp([], []);

interface Part {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
}

/** The least share of the whole that a phase has on the axis by phase. */
const FLOORS: Readonly<Record<string, number>> = { setup: 0.11, stop: 0.3, resumed: 0.09, iterate: 0.06 };
/** Many iterations share at least this. */
const ALL_ITERATIONS = 0.3;

/** Every phase has room for its name and its sections; what is left is shared in proportion to time. */
export function phaseWarp(parts: readonly Part[]): Warp {
  const total = parts.reduce((sum, { start, end }) => sum + end - start, 0);
  if (parts.length < 2 || total <= 0) return STRAIGHT;
  const iterations = parts.filter(({ kind }) => kind === 'iterate').length;
  const floors = parts.map(({ kind }) =>
    Math.min(FLOORS[kind] ?? 0.05, kind === 'iterate' ? ALL_ITERATIONS / iterations : 1),
  );
  const shares = parts.map(({ start, end }) => (end - start) / total);
  const isFixed = parts.map(() => false);
  let scale = 1;
  for (let changed = true; changed;) {
    changed = false;
    const fixed = floors.reduce((sum, floor, i) => sum + (isFixed[i] ? floor : 0), 0);
    const free = shares.reduce((sum, share, i) => sum + (isFixed[i] ? 0 : share), 0);
    scale = free > 0 ? (1 - fixed) / free : 1;
    for (const [i, share] of shares.entries()) {
      if (isFixed[i] || share * scale >= floors[i]!) continue;
      isFixed[i] = true;
      changed = true;
    }
  }
  const values = [parts[0]!.start];
  const positions = [parts[0]!.start];
  for (const [i, { end }] of parts.entries()) {
    values.push(end);
    positions.push(positions[i]! + (isFixed[i] ? floors[i]! : shares[i]! * scale) * total);
  }
  positions[positions.length - 1] = values[values.length - 1]!;
  return new Warp(values, positions);
}

export class Axis {
  readonly view: Range;
  readonly width: number;
  readonly warp: Warp;

  constructor(view: Range, width: number, warp: Warp = STRAIGHT) {
    this.view = view;
    this.width = width;
    this.warp = warp;
  }

  get plot(): number {
    return Math.max(1, this.width - GUTTER - RIGHT);
  }

  /** First and last value in view. */
  get shown(): Range {
    return { from: this.warp.value(this.view.from), to: this.warp.value(this.view.to) };
  }

  x(value: number): number {
    const { from, to } = this.view;
    return GUTTER + ((this.warp.position(value) - from) / (to - from)) * this.plot;
  }

  /** Inside the plot: values left or right of the view stand at its edges. */
  clampedX(value: number): number {
    return Math.max(GUTTER, Math.min(GUTTER + this.plot, this.x(value)));
  }

  position(x: number): number {
    const { from, to } = this.view;
    return from + ((x - GUTTER) / this.plot) * (to - from);
  }

  value(x: number): number {
    return this.warp.value(this.position(x));
  }
}

/** `view` made `factor` times as long around `at`, inside `whole`, no shorter than `least`. */
export function zoom(view: Range, whole: Range, at: number, factor: number, least: number): Range {
  const length = Math.max(least, Math.min(whole.to - whole.from, (view.to - view.from) * factor));
  const share = (at - view.from) / (view.to - view.from);
  return within({ from: at - share * length, to: at + (1 - share) * length }, whole);
}

/** `view` moved by `distance`, inside `whole`. */
export function pan(view: Range, whole: Range, distance: number): Range {
  return within({ from: view.from + distance, to: view.to + distance }, whole);
}

/** `view` with one end moved to `to`; it stays at least `least` long and inside `whole`. */
export function resize(view: Range, whole: Range, end: 'from' | 'to', to: number, least: number): Range {
  return end === 'from'
    ? { from: Math.max(whole.from, Math.min(view.to - least, to)), to: view.to }
    : { from: view.from, to: Math.min(whole.to, Math.max(view.from + least, to)) };
}

/** Both ends, whichever came first, with `room` (a share of the length) on either side, inside `whole`. */
export function fit(a: number, b: number, whole: Range, least: number, room = 0.05): Range {
  const middle = (a + b) / 2;
  const half = Math.max(least, Math.abs(b - a) * (1 + 2 * room)) / 2;
  return within({ from: middle - half, to: middle + half }, whole);
}

/** `view`, moved if `at` is outside so that it stands a quarter in. */
export function follow(view: Range, whole: Range, at: number): Range {
  const length = view.to - view.from;
  if (at >= view.from && at <= view.to) return view;
  return within(
    at < view.from
      ? { from: at - length * 0.75, to: at + length * 0.25 }
      : { from: at - length / 4, to: at + length * 0.75 },
    whole,
  );
}

function within(view: Range, whole: Range): Range {
  const length = Math.min(view.to - view.from, whole.to - whole.from);
  const from = Math.max(whole.from, Math.min(whole.to - length, view.from));
  return { from, to: from + length };
}
