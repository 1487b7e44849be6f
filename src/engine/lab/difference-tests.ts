// Is a difference real? Two tests that suppose no shape of distribution: Mann–Whitney by permutation for two sets of runs, and
// sign-flip for differences of sessions that were measured in pairs. Exact where every arrangement can be counted, else by
// arrangements drawn from a seed; two-sided; the smallest p-value that the data could give is told with the result.
import { SeededRandom } from '../bytes/random.ts';

export interface TestResult {
  readonly test: 'Mann–Whitney' | 'sign-flip';
  readonly p: number;
  /** No data of this size give a p-value below it. */
  readonly smallest: number;
  readonly exact: boolean;
  /** Arrangements that were looked at. */
  readonly arrangements: number;
}

/** More arrangements than this are drawn and not counted. */
const EXACT_LIMIT = 50_000;
const DRAWN = 4_999;

/** Whether runs of `a` tend to be larger or smaller than runs of `b`. Ties share their ranks. Throws RangeError when one is empty. */
export function mannWhitney(a: ArrayLike<number>, b: ArrayLike<number>, seed = 1): TestResult {
  const n = a.length;
  const size = n + b.length;
  if (n === 0 || n === size) throw new RangeError('Mann–Whitney needs samples of both');
  const ranks = doubledRanks([...Array.from(a), ...Array.from(b)]);
  /** What the ranks of `a` add up to when there is no difference, doubled as they are. */
  const expected = n * (size + 1);
  const far = (sum: number): number => Math.abs(sum - expected);
  let observed = 0;
  for (let i = 0; i < n; i++) observed += ranks[i]!;
  const all = combinations(size, n);
  if (all <= EXACT_LIMIT) {
    const sums = sumsOfChoices(ranks, n);
    const farthest = Math.max(...[...sums.keys()].map(far));
    const count = (atLeast: number): number => {
      let total = 0;
      for (const [sum, ways] of sums) if (far(sum) >= atLeast) total += ways;
      return total;
    };
    return {
      test: 'Mann–Whitney',
      p: count(far(observed)) / all,
      smallest: count(farthest) / all,
      exact: true,
      arrangements: all,
    };
  }
  const random = new SeededRandom(seed, 0x6d77);
  let asFar = 0;
  for (let draw = 0; draw < DRAWN; draw++) {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const other = i + random.below(size - i);
      const rank = ranks[other]!;
      ranks[other] = ranks[i]!;
      ranks[i] = rank;
      sum += rank;
    }
    if (far(sum) >= far(observed)) asFar++;
  }
  const whole = DRAWN + 1;
  return { test: 'Mann–Whitney', p: (asFar + 1) / whole, smallest: 1 / whole, exact: false, arrangements: DRAWN };
}

/** Whether paired differences lie to one side of zero: every one keeps or turns its sign. Up to 20 differences. */
export function signFlip(differences: readonly number[]): TestResult {
  const n = differences.length;
  if (n === 0 || n > 20) throw new RangeError(`sign-flip takes 1 to 20 differences, not ${n}`);
  const observed = Math.abs(differences.reduce((sum, value) => sum + value, 0));
  const arrangements = 2 ** n;
  // Sums of the same numbers in another order differ in the last bits.
  const slack = observed * 1e-12;
  let asFar = 0;
  for (let signs = 0; signs < arrangements; signs++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += (signs >> i) & 1 ? -differences[i]! : differences[i]!;
    if (Math.abs(sum) >= observed - slack) asFar++;
  }
  return { test: 'sign-flip', p: asFar / arrangements, smallest: 2 / arrangements, exact: true, arrangements };
}

/** Ranks from 1, doubled so that ties stay integers. */
function doubledRanks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((x, y) => values[x]! - values[y]!);
  const ranks = new Array<number>(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let i = start; i < end; i++) ranks[order[i]!] = start + 1 + end;
    start = end;
  }
  return ranks;
}

/** C(n, k); beyond 2^53 only its size matters. */
function combinations(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) result = (result * (n - Math.min(k, n - k) + i)) / i;
  return Math.round(result);
}

/** In how many ways `choose` of the ranks add up to each sum. */
function sumsOfChoices(ranks: readonly number[], choose: number): Map<number, number> {
  const bySize = Array.from({ length: choose + 1 }, () => new Map<number, number>());
  bySize[0]!.set(0, 1);
  for (const rank of ranks)
    for (let size = choose; size > 0; size--)
      for (const [sum, ways] of bySize[size - 1]!)
        bySize[size]!.set(sum + rank, (bySize[size]!.get(sum + rank) ?? 0) + ways);
  return bySize[choose]!;
}
