// The curve of a run agrees with its events, and with the closed form where that can be exact.
import { describe, expect, it } from 'vitest';
import { EventKind } from '../capture/event-kinds.ts';
import type { EventColumns } from '../capture/event-log.ts';
import { DEFAULT_SCENARIO } from '../scenario/default-scenario.ts';
import { PRESETS } from '../scenario/presets.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { convergenceCurve } from './convergence-curve.ts';
import { bandwidthOf, convergenceInputOf } from './convergence-input.ts';
import { estimateConvergence } from './convergence.ts';
import { runSource } from './source.ts';

const eventsOf = (scenario: Scenario): EventColumns => runSource(scenario, () => undefined).side.events;
const events = eventsOf(DEFAULT_SCENARIO);
const curve = convergenceCurve(events);
const count = (kind: number): number => events.kind.slice(0, events.length).filter((each) => each === kind).length;

describe('the curve of the default run', () => {
  it('has a pass for each dirty sync, end to end', () => {
    expect(curve.passes).toHaveLength(count(EventKind.PassStart));
    for (let i = 1; i < curve.passes.length; i++) {
      expect(curve.passes[i]!.start).toBe(curve.passes[i - 1]!.end);
      expect(curve.passes[i]!.due).toBe(curve.passes[i - 1]!.dirtyAfter);
    }
  });

  it('sends every page that the events have', () => {
    expect(curve.passes.reduce((sum, { pages }) => sum + pages, 0)).toBe(count(EventKind.PageSend));
    expect(curve.passes[0]).toMatchObject({ pass: 1, due: 4178 * 4096, pages: 4178, throttle: 0 });
  });

  it('ends because what was left fits, with nothing left', () => {
    expect(curve.ending).toBe('fits');
    const last = curve.passes.findLast(({ end }) => end <= curve.stoppedAt)!;
    expect(last.dirtyAfter).toBeLessThan(last.threshold);
    expect(curve.left.at(-1)).toBe(0);
    expect(curve.time.every((time, i) => i === 0 || time >= curve.time[i - 1]!)).toBe(true);
  });

  it('measures a threshold near bandwidth × downtime-limit', () => {
    const exact = (bandwidthOf(DEFAULT_SCENARIO) * DEFAULT_SCENARIO.migration.downtimeLimit) / 1000;
    expect(curve.thresholds[0]!.time).toBeGreaterThan(100_000_000);
    for (const { bytes } of curve.thresholds) expect(Math.abs(bytes - exact) / exact).toBeLessThan(0.02);
  });

  it('stays close to the closed form', () => {
    const { passes, converges } = estimateConvergence(convergenceInputOf(DEFAULT_SCENARIO));
    expect(converges).toBe(true);
    expect(passes[0]!.pages).toBe(curve.passes[0]!.pages);
    expect(Math.abs(passes[0]!.duration / (curve.passes[0]!.end - curve.passes[0]!.start) - 1)).toBeLessThan(0.05);
    expect(Math.abs(passes[0]!.dirtyAfter / (curve.passes[0]!.dirtyAfter / 4096) - 1)).toBeLessThan(0.05);
  });
});

it('a run that never converges ends by the guard, a throttled one fits', () => {
  const never = convergenceCurve(eventsOf(PRESETS['never-converges']!));
  expect(never.ending).toBe('guard');
  expect(never.passes.length).toBe(PRESETS['never-converges']!.migration.maxPasses + 2);
  const throttled = convergenceCurve(eventsOf(PRESETS['auto-converge']!));
  expect(throttled.ending).toBe('fits');
  expect(throttled.passes.at(-2)!.throttle).toBeGreaterThan(20);
});

it('a cancelled run has no ending', () => {
  const interventions = [{ at: 100_000_000, action: { do: 'cancel' } }];
  const cancelled = convergenceCurve(eventsOf({ ...DEFAULT_SCENARIO, interventions }));
  expect(cancelled).toMatchObject({ ending: 'none', stoppedAt: -1 });
  expect(cancelled.passes).toHaveLength(1);
});
