import { describe, expect, it } from 'vitest';
import { runDocument } from '../testing/documents.ts';
import { firstPassBytes, runProgress } from './run-progress.ts';

describe('the progress of a run', () => {
  const machine = { ...runDocument().scenario.machine, memoryMiB: 1, filledPerMille: 500 };
  const workload = { ...runDocument().scenario.workload, dirtyPagesPerSecond: 0 };
  it('counts on one pass: 128 pages with data, 128 zero pages, and the rest', () => {
    expect(firstPassBytes({ machine, workload })).toBe(128 * 4104 + 128 * 9 + 300_000);
  });
  it('counts the pages that are written meanwhile', () => {
    const busy = { ...workload, dirtyPagesPerSecond: 1, workingSetPages: 10 };
    expect(firstPassBytes({ machine, workload: busy })).toBe(138 * 4104 + 128 * 9 + 300_000);
  });
  it('moves the end on when there is more', () => {
    expect(runProgress({ machine, workload, name: 'x' }, 1000)).toEqual({
      label: 'Running x',
      done: 1000,
      total: 826_464,
      isGuess: true,
    });
    expect(runProgress({ machine, workload, name: 'x' }, 10_000_000).total).toBe(10_500_000);
  });
  it('is near what a run writes', () => {
    const run = runDocument();
    const written = run.stream.length;
    expect(runProgress(run.scenario, written).total / written).toBeGreaterThan(1);
    expect(firstPassBytes(run.scenario) / written).toBeGreaterThan(0.25);
    expect(firstPassBytes(run.scenario) / written).toBeLessThan(4);
  });
});
