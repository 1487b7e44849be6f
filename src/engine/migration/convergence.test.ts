// The closed form by itself: known sums, monotone answers, and ends that are bounded.
import { describe, expect, it } from 'vitest';
import { estimateConvergence, expectedDirty, type ConvergenceInput } from './convergence.ts';

const INPUT: ConvergenceInput = {
  pages: 4096,
  dataPages: 1000,
  dirtyPerSecond: 1200,
  workingSet: 400,
  alwaysDirty: 0,
  turnPages: 0,
  turnPagesPerSecond: 0,
  bandwidth: 12_500_000,
  downtimeLimit: 12,
  maxPasses: 100,
};

describe('expectedDirty', () => {
  it.each([
    [400, 0, 0],
    [400, 1, 1],
    [2, 2, 1.5],
    [1, 50, 1],
    [0, 5, 0],
  ])('of %i pages, %i writes hit %d', (workingSet, writes, pages) => {
    expect(expectedDirty(workingSet, writes)).toBeCloseTo(pages, 9);
  });

  it('never says more than the working set, nor more than the writes', () => {
    for (const writes of [1, 10, 1000, 100_000]) {
      expect(expectedDirty(400, writes)).toBeLessThanOrEqual(Math.min(400, writes) + 1e-9);
    }
    expect(expectedDirty(400, 1e9)).toBeCloseTo(400, 6);
  });
});

describe('estimateConvergence', () => {
  it('sends all of RAM first: data pages with 8 bytes in front, zero pages in 9', () => {
    const { passes, threshold } = estimateConvergence(INPUT);
    expect(passes[0]).toMatchObject({ pass: 1, pages: 4096, bytes: 1000 * 4104 + 3096 * 9, start: 0 });
    expect(threshold).toBe(150_000);
  });

  it('gets less from pass to pass until what is left fits', () => {
    const { passes, converges, remaining, threshold, downtime } = estimateConvergence(INPUT);
    expect(converges).toBe(true);
    expect(remaining).toBeLessThan(threshold);
    for (let i = 1; i < passes.length; i++) expect(passes[i]!.pages).toBe(passes[i - 1]!.dirtyAfter);
    expect(passes.map(({ pages }) => pages)).toEqual([...passes.map(({ pages }) => pages)].sort((a, b) => b - a));
    expect(downtime).toBeLessThan(13_000_000);
  });

  it('sees that a working set written faster than it is sent stays dirty', () => {
    const { converges, passes } = estimateConvergence({ ...INPUT, dirtyPerSecond: 100_000 });
    expect(converges).toBe(false);
    expect(passes.length).toBeLessThan(10);
  });

  it('gives up after maxPasses', () => {
    const slow = estimateConvergence({ ...INPUT, downtimeLimit: 0, maxPasses: 7 });
    expect(slow.passes.length).toBeLessThanOrEqual(7);
    expect(slow.converges).toBe(false);
  });
});
