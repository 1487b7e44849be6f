// Order statistics of samples. Quartiles interpolate between neighbours (type 7 of Hyndman and Fan: R's and numpy's own),
// which is how the tables of our measurements were made. Units are the samples' own.

export interface Summary {
  readonly count: number;
  readonly min: number;
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
  readonly max: number;
}

/** Ascending copy. */
export function ascending(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values).sort();
}

/** The value below which the share `numerator / denominator` of sorted samples lies; NaN without samples. */
export function quantile(sorted: ArrayLike<number>, numerator: number, denominator: number): number {
  if (sorted.length === 0) return Number.NaN;
  const position = ((sorted.length - 1) * numerator) / denominator;
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (sorted[above]! - sorted[below]!) * (position - below);
}

export function median(values: ArrayLike<number>): number {
  return quantile(ascending(values), 1, 2);
}

export function summarise(values: ArrayLike<number>): Summary {
  const sorted = ascending(values);
  return {
    count: sorted.length,
    min: quantile(sorted, 0, 1),
    lower: quantile(sorted, 1, 4),
    median: quantile(sorted, 1, 2),
    upper: quantile(sorted, 3, 4),
    max: quantile(sorted, 1, 1),
  };
}

/** Samples counted into `bins` equal intervals from `from` to `to`; what lies outside is counted in the first or last. */
export function histogram(values: ArrayLike<number>, from: number, to: number, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const value of Array.from(values)) {
    const bin = to > from ? Math.floor(((value - from) / (to - from)) * bins) : 0;
    counts[Math.max(0, Math.min(bins - 1, bin))]! += 1;
  }
  return counts;
}
