// The default scenario, and the values that a part of a scenario has when nobody sets it. By itself, since the page and the
// upgraders need it without the presets.
import { ALL_MECHANISMS } from './cost-parameters.ts';
import { SCENARIO_VERSION, type NicScenario, type Scenario, type SwitchScenario } from './scenario.ts';

/** As QEMU has them when nobody sets any. */
export const THROTTLE_DEFAULTS = {
  autoConverge: false,
  cpuThrottleInitial: 20,
  cpuThrottleIncrement: 10,
  maxCpuThrottle: 99,
  throttleTriggerThreshold: 50,
};

export const NO_SWITCHES: SwitchScenario = {
  usedQueuesOnly: false,
  switchoverAck: false,
  vdpaEarly: false,
  vdpaKeepPinned: false,
  redoOnChange: false,
};

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
  machine: { type: 'pc', memoryMiB: 16, filledPerMille: 150, roms: true, neighbours: false },
  source: { qemu: '10.0+rfc', virtioIterative: null, earlyMig: null },
  destination: {
    qemu: '10.0+rfc',
    virtioIterative: null,
    earlyMig: null,
    machine: null,
    memoryMiB: null,
    nics: [],
  },
  patches: { relaxedIndexCheck: true, relaxedUntilCleanup: false, vhostSkip: true },
  switches: NO_SWITCHES,
  backend: 'qemu',
  nics: [{ ...DEFAULT_NIC_SCENARIO, startIndex: 65_500 }],
  workload: {
    rxPerSecond: 400,
    txPerSecond: 300,
    packetBytes: 200,
    dirtyPagesPerSecond: 1200,
    workingSetPages: 400,
    macChangesPerSecond: 0,
  },
  link: { bandwidth: 100_000_000, latency: 200_000 },
  migration: { maxBandwidth: 12_500_000, downtimeLimit: 12, maxPasses: 100, ...THROTTLE_DEFAULTS },
  runAfter: 20_000_000,
  cost: { calibration: 'measured', mechanisms: ALL_MECHANISMS, set: {} },
  interventions: [],
};
