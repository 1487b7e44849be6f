// Exact values: small ones by hand, and those of our measurements as their table has them.
import { describe, expect, it } from 'vitest';
import { mannWhitney, signFlip } from './difference-tests.ts';
import { histogram, median, quantile, summarise } from './statistics.ts';

describe('order statistics', () => {
  it('quartiles lie between neighbours', () => {
    expect(summarise([7, 1, 3, 5])).toEqual({ count: 4, min: 1, lower: 2.5, median: 4, upper: 5.5, max: 7 });
    expect(summarise([9])).toEqual({ count: 1, min: 9, lower: 9, median: 9, upper: 9, max: 9 });
  });

  it('sorts by value, not by text', () => {
    expect(median([10, 9, 100])).toBe(10);
  });

  it('no samples have no median', () => {
    expect(median([])).toBeNaN();
    expect(quantile([], 1, 4)).toBeNaN();
  });

  it('leaves what it was given alone', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it('counts into bins; the ends take what lies outside', () => {
    expect(histogram([0, 1, 1.9, 2, 4, 9, -1], 0, 4, 2)).toEqual([4, 3]);
    expect(histogram([5, 5], 5, 5, 3)).toEqual([2, 0, 0]);
  });
});

describe('sign-flip', () => {
  it('four sessions on one side give 0.125, and nothing less is possible', () => {
    expect(signFlip([-795, -465, -1156, -678])).toEqual({
      test: 'sign-flip',
      p: 0.125,
      smallest: 0.125,
      exact: true,
      arrangements: 16,
    });
  });

  it('differences that point both ways: the sums of all sections by session', () => {
    expect(signFlip([-260, 1036, -830, 176]).p).toBe(1);
  });

  it('counts every arrangement: 1, 2, -3 add up to nothing, 1, 2, 3 to the most', () => {
    expect(signFlip([1, 2, -3]).p).toBe(1);
    expect(signFlip([1, 2, 3]).p).toBe(0.25);
    expect(signFlip([1, 2, 3, -0.5]).p).toBe(0.25);
  });

  it('refuses none and too many', () => {
    expect(() => signFlip([])).toThrow(RangeError);
    expect(() => signFlip(new Array<number>(21).fill(1))).toThrow(RangeError);
  });
});

describe('Mann–Whitney', () => {
  it('three against three, apart: 2 of 20 arrangements', () => {
    expect(mannWhitney([1, 2, 3], [4, 5, 6])).toEqual({
      test: 'Mann–Whitney',
      p: 0.1,
      smallest: 0.1,
      exact: true,
      arrangements: 20,
    });
  });

  it('one pair out of order: 4 of 20', () => {
    expect(mannWhitney([1, 2, 4], [3, 5, 6]).p).toBe(0.2);
  });

  it('ties share ranks: {1, 2} against {2, 3} is as far as 4 of 6', () => {
    // Doubled ranks 2, 5, 5, 8; expected 10; sums of two: 7, 7, 10, 10, 13, 13.
    expect(mannWhitney([1, 2], [2, 3]).p).toBe(4 / 6);
  });

  it('all alike: p is 1', () => {
    expect(mannWhitney([5, 5, 5], [5, 5]).p).toBe(1);
  });

  it('five against five, as in the table of 24 July: virtio-net is apart, virtio-scsi is not', () => {
    const on = { net: [13.91, 13.52, 13.09, 13.59, 13.37], scsi: [18.71, 13.96, 14.05, 16.55, 14.3] };
    const off = { net: [18.52, 17.77, 17.52, 15.52, 17.32], scsi: [13.35, 13.94, 15.17, 16.01, 14.08] };
    expect(mannWhitney(on.net, off.net)).toMatchObject({ p: 2 / 252, smallest: 2 / 252, exact: true });
    expect(mannWhitney(on.scsi, off.scsi).p).toBeGreaterThan(0.3);
  });

  it('many runs are drawn from a seed: the same every time, never zero', () => {
    const low = Array.from({ length: 40 }, (_, i) => i);
    const high = low.map((value) => value + 100);
    expect(mannWhitney(low, high, 7)).toEqual({
      test: 'Mann–Whitney',
      p: 0.0002,
      smallest: 0.0002,
      exact: false,
      arrangements: 4999,
    });
    const near = mannWhitney(
      low,
      low.map((value) => value + 0.5),
      7,
    );
    expect(near.p).toBeGreaterThan(0.8);
    expect(
      mannWhitney(
        low,
        low.map((value) => value + 0.5),
        7,
      ),
    ).toEqual(near);
  });

  it('refuses an empty side', () => {
    expect(() => mannWhitney([], [1])).toThrow(RangeError);
  });
});
