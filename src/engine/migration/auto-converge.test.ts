// Auto-converge: when it throttles and how far, and a guest that only then converges.
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunCapture } from '../capture/capture.ts';
import { EventKind } from '../capture/event-kinds.ts';
import { THROTTLE_DEFAULTS } from '../scenario/default-scenario.ts';
import { PRESETS } from '../scenario/presets.ts';
import { AutoConverge } from './auto-converge.ts';
import { queryMigrate } from './query-migrate.ts';
import { runScenario } from './run.ts';
import { traceLines } from './trace-text.ts';

const MS = 1_000_000;
const ON = { ...THROTTLE_DEFAULTS, autoConverge: true };

describe('migration_trigger_throttle()', () => {
  /** Syncs every 1,001 ms with `pages` newly dirty each and 100 pages sent since the one before. */
  function periods(parameters: typeof ON, pages: readonly number[]): (number | null)[] {
    const auto = new AutoConverge(parameters);
    auto.synced(0, 0, 0, 0);
    let throttle = 0;
    return pages.map((count, i) => {
      const percent = auto.synced((i + 1) * 1001 * MS, count, (i + 1) * 100 * 4096, throttle);
      throttle = percent ?? throttle;
      return percent;
    });
  }

  it('waits for the second period above the threshold, then counts anew', () => {
    expect(periods(ON, [51, 51, 51, 51, 51, 51])).toEqual([null, 20, null, 30, null, 40]);
  });

  it('takes periods that do not follow one another', () => {
    expect(periods(ON, [51, 0, 50, 51])).toEqual([null, null, null, 20]);
  });

  it('does nothing at the threshold itself', () => {
    expect(periods(ON, [50, 50, 50])).toEqual([null, null, null]);
  });

  it('goes no further than max-cpu-throttle', () => {
    expect(periods({ ...ON, maxCpuThrottle: 25 }, [60, 60, 60, 60])).toEqual([null, 20, null, 25]);
  });

  it('is off unless the capability is on', () => {
    expect(periods(THROTTLE_DEFAULTS, [90, 90, 90, 90])).toEqual([null, null, null, null]);
  });

  it('reckons at most once a second, with all that came since', () => {
    const auto = new AutoConverge(ON);
    expect(auto.synced(0, 0, 0, 0)).toBe(null);
    expect(auto.synced(500 * MS, 30, 4096, 0)).toBe(null);
    expect(auto.synced(1000 * MS, 30, 4096, 0)).toBe(null);
    expect(auto.synced(1001 * MS, 30, 409_600, 0)).toBe(null);
    expect(auto.synced(2001 * MS, 90, 819_200, 0)).toBe(null);
    expect(auto.synced(2002 * MS, 0, 819_200, 0)).toBe(20);
  });
});

describe('a guest that writes faster than the link carries', () => {
  let without: RunCapture;
  let withIt: RunCapture;
  beforeAll(() => {
    without = runScenario(PRESETS['never-converges']!);
    withIt = runScenario(PRESETS['auto-converge']!);
  });

  const throttles = ({ source: { events } }: RunCapture): number[] => {
    const list: number[] = [];
    for (let i = 0; i < events.length; i++) if (events.kind[i] === EventKind.CpuThrottle) list.push(events.after[i]!);
    return list;
  };

  it('is stopped by the guard, with a downtime far beyond the limit', () => {
    expect(throttles(without)).toEqual([]);
    expect(
      queryMigrate(without, PRESETS['never-converges']!, without.source.events.length, 0).ram['dirty-sync-count'],
    ).toBe(42);
    expect(without.outcome.downtime / MS).toBeGreaterThan(500);
  });

  it('converges when it is throttled to 40 %, which ends with the migration', () => {
    expect(throttles(withIt)).toEqual([20, 30, 40, 0]);
    expect(withIt.outcome).toMatchObject({ status: 'completed', stderr: [] });
    expect(withIt.outcome.downtime / MS).toBeLessThan(100);
  });

  it('sends and receives less meanwhile', () => {
    const { events } = withIt.source;
    const rate = (kind: number, from: number, to: number): number => {
      let count = 0;
      for (let i = 0; i < events.length; i++)
        if (events.kind[i] === kind && events.time[i]! >= from && events.time[i]! < to) count++;
      return count / ((to - from) / 1e9);
    };
    const at = (percent: number): number => {
      for (let i = 0; i < events.length; i++)
        if (events.kind[i] === EventKind.CpuThrottle && events.after[i] === percent) return events.time[i]!;
      throw new Error(`never at ${percent} %`);
    };
    const free = rate(EventKind.GuestDirtyPage, 0, at(20));
    expect(rate(EventKind.GuestDirtyPage, at(30), at(40)) / free).toBeCloseTo(0.7, 1);
    // Its interrupts wait until a vCPU is awake, 10 ms of each period of 14.3 ms.
    let waited = 0;
    for (let i = 0; i < events.length; i++) {
      if (events.kind[i] !== EventKind.GuestReap || events.time[i]! < at(30) || events.time[i]! >= at(40)) continue;
      const into = (events.time[i]! - at(30)) % Math.floor(1_000_000_000 / 70);
      if (into === Math.floor(1_000_000_000 / 70) - 10_000_000) waited++;
    }
    expect(waited).toBeGreaterThan(0);
  });

  it('shows in query-migrate and in the log under QEMU’s names', () => {
    const { events } = withIt.source;
    const row = events.kind.subarray(0, events.length).indexOf(EventKind.CpuThrottle);
    const scenario = PRESETS['auto-converge']!;
    expect(queryMigrate(withIt, scenario, row, 0)['cpu-throttle-percentage']).toBe(0);
    expect(queryMigrate(withIt, scenario, row + 1, 0)['cpu-throttle-percentage']).toBe(20);
    expect(queryMigrate(withIt, scenario, events.length, 0)['cpu-throttle-percentage']).toBe(0);
    const texts = traceLines(withIt, { source: { hasDowntime: true }, destination: { hasDowntime: true } })
      .map((line) => line.slice(line.indexOf(':') + 1))
      .filter((line) => line.includes('throttle'));
    expect(texts).toEqual(
      [20, 30, 40].flatMap((percent) => [
        'migration_throttle ',
        `cpu_throttle_set set guest CPU throttled by ${percent}%`,
      ]),
    );
  });
});
