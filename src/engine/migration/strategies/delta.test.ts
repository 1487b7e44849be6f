// Delta: how little the FULL section needs, what a PART carries, and that what is gone is gone at the destination.
import { describe, expect, it } from 'vitest';
import type { RunCapture } from '../../capture/capture.ts';
import { SideState } from '../../capture/seek.ts';
import { childrenOf } from '../../capture/span-query.ts';
import { SpanKind } from '../../capture/spans.ts';
import { describeFrame } from '../../inspect/describe-frame.ts';
import { inspect } from '../../inspect/inspect.ts';
import { verify } from '../../inspect/reencode.ts';
import { inspectionText } from '../../inspect/to-text.ts';
import { checkScenario } from '../../scenario/check.ts';
import type { Intervention } from '../../scenario/action-groups.ts';
import { DEFAULT_SCENARIO } from '../../scenario/default-scenario.ts';
import { PRESETS } from '../../scenario/presets.ts';
import { STRATEGIES, type Scenario, type Strategy } from '../../scenario/scenario.ts';
import { loadIntoVm } from '../waiting-vm.ts';
import { matchingVm } from '../matching-vm.ts';
import { runScenario } from '../run.ts';

const DELTA: Scenario = { ...DEFAULT_SCENARIO, strategy: 'delta', runAfter: 0 };
const MS = 1_000_000;

function run(changes: Partial<Scenario>): RunCapture {
  const result = checkScenario({ ...DELTA, ...changes });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return runScenario(result.scenario);
}

const at = (ms: number, action: Intervention['action']): Intervention => ({ at: ms * MS, action });

/** Names of the groups of the records in each section that has some, after `PART` or `FULL`. */
function records({ stream }: RunCapture): readonly string[] {
  const { sections, spans } = inspect(stream);
  const out: string[] = [];
  for (const { row, type } of sections) {
    const list = childrenOf(spans, row).find((child) => spans.names[spans.name[child]!] === 'records');
    if (list === undefined) continue;
    const groups: string[] = [];
    for (let at_ = list; at_ < spans.next[list]!; at_++)
      if (spans.kind[at_] === SpanKind.Vmstate && spans.names[spans.name[at_]!]!.startsWith('virtio-net-delta/'))
        groups.push(spans.names[spans.name[at_]!]!.slice('virtio-net-delta/'.length));
    out.push(`${type === 2 ? 'PART' : 'FULL'} ${groups.join(' ')}`);
  }
  return out;
}

function ends(
  { cells, arena, stream, ...sides }: RunCapture,
  side: 'source' | 'destination',
): (name: string) => number {
  const state = new SideState(sides[side], arena, stream);
  state.seek(sides[side].events.length);
  return (name) => state.values[cells.find((cell) => cell.name === name)!.id]!;
}

describe('the default scenario', () => {
  const capture = run({});
  const inspection = inspect(capture.stream);
  const full = inspection.sections.find(({ idstr }) => idstr.endsWith('/virtio-net'))!;

  it('has a FULL section of 94 bytes, where the RFC has 46,214', () => {
    expect(full).toMatchObject({ type: 4, versionId: 12, complete: true });
    const of = (strategy: Strategy): number => {
      const { sections } = inspect(run({ strategy }).stream);
      const last = sections.filter(({ idstr, type }) => idstr.endsWith('/virtio-net') && type === 4).at(-1)!;
      return last.end - last.start;
    };
    expect(STRATEGIES.map((strategy) => [strategy, of(strategy)])).toEqual([
      ['baseline', 46_214],
      ['iterative', 46_214],
      ['early-vmsd', 46_214],
      ['delta', 94],
      ['warm-reset', 46_214],
    ]);
  });

  it('says nothing in its PARTs, and at the end where the queues stand', () => {
    expect(records(capture)).toEqual(['FULL last_avail_idx last_avail_idx last_avail_idx']);
  });

  it('names both capabilities, and one field in the description', () => {
    expect(inspection.capabilities).toEqual(['virtio-iterative', 'x-virtio-delta']);
    const { devices } = inspection.description as { devices: readonly { name: string }[] };
    expect(devices.find(({ name }) => name.endsWith('/virtio-net'))).toEqual({
      name: '0000:00:03.0/virtio-net',
      instance_id: 0,
      vmsd_name: 'virtio-net',
      version: 12,
      fields: [{ name: 'virtio-delta', type: 'virtio-delta', size: 52 }],
    });
  });

  it('has the shortest modelled downtime', () => {
    const downtimes = STRATEGIES.map((strategy) => [strategy, run({ strategy }).outcome.downtime] as const);
    const best = downtimes.reduce((a, b) => (b[1] < a[1] ? b : a));
    expect(best[0]).toBe('delta');
  });
});

describe('what the guest does in the middle', () => {
  const mac = at(150, { do: 'set-mac', nic: 0, mac: '52:54:00:ab:cd:ef' });

  it('travels in the next PART, once', () => {
    const capture = run({ interventions: [mac] });
    expect(records(capture)).toEqual([
      expect.stringMatching(/^PART (isr |status |vector )*last_avail_idx.* mac/),
      expect.stringMatching(/^FULL (?!.*mac)/),
    ]);
    expect(ends(capture, 'destination')('mac')).toBe(0x525400abcdef);
  });

  it('and is not lost when it comes in the stop', () => {
    const { stream, outcome, ...rest } = run({
      interventions: [at(150, { do: 'reset', nic: 0 }), at(160, { do: 'reload', nic: 0 }), mac],
    });
    expect(outcome).toMatchObject({ status: 'completed', stderr: [] });
    const inspection = inspect(stream);
    expect(inspection.diagnostics.map(({ severity }) => severity)).toEqual(['note']);
    expect(verify(stream, inspection)).toMatchObject({ owned: stream.length, differ: 0 });
    const { devices, outcome: loaded } = loadMatching(stream);
    expect([loaded, devices.map(({ broken }) => broken)]).toEqual(['completed', [false]]);
    expect(rest.cells.length).toBeGreaterThan(50);
  });

  it('a reset leaves nothing behind, unlike with the RFC', () => {
    const interventions = [at(150, { do: 'reset', nic: 0 })];
    const started = (strategy: Strategy): readonly number[] => {
      const capture = run({ strategy, interventions });
      expect(capture.outcome).toMatchObject({ status: 'completed', stderr: [] });
      return [ends(capture, 'source')('started'), ends(capture, 'destination')('started')];
    };
    expect(started('iterative')).toEqual([0, 1]);
    expect(started('early-vmsd')).toEqual([0, 1]);
    expect(started('delta')).toEqual([0, 0]);
  });

  it('a NIC that is gone before is left out', () => {
    const { outcome, stream } = run({ interventions: [at(0, { do: 'unplug', nic: 0 })] });
    expect(outcome.status).toBe('completed');
    expect(inspect(stream).sections.some(({ idstr }) => idstr.includes('virtio-net'))).toBe(false);
  });
});

describe('on one side only', () => {
  it('the capabilities differ', () => {
    const { outcome } = run({ destination: { ...DELTA.destination, virtioIterative: false } });
    expect(outcome.stderr).toEqual([
      'Capability virtio-iterative is off, but received capability is on',
      'load of migration failed: Invalid argument',
    ]);
  });

  it('a destination with the RFC alone refuses its name', () => {
    const { stream } = run({});
    const { config, machineDevices } = matchingVm(stream);
    const { stderr } = loadIntoVm(stream, { ...config, capabilities: ['virtio-iterative'] }, machineDevices);
    expect(stderr[0]).toBe('Capability x-virtio-delta is off, but received capability is on');
  });
});

describe('a damaged FULL section', () => {
  const flip = (offset: number, bit: number) =>
    run({
      interventions: [at(0, { do: 'flip', section: 'FULL 0000:00:03.0/virtio-net', occurrence: 1, offset, bit })],
    }).outcome.stderr;
  const failed = [
    "error while loading state for instance 0x0 of device '0000:00:03.0/virtio-net'",
    'load of migration failed: Invalid argument',
  ];

  it.each([
    [37 + 7, 3, 'virtio_net_load_final: flag 0xffffffffef20000c where 0xffffffffef200004 is due'],
    [37 + 8 + 4 + 2 + 1, 7, 'virtio_net_load_delta: unknown group 0x89'],
    [37 + 8 + 4 + 2 + 3, 6, 'virtio_net_load_final: flag 0x40000000000 where 0xffffffffef200001 is due'],
  ])('byte %i, bit %i: %s', (offset, bit, words) => {
    const stderr = flip(offset, bit);
    if (words.includes('0x400')) expect(stderr).not.toEqual([]);
    else expect(stderr).toEqual([words, ...failed]);
  });
});

it('every preset of another strategy runs with delta too, and QEMU’s words are none', () => {
  for (const name of ['q10-iterative-packed', 'q10-iterative-change', 'q10-iterative-2nics', 'q10-vhost-iterative']) {
    const { outcome } = run({ ...PRESETS[name], strategy: 'delta', runAfter: 0 });
    expect([name, outcome.status, outcome.stderr]).toEqual([name, 'completed', []]);
  }
});

it('is marked as a proposal wherever its stream is read', () => {
  const { stream } = run({});
  const inspection = inspect(stream);
  expect(inspection.diagnostics).toEqual([
    expect.objectContaining({
      severity: 'note',
      offset: 8,
      message: 'Capability x-virtio-delta is a proposal of this project',
    }),
  ]);
  const texts = [...inspection.frames].map((row) => describeFrame(inspection, row));
  expect(texts.find(({ type }) => type === 'CONFIG')!.note).toBe('virtio-iterative, x-virtio-delta (proposal)');
  expect(texts.find(({ flag }) => flag === 'FINAL')!.note).toBe('a proposal');
  const text = [...inspectionText(stream, inspection, 1)].join('\n');
  expect(text).toContain('Capability x-virtio-delta is a proposal of this project');
});

function loadMatching(stream: Uint8Array) {
  const { config, machineDevices } = matchingVm(stream);
  return loadIntoVm(stream, config, machineDevices);
}
