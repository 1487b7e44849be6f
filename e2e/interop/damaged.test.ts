// Damaged streams: a stock QEMU and our loader must come to the same end with the same words. The words are those of
// QEMU 7.2; others differ in small ones.
import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../src/engine/bytes/random.ts';
import { inspect } from '../../src/engine/inspect/inspect.ts';
import { expectationOf } from '../../src/engine/migration/expectation.ts';
import { matchingVm } from '../../src/engine/migration/matching-vm.ts';
import { runScenario } from '../../src/engine/migration/run.ts';
import { loadIntoVm } from '../../src/engine/migration/waiting-vm.ts';
import { PRESETS } from '../../src/engine/scenario/presets.ts';
import { fixtureStream } from '../../src/testing/fixtures.ts';
import { damages } from './damages.ts';
import { ourOutcome, qemuOutcome } from './outcome.ts';
import { qemuVersion } from './qemu.ts';

/** Damaged copies of each stream, and the seed that draws them. */
const COUNT = 24;
const SEED = 7;
const NIC = 'virtio-net-pci,id=net0,addr=3,romfile=,mac=52:54:00:12:34:56';

interface Base {
  readonly name: string;
  readonly stream: Uint8Array;
  readonly qemuArgs: readonly string[];
}

/** A stream that a real QEMU wrote: its cases stay the same whatever becomes of the engine. */
function captured(name: string, machine: string): Base {
  return { name, stream: fixtureStream(name), qemuArgs: ['-machine', machine, '-m', '16M', '-device', NIC] };
}

function written(preset: string): Base {
  const scenario = { ...PRESETS[preset]!, runAfter: 0 };
  const capture = runScenario(scenario);
  return { name: 'one of ours', stream: capture.stream, qemuArgs: expectationOf(scenario, capture).qemuArgs };
}

const BASES = [written('deb72-split-modern'), captured('deb72-split-q35', 'q35'), captured('deb72-legacy', 'pc')];

describe.skipIf(!qemuVersion.startsWith('7.2.')).each(BASES)('damaged: $name', ({ stream, qemuArgs }) => {
  const { config, machineDevices } = matchingVm(stream);
  const cases = damages(stream, inspect(stream), new SeededRandom(SEED), COUNT);
  it.each(cases)('$name', async (damaged) => {
    const ours = ourOutcome(loadIntoVm(damaged.stream, config, machineDevices));
    expect(ours).toEqual(await qemuOutcome(damaged.stream, qemuArgs));
  });
});
