// query-migrate at any moment: sums agree with the stream and the outcome, windows and rates stand still as QEMU's do.
import { describe, expect, it } from 'vitest';
import { EventKind } from '../capture/event-kinds.ts';
import { DEFAULT_SCENARIO } from '../scenario/default-scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { queryMigrate, type MigrationInfo } from './query-migrate.ts';
import { runScenario } from './run.ts';

const capture = runScenario(DEFAULT_SCENARIO);
const { events } = capture.source;
const at = (count: number): MigrationInfo =>
  queryMigrate(capture, DEFAULT_SCENARIO, count, events.time[Math.max(0, count - 1)]!);
const rows = (kind: number): number[] =>
  Array.from({ length: events.length }, (_, row) => row).filter((row) => events.kind[row] === kind);

describe('query-migrate', () => {
  it('is all zero before the first event, with the limit as expected downtime', () => {
    const { status, ram, ...rest } = at(0);
    expect(status).toBe('none');
    expect(ram).toEqual({
      transferred: 0,
      remaining: 0,
      total: capture.source.memory.length,
      duplicate: 0,
      normal: 0,
      'normal-bytes': 0,
      'dirty-pages-rate': 0,
      mbps: 0,
      'dirty-sync-count': 0,
      'page-size': 4096,
      'precopy-bytes': 0,
      'downtime-bytes': 0,
      'pages-per-second': 0,
    });
    expect(rest['expected-downtime']).toBe(DEFAULT_SCENARIO.migration.downtimeLimit);
    expect([rest['setup-time'], rest.downtime, rest['cpu-throttle-percentage']]).toEqual([0, 0, 0]);
  });

  it('at the end agrees with the stream and the outcome', () => {
    const { status, ram, ...rest } = at(events.length);
    expect(status).toBe('completed');
    expect(ram.transferred).toBe(capture.stream.length);
    expect(ram.duplicate + ram.normal).toBe(rows(EventKind.PageSend).length);
    expect(ram['precopy-bytes'] + ram['downtime-bytes']).toBe(ram.transferred);
    expect(ram.remaining).toBe(0);
    expect(ram['dirty-sync-count']).toBe(rows(EventKind.PassStart).length);
    expect(rest['total-time']).toBe(Math.floor(capture.outcome.totalTime / 1e6));
    expect(rest.downtime).toBe(Math.floor(capture.outcome.downtime / 1e6));
  });

  it('bandwidth is 0 until a window of 100 ms has ended, then that of the threshold', () => {
    const tests = rows(EventKind.CompletionTest);
    const first = tests.find((row) => events.after[row]! > 0)!;
    expect(at(first).ram.mbps).toBe(0);
    const { ram } = at(first + 1);
    // threshold = bytes per ms x limit, rounded down
    const perMs = (ram.mbps * 1e6) / 8 / 1000;
    expect(Math.abs(perMs * DEFAULT_SCENARIO.migration.downtimeLimit - events.after[first]!)).toBeLessThan(5000);
  });

  it('takes what a person did: throttle and limit', () => {
    const scenario: Scenario = {
      ...DEFAULT_SCENARIO,
      interventions: [
        { at: 50_000_000, action: { do: 'throttle', percent: 40 } },
        { at: 60_000_000, action: { do: 'downtime-limit', limit: 77 } },
      ],
    };
    const run = runScenario(scenario);
    const when = run.source.events.kind.lastIndexOf(EventKind.Intervention);
    const info = queryMigrate(run, scenario, when + 1, 60_000_000);
    expect([info['cpu-throttle-percentage'], info['expected-downtime']]).toEqual([40, 77]);
    expect(queryMigrate(run, scenario, 10, 0)['cpu-throttle-percentage']).toBe(0);
  });
});
