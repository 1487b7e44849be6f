// A linear axis with round steps, from zero.

export interface Axis {
  readonly max: number;
  readonly ticks: readonly number[];
}

/** Reaches at least `top`, with at most `most` steps of 1, 2 or 5 times a power of ten. */
export function axisTo(top: number, most: number): Axis {
  if (!(top > 0)) return { max: 1, ticks: [0] };
  let step = 10 ** Math.floor(Math.log10(top / most));
  for (const factor of [2, 2.5, 2]) if (top / step > most) step *= factor;
  const count = Math.ceil(top / step);
  return { max: count * step, ticks: Array.from({ length: count + 1 }, (_, i) => i * step) };
}

/** A figure of ns in ms, as the axis writes it. */
export function tickText(ns: number): string {
  return String(Number((ns / 1_000_000).toPrecision(6)));
}
