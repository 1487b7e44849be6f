// A run whose NIC sends only the queues that it has: states agree, the streams are shorter by the arrays' zeros, and a
// destination without the proposal refuses it as QEMU does.
import { describe, expect, it } from 'vitest';
import type { RunCapture } from '../capture/capture.ts';
import { EventKind } from '../capture/event-kinds.ts';
import { SideState } from '../capture/seek.ts';
import { inspect } from '../inspect/inspect.ts';
import { verify } from '../inspect/reencode.ts';
import { unownedBytes } from '../inspect/ownership.ts';
import { checkScenario } from '../scenario/check.ts';
import { DEFAULT_SCENARIO, NO_SWITCHES } from '../scenario/default-scenario.ts';
import { PRESETS } from '../scenario/presets.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { loadIntoVm } from './waiting-vm.ts';
import { matchingVm } from './matching-vm.ts';
import { runScenario } from './run.ts';

const STILL: Scenario = {
  ...DEFAULT_SCENARIO,
  machine: { ...DEFAULT_SCENARIO.machine, memoryMiB: 8, filledPerMille: 100 },
  switches: { ...NO_SWITCHES, usedQueuesOnly: true },
  runAfter: 0,
};

function run(change: Partial<Scenario>): RunCapture {
  const result = checkScenario({ ...STILL, ...change });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return runScenario(result.scenario);
}

const nicBytes = ({ stream }: RunCapture): readonly number[] =>
  inspect(stream)
    .sections.filter(({ idstr, complete }) => complete && /virtio-net/.test(idstr))
    .map(({ start, end }) => end - start)
    .filter((bytes) => bytes > 18);

/** Cells that differ between the sides at the end, but for what is not migrated. */
function differences({ cells, arena, stream, source, destination }: RunCapture): readonly string[] {
  const ends = [source, destination].map((side) => {
    const state = new SideState(side, arena, stream);
    state.seek(side.events.length);
    return state.values;
  });
  return cells.filter(({ id, mark }) => mark === 'migrated' && ends[0]![id] !== ends[1]![id]).map(({ name }) => name);
}

describe('used queues only', () => {
  const withIt = run({});
  const without = run({ switches: NO_SWITCHES });

  it('START and FULL shrink from 46 kB to 1.2 kB, and the states agree', () => {
    const [stock, used] = [nicBytes(without), nicBytes(withIt)];
    expect(stock.map((bytes, i) => bytes - used[i]!)).toEqual([44_902, 44_902]);
    expect(withIt.outcome).toMatchObject({ status: 'completed', stderr: [] });
    expect(differences(withIt)).toEqual(differences(without));
    expect(differences(withIt)).toEqual([]);
  });

  it.each(['used-queues', 'q10-iterative-packed', 'early-vmsd'])('%s too', (name) => {
    const preset = { ...PRESETS[name]!, runAfter: 0, switches: { ...NO_SWITCHES, usedQueuesOnly: true } };
    const capture = runScenario(preset);
    expect(capture.outcome).toMatchObject({ status: 'completed', stderr: [] });
    expect(differences(capture)).toEqual([]);
  });

  it('is decoded and written again to the byte', () => {
    const inspection = inspect(withIt.stream);
    expect(inspection.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(unownedBytes(inspection.spans, withIt.stream.length)).toBe(0);
    expect(verify(withIt.stream, inspection)).toMatchObject({ differ: 0 });
    const { config, machineDevices } = matchingVm(withIt.stream);
    expect(config.qemu).toBe('10.0+rfc');
    expect(loadIntoVm(withIt.stream, config, machineDevices)).toMatchObject({ outcome: 'completed', stderr: [] });
  });

  it('a load walks as few entries as there are queues', () => {
    const loadTime = ({ destination: { events } }: RunCapture): number => {
      let sum = 0;
      for (let i = 0; i < events.length; i++)
        if (events.kind[i] === EventKind.SectionLoadEnd && events.before[i] === 4) sum += events.after[i]!;
      return sum;
    };
    expect(loadTime(withIt)).toBeLessThan(loadTime(without) - 300_000);
  });

  it.each(['7.2', '10.0'] as const)('QEMU %s, which does not know the subsection, refuses it', (qemu) => {
    const capture = run({ strategy: 'baseline', destination: { ...STILL.destination, qemu } });
    expect(capture.outcome).toMatchObject({
      status: 'failed',
      stderr: [
        'Failed to load virtio-net:virtio',
        "error while loading state for instance 0x0 of device '0000:00:03.0/virtio-net'",
        'load of migration failed: No such file or directory',
      ],
    });
  });

  it('a stock source does not have it', () => {
    const result = checkScenario({ ...STILL, strategy: 'baseline', source: { ...STILL.source, qemu: '10.0' } });
    expect(result).toMatchObject({
      ok: false,
      problems: [{ path: 'switches.usedQueuesOnly', message: 'needs qemu 10.0+rfc on that side, which is 10.0' }],
    });
  });
});
