// Destinations that do not match the stream: a stock QEMU 7.2 and our loader refuse it, or take it, with the same words.
import { describe, expect, it } from 'vitest';
import { readDestination } from '../../src/engine/migration/destination-json.ts';
import { expectationOf } from '../../src/engine/migration/expectation.ts';
import { matchingVm, type MatchingVm } from '../../src/engine/migration/matching-vm.ts';
import { runScenario } from '../../src/engine/migration/run.ts';
import { loadIntoVm } from '../../src/engine/migration/waiting-vm.ts';
import { PRESETS, STOCK_SCENARIO } from '../../src/engine/scenario/presets.ts';
import type { Scenario } from '../../src/engine/scenario/scenario.ts';
import { ourOutcome, qemuOutcome } from './outcome.ts';
import { qemuVersion } from './qemu.ts';

interface Mismatch {
  /** As in `npm run load -- --destination`. */
  readonly destination: Readonly<Record<string, unknown>>;
  /** The same for QEMU: another machine or memory, further properties of the NIC, further devices. */
  readonly machine?: string;
  readonly memory?: string;
  readonly properties?: string;
  readonly more?: readonly string[];
  readonly scenario?: Scenario;
}

const nic = (json: Readonly<Record<string, unknown>>, properties: string, scenario?: Scenario): Mismatch => ({
  destination: { nics: [json] },
  properties,
  ...(scenario ? { scenario } : {}),
});

const Q35 = PRESETS['deb72-split-q35']!;
const SECOND = 'virtio-net-pci,id=net1,addr=4,romfile=,mac=52:54:00:12:34:57';

const MISMATCHES: Readonly<Record<string, Mismatch>> = {
  'an older machine type': { destination: { machine: 'pc-i440fx-7.1' }, machine: 'pc-i440fx-7.1' },
  'another kind of machine': { destination: { machine: 'pc-q35-7.2' }, machine: 'pc-q35-7.2' },
  'more memory': { destination: { memory: '32M' }, memory: '32M' },
  'less memory': { destination: { memory: '8M' }, memory: '8M' },
  'no mergeable buffers': nic({ featuresOff: ['mrg_rxbuf'] }, 'mrg_rxbuf=off'),
  'no control queue': nic({ featuresOff: ['ctrl_vq'] }, 'ctrl_vq=off'),
  'no event index': nic({ featuresOff: ['event_idx'] }, 'event_idx=off'),
  'packed rings offered': nic({ featuresOn: ['packed'] }, 'packed=on'),
  'fewer vectors': nic({ vectors: 2 }, 'vectors=2'),
  'more vectors': nic({ vectors: 9 }, 'vectors=9'),
  'no vectors': nic({ vectors: 0 }, 'vectors=0'),
  'more vectors on q35': nic({ vectors: 5 }, 'vectors=5', Q35),
  'larger rings': nic({ queueSize: 512 }, 'rx_queue_size=512'),
  'another MAC address': nic({ mac: '52:54:00:00:00:09' }, 'mac=52:54:00:00:00:09'),
  'another slot': nic({ slot: 5 }, 'addr=5'),
  'no legacy interface': nic({ disableLegacy: true }, 'disable-legacy=on'),
  'no modern interface': nic({ disableModern: true }, 'disable-modern=on'),
  'one NIC more': { destination: { nics: [{}, { slot: 4, mac: '52:54:00:12:34:57' }] }, more: ['-device', SECOND] },
};

/** QEMU's arguments for a mismatch; a property that stands twice has its last value. */
function mismatched(qemuArgs: readonly string[], { machine, memory, properties, more = [] }: Mismatch): string[] {
  const args = qemuArgs.map((arg, i) => {
    if (machine && qemuArgs[i - 1] === '-machine') return machine;
    if (memory && qemuArgs[i - 1] === '-m') return memory;
    return properties && qemuArgs[i - 1] === '-device' ? `${arg},${properties}` : arg;
  });
  return [...args, ...more];
}

interface Written {
  readonly stream: Uint8Array;
  readonly qemuArgs: readonly string[];
  readonly vm: MatchingVm;
}

const runs = new Map<Scenario, Written>();

/** The stream of a scenario, run once. */
function written(scenario: Scenario): Written {
  const known = runs.get(scenario);
  if (known) return known;
  const asLoaded = { ...scenario, runAfter: 0 };
  const capture = runScenario(asLoaded);
  const { qemuArgs } = expectationOf(asLoaded, capture);
  const made = { stream: capture.stream, qemuArgs, vm: matchingVm(capture.stream) };
  runs.set(scenario, made);
  return made;
}

describe.skipIf(!qemuVersion.startsWith('7.2.'))('a destination with', () => {
  it.each(Object.entries(MISMATCHES))('%s', async (_, mismatch) => {
    const { stream, qemuArgs, vm } = written(mismatch.scenario ?? STOCK_SCENARIO);
    const ours = loadIntoVm(stream, readDestination(mismatch.destination, vm.config), vm.machineDevices);
    const nics = mismatch.more ? 2 : 1;
    expect(ourOutcome(ours)).toEqual(await qemuOutcome(stream, mismatched(qemuArgs, mismatch), nics));
  });
});
