// Over random scenarios, strategies and interventions: either the destination ends as the source was, value for value and
// byte for byte, or the outcome says what is wrong and why (src/testing/unsaid.ts says what counts). Other seeds by hand:
// SEEDS=1000,500 runs 500 from 1000 on.
import { describe, expect, it } from 'vitest';
import { randomScenario } from '../../testing/random-scenario.ts';
import { unsaid } from '../../testing/unsaid.ts';
import type { RunCapture } from '../capture/capture.ts';
import { listCellText } from '../capture/list-text.ts';
import { isList } from '../capture/lists.ts';
import { EventKind } from '../capture/event-kinds.ts';
import { checkScenario } from '../scenario/check.ts';
import { DEFAULT_NIC_SCENARIO, DEFAULT_SCENARIO } from '../scenario/default-scenario.ts';
import { STRATEGIES, type Scenario } from '../scenario/scenario.ts';
import { differencesOf } from './differences.ts';
import { runScenario } from './run.ts';

const [FROM = 1, COUNT = 40] = (process.env.SEEDS ?? '').split(',').filter(Boolean).map(Number);
const SEEDS = Array.from({ length: COUNT }, (_, i) => FROM + i);

describe('every outcome', () => {
  it.each(SEEDS)('of seed %i is right or says what is wrong', (seed) => {
    const scenario = randomScenario(seed);
    expect(unsaid(scenario, runScenario(scenario))).toEqual([]);
  });

  it('comes of every strategy', () => {
    const drawn = Array.from({ length: 40 }, (_, i) => randomScenario(1 + i).strategy);
    for (const strategy of STRATEGIES) expect(drawn).toContain(strategy);
  });
});

const SMALL: Scenario = {
  ...DEFAULT_SCENARIO,
  machine: { ...DEFAULT_SCENARIO.machine, memoryMiB: 8, filledPerMille: 20 },
  nics: [{ ...DEFAULT_NIC_SCENARIO, peer: 'tap', queuePairs: 2, rss: true }],
  runAfter: 0,
};

function run(changes: Partial<Scenario>): { scenario: Scenario; capture: RunCapture } {
  const result = checkScenario({ ...SMALL, ...changes });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return { scenario: result.scenario, capture: runScenario(result.scenario) };
}

const named = (capture: RunCapture, forgets = false): readonly string[] =>
  differencesOf(capture, forgets).map(({ cell, source, destination, reason }) => {
    const text = (value: number): string => (cell && isList(cell) ? listCellText(capture, cell, value) : `${value}`);
    return `${cell?.name ?? 'page'} ${text(source)} ${text(destination)}: ${reason}`;
  });

describe('what differs is named', () => {
  const reset = [{ at: 20_000_000, action: { do: 'reset', nic: 0 } }];

  it('what a section that is not sent cannot clear: flags, RSS, queues', () => {
    const { scenario, capture } = run({ strategy: 'iterative', interventions: reset });
    expect(unsaid(scenario, capture)).toEqual([]);
    expect(named(capture)).toContain('started 0 1: left by the early load');
    expect(named(capture)).toContain('rss_data.enabled 0 1: left by the early load');
    expect(named(capture).filter((line) => line.startsWith('desc 0 '))).toHaveLength(2);
    expect(new Set(named(capture).map((line) => line.split(': ')[1]))).toEqual(new Set(['left by the early load']));
  });

  it('nothing of it with delta, nor when the early state is reset, nor without an early load', () => {
    for (const strategy of ['delta', 'warm-reset'] as const)
      expect([strategy, named(run({ strategy, interventions: reset }).capture)]).toEqual([strategy, []]);
    expect(named(run({ strategy: 'baseline', interventions: reset }).capture)).toEqual([
      'rss_data.hash_types 63 0: not carried',
      'rss_data.indirections_len 16 0: not carried',
      'rss_data.key 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324252627 none: not carried',
      'rss_data.indirections_table 0 1 0 1 and 12 more none: not carried',
    ]);
  });

  it('VLANs that QEMU 7.2 forgets', () => {
    const { capture } = run({
      strategy: 'baseline',
      source: { ...SMALL.source, qemu: '7.2' },
      destination: { ...SMALL.destination, qemu: '7.2' },
      nics: [{ ...DEFAULT_NIC_SCENARIO, filters: { ...DEFAULT_NIC_SCENARIO.filters, vlans: [7, 9] } }],
    });
    expect(named(capture, true)).toEqual(['vlans 7 9 none: VLANs forgotten']);
    expect(named(capture, false)).toEqual(['vlans 7 9 none: unexplained']);
  });

  it('a page whose bytes were damaged on the way', () => {
    const action = { do: 'flip', section: 'PART ram', occurrence: 1, offset: 30_000, bit: 0 };
    const { scenario, capture } = run({ strategy: 'baseline', interventions: [{ at: 0, action }] });
    expect(unsaid(scenario, capture)).toEqual([]);
    expect(named(capture)).toEqual([expect.stringMatching(/^page \d+ \d+: stream damaged$/)]);
  });
});

describe('the check can fail', () => {
  const { scenario, capture } = run({ strategy: 'baseline' });

  it('a byte of RAM that nothing explains', () => {
    const memory = capture.destination.memory.slice();
    memory[5 * 4096 + 7]! ^= 1;
    const wrong = { ...capture, destination: { ...capture.destination, memory } };
    expect(unsaid(scenario, wrong)).toEqual([
      expect.stringMatching(/^page 5: \d+ at the source, \d+ at the destination: unexplained$/),
    ]);
  });

  it('a value that nothing explains, and one that the strategy cannot have', () => {
    const { events } = capture.destination;
    const mac = capture.cells.find(({ name }) => name === 'mac')!.id;
    const after = events.after.slice();
    for (let row = 0; row < events.length; row++)
      if (events.kind[row] === EventKind.CellSet && events.subject[row] === mac) after[row]!++;
    const wrong = { ...capture, destination: { ...capture.destination, events: { ...events, after } } };
    expect(unsaid(scenario, wrong)).toEqual([expect.stringMatching(/mac \(migrated\): \d+ at .*: unexplained$/)]);
    const left = run({ strategy: 'iterative', interventions: [{ at: 20_000_000, action: { do: 'reset', nic: 0 } }] });
    expect(unsaid({ ...left.scenario, strategy: 'delta' }, left.capture).length).toBeGreaterThan(0);
  });

  it('a failure without a cause', () => {
    const outcome = { ...capture.outcome, status: 'failed', guest: 'source', downtime: -1 } as const;
    const stderr = ['load of migration failed: Invalid argument'];
    const wrong = { ...capture, outcome: { ...outcome, stderr } };
    expect(unsaid(scenario, wrong)).toEqual(['failed with nothing wrong: load of migration failed: Invalid argument']);
    const reason = { ...scenario, destination: { ...scenario.destination, virtioIterative: true } };
    expect(unsaid(reason, wrong)).toEqual(['failed without a cause: load of migration failed: Invalid argument']);
    const twice = { ...capture, outcome: { ...capture.outcome, guest: 'both' } as const };
    expect(unsaid(scenario, twice)).toEqual([
      expect.stringMatching(/^completed with the guest at both and a downtime/),
    ]);
  });
});
