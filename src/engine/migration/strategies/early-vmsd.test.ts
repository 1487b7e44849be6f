// Early VMSD: one FULL section more, in setup and in the description, and what the property on one side comes to.
import { describe, expect, it } from 'vitest';
import { EventKind } from '../../capture/event-kinds.ts';
import { inspect } from '../../inspect/inspect.ts';
import { verify } from '../../inspect/reencode.ts';
import { checkScenario } from '../../scenario/check.ts';
import { DEFAULT_SCENARIO } from '../../scenario/default-scenario.ts';
import { PRESETS } from '../../scenario/presets.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { runScenario } from '../run.ts';

const EARLY: Scenario = {
  ...PRESETS['early-vmsd']!,
  machine: { ...DEFAULT_SCENARIO.machine, memoryMiB: 8, filledPerMille: 20 },
  runAfter: 0,
};
const IDSTR = '0000:00:03.0/virtio-net-early';

function run(changes: Partial<Scenario>) {
  const result = checkScenario({ ...EARLY, ...changes });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return runScenario(result.scenario);
}

describe('on both sides', () => {
  const { stream, destination, outcome } = run({});
  const inspection = inspect(stream);
  const { sections } = inspection;
  const [ram, early] = sections;

  it('is the second section, a FULL before any page, with the id before that of the NIC', () => {
    expect(outcome).toMatchObject({ status: 'completed', stderr: [], guestErrors: [] });
    const last = sections.find(({ idstr }) => idstr === '0000:00:03.0/virtio-net')!;
    expect(ram).toMatchObject({ type: 1, idstr: 'ram' });
    expect(early).toMatchObject({ type: 4, idstr: IDSTR, instanceId: 0, versionId: 11, sectionId: last.sectionId - 1 });
    expect(sections.filter(({ idstr }) => idstr === IDSTR)).toHaveLength(1);
    expect(inspection.capabilities).toEqual([]);
  });

  it('has the first entry of the description, with its size', () => {
    const { devices } = inspection.description as { devices: readonly Record<string, unknown>[] };
    expect(devices[0]).toEqual({
      name: IDSTR,
      instance_id: 0,
      vmsd_name: 'virtio-net-early',
      version: 11,
      fields: [{ name: 'virtio-early', type: 'virtio-early', size: 46_172 }],
    });
    expect(early!.end - early!.start).toBe(46_172 + 14 + IDSTR.length + 5);
  });

  it('is decoded to the last byte and written again alike', () => {
    expect(inspection.diagnostics).toEqual([]);
    expect(verify(stream, inspection)).toMatchObject({ bytes: stream.length, owned: stream.length, differ: 0 });
  });

  it('is loaded without a look at the rings, which the last load compares', () => {
    const { events } = destination;
    const kinds = Array.from(events.kind.subarray(0, events.length)).filter(
      (kind) => kind === EventKind.CheckSkipped || kind === EventKind.CheckPassed,
    );
    expect(kinds).toEqual([56, 56, 56, 57, 57, 57]);
  });
});

describe('on one side only', () => {
  const { source, destination } = EARLY;

  it('of the source: the destination knows no such section', () => {
    const words = [
      `Unknown savevm section or instance '${IDSTR}' 0. Make sure that your current VM setup matches your saved VM setup, including any hotplugged devices`,
      'load of migration failed: Invalid argument',
    ];
    const off = run({ destination: { ...destination, earlyMig: false } }).outcome;
    expect(off).toMatchObject({ status: 'failed', stderr: words });
    const without = run({ destination: { ...destination, qemu: '10.0' } }).outcome;
    expect(without).toMatchObject({ status: 'failed', stderr: words });
  });

  it('of the destination: it waits for nothing and goes on', () => {
    const { outcome, stream } = run({
      strategy: 'baseline',
      source: { ...source, earlyMig: false },
      destination: { ...destination, earlyMig: true },
    });
    expect(outcome).toMatchObject({ status: 'completed', stderr: [] });
    expect(inspect(stream).sections.some(({ idstr }) => idstr === IDSTR)).toBe(false);
  });

  it.each(['iterative', 'delta'] as const)('of a destination that gets a stream of RFC v1, by %s', (strategy) => {
    const { outcome } = run({ strategy, destination: { ...destination, earlyMig: true } });
    expect(outcome).toMatchObject({ status: 'failed', guest: 'source' });
    expect(outcome.stderr[0]).toBe('Received unknown capability virtio-iterative');
  });

  it('of a source whose strategy is baseline sends it all the same', () => {
    const { stream } = run({ strategy: 'baseline', source: { ...source, earlyMig: true } });
    expect(inspect(stream).sections.some(({ idstr }) => idstr === IDSTR)).toBe(true);
  });

  it.each([
    [{ source: { ...source, earlyMig: false } }, 'source.earlyMig must be on, or the strategy baseline'],
    [
      { source: { ...source, virtioIterative: true } },
      'source.virtioIterative excludes early-vmsd, which RFC v2 has instead of the capability',
    ],
  ])('is refused where it makes no sense', (changes, message) => {
    const result = checkScenario({ ...EARLY, ...changes });
    expect(result.ok ? [] : result.problems.map(({ path, message: text }) => `${path} ${text}`)).toEqual([message]);
  });
});

it('vhost runs at the early save, and nothing asserts', () => {
  const preset = PRESETS['q10-vhost-iterative']!;
  const { outcome } = run({
    backend: 'vhost-net',
    nics: preset.nics,
    patches: { relaxedIndexCheck: false, relaxedUntilCleanup: false, vhostSkip: false },
  });
  expect(outcome).toMatchObject({ status: 'completed', sourceStderr: [], stderr: [] });
});
