import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../engine/bytes/random.ts';
import { MaxPyramid } from './pyramid.ts';

describe('MaxPyramid', () => {
  it.each([0, 1, 15, 16, 17, 255, 256, 257, 5000])('of %d values answers what a scan answers', (count) => {
    const random = new SeededRandom(count + 1);
    const values = Float64Array.from({ length: count }, () => random.below(1000));
    const positions = Float64Array.from({ length: count }, (_, i) => i * 3);
    const pyramid = new MaxPyramid(positions, values);
    for (let i = 0; i < 200; i++) {
      const a = random.below(count + 1);
      const b = random.below(count + 1);
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      expect(pyramid.max(from, to)).toBe(Math.max(-Infinity, ...values.subarray(from, to)));
    }
    expect(pyramid.indexOf(7)).toBe(Math.min(count, 3));
  });
});
