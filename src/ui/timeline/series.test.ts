import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../engine/bytes/random.ts';
import { Series } from './series.ts';

describe('Series', () => {
  it.each([0, 1, 15, 16, 17, 255, 256, 257, 5000])('of %d values answers what a scan answers', (count) => {
    const random = new SeededRandom(count + 1);
    const values = Float64Array.from({ length: count }, () => random.below(1000));
    const series = new Series(
      Float64Array.from({ length: count }, (_, i) => i * 3),
      values,
    );
    for (let i = 0; i < 200; i++) {
      const a = random.below(count + 1);
      const b = random.below(count + 1);
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const part = values.subarray(from, to);
      expect(series.max(from, to)).toBe(Math.max(-Infinity, ...part));
      expect(series.min(from, to)).toBe(Math.min(Infinity, ...part));
      expect(series.sum(from, to)).toBe(part.reduce((sum, value) => sum + value, 0));
    }
    expect(series.indexOf(7)).toBe(Math.min(count, 3));
  });

  it('tells count, sum, least, mean and most of a stretch, and of an empty one', () => {
    const series = new Series(Float64Array.of(10, 20, 20, 30), Float64Array.of(4, 8, 1, 100));
    expect(series.stats(20, 30)).toEqual({ count: 2, sum: 9, min: 1, mean: 4.5, max: 8 });
    expect(series.stats(31, 99)).toEqual({ count: 0, sum: 0, min: NaN, mean: NaN, max: NaN });
  });
});
