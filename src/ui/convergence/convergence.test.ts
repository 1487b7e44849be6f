// The drawing's lines: the closed form falls in each pass and rises at its end, the axis has few steps.
import { describe, expect, it } from 'vitest';
import { estimateConvergence } from '../../engine/migration/convergence.ts';
import { convergenceInputOf } from '../../engine/migration/convergence-input.ts';
import { DEFAULT_SCENARIO } from '../../engine/scenario/default-scenario.ts';
import { estimateCorners, logTicks } from './scales.ts';
import { valueText } from './value-text.ts';

describe('the closed form as a line', () => {
  const estimate = estimateConvergence(convergenceInputOf(DEFAULT_SCENARIO));
  const corners = estimateCorners(estimate, 1000);

  it('begins with all of RAM and ends with what is left', () => {
    expect(corners[0]).toEqual({ time: 1000, bytes: 4178 * 4096 });
    expect(corners.at(-1)!.bytes).toBe(estimate.remaining);
    const last = estimate.passes.at(-1)!;
    expect(corners.at(-1)!.time).toBe(1000 + last.start + last.duration);
  });

  it('falls inside a pass and never goes back in time', () => {
    for (let i = 1; i < corners.length; i++) {
      const [before, now] = [corners[i - 1]!, corners[i]!];
      expect(now.time).toBeGreaterThanOrEqual(before.time);
      if (now.time > before.time) expect(now.bytes).toBeLessThan(before.bytes);
    }
  });
});

describe('the axis', () => {
  it.each([
    [4096, 16_777_216, [4096, 16384, 65536, 262144, 1048576, 4194304, 16777216]],
    [4096, 4096, [4096]],
    [4096, 2 ** 31, [4096, 65536, 1048576, 16777216, 268435456, 4294967296]],
  ])('from %i to %i', (low, high, ticks) => {
    expect(logTicks(low, high)).toEqual(ticks);
  });
});

it.each([
  [7_195_901, 'bytes/s', '57.567 Mbit/s'],
  [250_000_000, 'bytes/s', '2.000 Gbit/s'],
  [302, 'ms', '302 ms'],
  [1043, 'pages/s', '1,043 pages/s'],
  [155, 'per mille', '15.5 %'],
])('%i %s is said as %s', (value, unit, text) => {
  expect(valueText(value, unit)).toBe(text);
});
