// The cost model at work in a run: the sections of the stop take what the calibration says, each mechanism can be switched
// off, and the neighbours' sections are there with real bytes.
import { describe, expect, it } from 'vitest';
import type { RunCapture } from '../../capture/capture.ts';
import { EventKind } from '../../capture/event-kinds.ts';
import { inspect } from '../../inspect/inspect.ts';
import { unownedBytes } from '../../inspect/ownership.ts';
import { checkScenario } from '../../scenario/check.ts';
import { costParameters, type CostScenario } from '../../scenario/cost-calibrations.ts';
import { ALL_MECHANISMS, type CostMechanisms } from '../../scenario/cost-parameters.ts';
import { DEFAULT_NIC_SCENARIO, DEFAULT_SCENARIO } from '../../scenario/default-scenario.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { runScenario } from '../run.ts';

const MEASURED_LIKE: Scenario = {
  ...DEFAULT_SCENARIO,
  machine: { ...DEFAULT_SCENARIO.machine, memoryMiB: 8, neighbours: true },
  nics: [{ ...DEFAULT_NIC_SCENARIO, peer: 'tap', queuePairs: 4 }],
  workload: { ...DEFAULT_SCENARIO.workload, rxPerSecond: 0, txPerSecond: 0, dirtyPagesPerSecond: 0 },
  runAfter: 0,
};

function run(change: Partial<Scenario>): RunCapture {
  const result = checkScenario({ ...MEASURED_LIKE, ...change });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return runScenario(result.scenario);
}

/** Modelled time of the FULL section whose name ends so, ns. */
function load({ destination: { events, names } }: RunCapture, name: string): number {
  for (let i = 0; i < events.length; i++) {
    if (events.kind[i] !== EventKind.SectionLoadStart || events.before[i] !== 4) continue;
    if (!names[events.after[i]!]!.endsWith(name)) continue;
    for (let j = i; j < events.length; j++) if (events.kind[j] === EventKind.SectionLoadEnd) return events.after[j]!;
  }
  throw new Error(`no FULL section ${name}`);
}

/** Median over 21 seeds. */
function median(change: Partial<Scenario>, name: string): number {
  const values = Array.from({ length: 21 }, (_, i) => load(run({ ...change, seed: 100 + i }), name));
  return values.sort((a, b) => a - b)[10]!;
}

const cost = (change: Partial<CostMechanisms>): CostScenario => ({
  ...MEASURED_LIKE.cost,
  mechanisms: { ...ALL_MECHANISMS, ...change },
});

describe('loads of a run, calibrated on measurements, within 15 % of their medians', () => {
  it.each([
    ['/virtio-net', 1393, 639],
    ['/vga', 654, 739],
    ['/virtio-console', 1302, 1484],
    ['/virtio-scsi', 1366, 1533],
  ])('%s: %i µs without, %i µs with the early load', (name, plain, early) => {
    for (const [strategy, us] of [
      ['baseline', plain],
      ['iterative', early],
    ] as const)
      expect(Math.abs(median({ strategy }, name) / 1000 / us - 1)).toBeLessThan(0.15);
  });

  it('a device that the guest never touched gains nothing', () => {
    const nics = [{ ...MEASURED_LIKE.nics[0]!, driver: false }];
    const still = { ...cost({}), set: { 'spread.virtio-net': 0 } };
    const without = load(run({ strategy: 'baseline', nics, cost: still }), '/virtio-net');
    expect(load(run({ strategy: 'iterative', nics, cost: still }), '/virtio-net')).toBe(without);
  });
});

describe('mechanisms', () => {
  it.each(['barMapping', 'arrays', 'firstTouch', 'cache'] as const)('%s is on a switch of its own', (name) => {
    const base = { strategy: 'baseline', cost: { ...cost({}), set: { 'spread.virtio-net': 0 } } } as const;
    const off = { ...base, cost: { ...cost({ [name]: false }), set: { 'spread.virtio-net': 0 } } };
    expect(load(run(off), '/virtio-net')).toBeLessThan(load(run(base), '/virtio-net'));
  });

  it('a parameter can be set by its path', () => {
    const set = { 'spread.virtio-net': 0, 'barMapping.perView': 0 };
    const mapped = load(run({ strategy: 'baseline', cost: { ...cost({}), set } }), '/virtio-net');
    const off = load(run({ strategy: 'baseline', cost: { ...cost({ barMapping: false }), set } }), '/virtio-net');
    // Without rebuilds nothing of the address-space code is brought into the cache either.
    expect(mapped - off).toBe(700 * 100);
  });

  it('a path that is none is refused', () => {
    const result = checkScenario({ ...MEASURED_LIKE, cost: { ...cost({}), set: { 'barMapping.perMoon': 1 } } });
    expect(result).toMatchObject({ ok: false, problems: [{ path: 'cost.set.barMapping.perMoon' }] });
  });
});

describe('steps between loads', () => {
  const { steps } = costParameters(DEFAULT_SCENARIO.cost);
  const base: Scenario = {
    ...DEFAULT_SCENARIO,
    strategy: 'delta',
    machine: { ...DEFAULT_SCENARIO.machine, memoryMiB: 8, filledPerMille: 50 },
    switches: { ...DEFAULT_SCENARIO.switches, switchoverAck: true },
    link: { ...DEFAULT_SCENARIO.link, latency: 80_000_000 },
    workload: { ...DEFAULT_SCENARIO.workload, rxPerSecond: 0, txPerSecond: 0, dirtyPagesPerSecond: 0 },
  };
  const ended = (set: Readonly<Record<string, number>>): readonly number[] => {
    const result = checkScenario({ ...base, cost: { ...base.cost, set } });
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    const { outcome, source } = runScenario(result.scenario);
    return [outcome.totalTime, source.events.length];
  };
  const usual = ended({});

  it.each(Object.entries<number>({ ...steps }))(
    '%s is a parameter of the scenario: another value is another run',
    (name, value) => {
      expect(ended({ [`steps.${name}`]: value })).toEqual(usual);
      expect(ended({ [`steps.${name}`]: value + 3_000_000 })).not.toEqual(usual);
    },
  );

  it('may all cost nothing: time goes on all the same', () => {
    const nothing = Object.fromEntries(Object.keys(steps).map((name) => [`steps.${name}`, 0]));
    expect(ended(nothing)[0]).toBeGreaterThan(160_000_000);
  });
});

describe('neighbours', () => {
  const capture = run({});

  it('stand behind the NIC with real bytes, every one of them named', () => {
    const names = capture.source.names.filter((name) => name.startsWith('0000:00:0'));
    expect(names.slice(-4)).toEqual([
      '0000:00:02.0/vga',
      '0000:00:04.0/virtio-console',
      '0000:00:05.0/virtio-scsi',
      '0000:00:05.0/0:0:0/scsi-disk',
    ]);
    const inspection = inspect(capture.stream);
    expect(inspection.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(unownedBytes(inspection.spans, capture.stream.length)).toBe(0);
  });

  it('are machine pc’s only, and their slots are theirs', () => {
    const q35 = checkScenario({ ...MEASURED_LIKE, machine: { ...MEASURED_LIKE.machine, type: 'q35' } });
    expect(q35).toMatchObject({
      ok: false,
      problems: [{ path: 'machine.neighbours', message: 'needs machine.type pc' }],
    });
    const slot = checkScenario({ ...MEASURED_LIKE, nics: [{ ...MEASURED_LIKE.nics[0]!, slot: 4 }] });
    expect(slot).toMatchObject({ ok: false, problems: [{ path: 'nics.0.slot' }] });
  });
});
