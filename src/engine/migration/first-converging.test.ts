// First values: what the runs find converges when it is run and its neighbour does not; limits are the check's.
import { describe, expect, it } from 'vitest';
import { checkScenario } from '../scenario/check.ts';
import { DEFAULT_SCENARIO } from '../scenario/default-scenario.ts';
import { PRESETS } from '../scenario/presets.ts';
import type { Scenario } from '../scenario/scenario.ts';
import {
  CONVERGENCE_PARAMETERS,
  convergenceParameter,
  firstByEstimate,
  firstByRuns,
  hasConverged,
  isEstimatedToConverge,
  type FoundValue,
} from './first-converging.ts';
import { runSource } from './source.ts';

const NEVER: Scenario = PRESETS['never-converges']!;
const parameter = (name: string) => convergenceParameter(name)!;
const runs = (scenario: Scenario): boolean => hasConverged(runSource(scenario, () => undefined).side);

/** Answers every trial by `converges`. */
function search(scenario: Scenario, name: string, converges: (value: number) => boolean): FoundValue {
  const trials = firstByRuns(scenario, parameter(name));
  let step = trials.next();
  while (!step.done) {
    expect(checkScenario(step.value.scenario).ok).toBe(true);
    step = trials.next(converges(step.value.value));
  }
  return step.value;
}

describe('parameters', () => {
  it.each(CONVERGENCE_PARAMETERS.map((one) => [one.name, one] as const))(
    '%s: writes what it reads, within limits of the check',
    (_, { helps, low, high, read, write }) => {
      const today = read(NEVER);
      expect(checkScenario(write(NEVER, today)).ok).toBe(true);
      const better = helps === 'up' ? today + 1 : Math.max(low, today - 1);
      expect(read(write(NEVER, better))).toBe(better);
      const end = helps === 'up' ? high : low;
      const result = checkScenario(write(NEVER, end));
      const messages = result.ok ? [] : result.problems.map(({ message }) => message);
      expect(messages.filter((message) => message.startsWith('must be a whole number'))).toEqual([]);
    },
  );
});

describe('by the closed form', () => {
  it('a converging scenario keeps its value', () => {
    expect(firstByEstimate(DEFAULT_SCENARIO, parameter('bandwidth'))).toBe(12_500_000);
  });

  it.each(['bandwidth', 'downtimeLimit', 'dirtyPagesPerSecond', 'workingSetPages'])(
    '%s: the value converges, its neighbour does not',
    (name) => {
      const { write, helps } = parameter(name);
      const value = firstByEstimate(NEVER, parameter(name))!;
      expect(isEstimatedToConverge(write(NEVER, value))).toBe(true);
      expect(isEstimatedToConverge(write(NEVER, helps === 'up' ? value - 1 : value + 1))).toBe(false);
    },
  );

  it('knows when none does', () => {
    expect(firstByEstimate(NEVER, parameter('memoryMiB'))).toBeNull();
  });
});

describe('by runs', () => {
  it.each(['dirtyPagesPerSecond', 'workingSetPages'])('%s: verified by the runs themselves', (name) => {
    const found = search(NEVER, name, (value) => runs(parameter(name).write(NEVER, value)));
    if (found.kind !== 'found') throw new Error(found.kind);
    expect(runs(parameter(name).write(NEVER, found.value))).toBe(true);
    expect(runs(parameter(name).write(NEVER, found.worse))).toBe(false);
    expect(found.worse - found.value).toBe(1);
    expect(found.trials).toBeLessThan(20);
  });

  it('stops at once when the run converges as it is', () => {
    expect(search(DEFAULT_SCENARIO, 'bandwidth', () => true)).toEqual({ kind: 'already', value: 12_500_000 });
  });

  it('tries the end of the range, as far as the other values let it go, and gives up', () => {
    expect(search(NEVER, 'memoryMiB', () => false)).toEqual({ kind: 'none', value: 10, trials: 2 });
  });

  it.each([5_000_000, 7_052_801, 40_000_000, 49_999_999_999])('finds %i bytes/s to a thousandth', (first) => {
    const found = search(NEVER, 'bandwidth', (value) => value >= first);
    if (found.kind !== 'found') throw new Error(found.kind);
    expect(found.value).toBeGreaterThanOrEqual(first);
    expect(found.worse).toBeLessThan(first);
    expect((found.value - found.worse) / found.value).toBeLessThanOrEqual(0.001);
    expect(found.trials).toBeLessThan(30);
  });
});
