// The scenarios that come with the app. Those of QEMU 7.2 have the shapes of the captured streams of the same names and
// suit a stock QEMU: no ROM blocks, capability off.
import type { QemuFlavour } from '../devices/virtio-net-config.ts';
import { SCENARIO_VERSION, type NicScenario, type Scenario } from './scenario.ts';

/** A NIC with one queue pair and split rings of the device's own size, bound by a driver. */
export const DEFAULT_NIC_SCENARIO: NicScenario = {
  slot: 3,
  mac: '52:54:00:12:34:56',
  peer: 'plain',
  queuePairs: 1,
  packed: false,
  rss: false,
  driver: true,
  legacy: false,
  featuresOff: [],
  queueSize: null,
  rxBuffers: 64,
  startIndex: 0,
  filters: { promisc: true, allmulti: false, unicast: [], multicast: [], vlans: [] },
};

/** What a person sees first: a small guest over 100 Mbit/s, four passes, ring indices about to wrap at 65,536. */
export const DEFAULT_SCENARIO: Scenario = {
  version: SCENARIO_VERSION,
  name: 'Default: 100 Mbit/s',
  seed: 7,
  strategy: 'iterative',
  machine: { type: 'pc', memoryMiB: 16, filledPerMille: 150, roms: true },
  source: { qemu: '10.0+rfc', virtioIterative: null },
  destination: { qemu: '10.0+rfc', virtioIterative: null, machine: null, memoryMiB: null, nics: [] },
  patches: { relaxedIndexCheck: true, vhostSkip: true },
  backend: 'qemu',
  nics: [{ ...DEFAULT_NIC_SCENARIO, startIndex: 65_500 }],
  workload: { rxPerSecond: 400, txPerSecond: 300, packetBytes: 200, dirtyPagesPerSecond: 1200, workingSetPages: 400 },
  link: { bandwidth: 100_000_000, latency: 200_000 },
  migration: { maxBandwidth: 12_500_000, downtimeLimit: 12, maxPasses: 100 },
  runAfter: 20_000_000,
  interventions: [],
};

/** The scenario run by other QEMUs. */
function onQemu(scenario: Scenario, qemu: QemuFlavour): Scenario {
  return { ...scenario, source: { ...scenario.source, qemu }, destination: { ...scenario.destination, qemu } };
}

/** The default scenario as a stock QEMU 7.2 would run it. */
export const STOCK_SCENARIO: Scenario = {
  ...onQemu(DEFAULT_SCENARIO, '7.2'),
  name: 'Stock QEMU 7.2',
  strategy: 'baseline',
  machine: { ...DEFAULT_SCENARIO.machine, roms: false },
};

function stock(name: string, nic: Partial<NicScenario>, more: Partial<Scenario> = {}): Scenario {
  return { ...STOCK_SCENARIO, name, nics: [{ ...DEFAULT_NIC_SCENARIO, ...nic }], ...more };
}

const LINUX_OLD = ['mrg_rxbuf', 'event_idx'] as const;

/** By name; `deb72-…` and `q10-…` are shaped as the captured streams of those names. */
export const PRESETS: Readonly<Record<string, Scenario>> = {
  default: DEFAULT_SCENARIO,
  stock: STOCK_SCENARIO,
  'deb72-fresh': stock('No driver, QEMU 7.2', { driver: false }),
  'deb72-split-modern': stock('Split rings, QEMU 7.2', { featuresOff: LINUX_OLD }),
  'deb72-split-q35': stock(
    'Split rings on q35, QEMU 7.2',
    { featuresOff: LINUX_OLD },
    { machine: { ...STOCK_SCENARIO.machine, type: 'q35' } },
  ),
};
