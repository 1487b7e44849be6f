// The scenarios that come with the app. Those of QEMU 7.2 have the shapes of the captured streams of the same names and
// suit a stock QEMU: no ROM blocks, capability off.
import type { QemuFlavour } from '../devices/virtio-net-config.ts';
import { NO_SWITCHES, DEFAULT_NIC_SCENARIO, DEFAULT_SCENARIO } from './default-scenario.ts';
import type { FilterScenario, NicScenario, Scenario, Strategy } from './scenario.ts';

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

const nicsFrom = (nics: readonly Partial<NicScenario>[]): readonly NicScenario[] =>
  nics.map((nic) => ({ ...DEFAULT_NIC_SCENARIO, ...nic }));

function stock(name: string, nics: readonly Partial<NicScenario>[], more: Partial<Scenario> = {}): Scenario {
  return { ...STOCK_SCENARIO, name, nics: nicsFrom(nics), ...more };
}

/** QEMU 10.0 without the RFC. */
function plain(name: string, nics: readonly Partial<NicScenario>[]): Scenario {
  return { ...onQemu(DEFAULT_SCENARIO, '10.0'), name, strategy: 'baseline', nics: nicsFrom(nics) };
}

function rfc(name: string, nics: readonly Partial<NicScenario>[]): Scenario {
  return { ...DEFAULT_SCENARIO, name, nics: nicsFrom(nics) };
}

function strategy(name: string, of: Strategy, nics: readonly Partial<NicScenario>[]): Scenario {
  return { ...rfc(name, nics), strategy: of };
}

const LINUX_OLD = ['mrg_rxbuf', 'event_idx'] as const;

/** The filter that the captures with filters were made with. */
const FILTERS: FilterScenario = {
  promisc: false,
  allmulti: true,
  unicast: ['52:54:00:aa:00:00', '52:54:00:aa:00:01', '52:54:00:aa:00:02'],
  multicast: [0, 1, 2, 3, 4].map((i) => `01:00:5e:00:00:0${i}`),
  vlans: [1, 100, 2048, 4094],
};

const FOUR_PAIRS: Partial<NicScenario> = { peer: 'tap', queuePairs: 4 };
const RSS: Partial<NicScenario> = {
  ...FOUR_PAIRS,
  rss: true,
  filters: { ...DEFAULT_NIC_SCENARIO.filters, unicast: ['52:54:00:aa:00:00', '52:54:00:aa:00:01'], vlans: [42] },
};
const SECOND_NIC: Partial<NicScenario> = { slot: 6, mac: '52:54:00:12:34:57' };
const q35 = { ...STOCK_SCENARIO.machine, type: 'q35' } as const;

/** Its early state is void before it is of use. */
const HOSTILE: Scenario = {
  ...DEFAULT_SCENARIO,
  name: 'Hostile guest: another MAC ten times a second',
  workload: { ...DEFAULT_SCENARIO.workload, macChangesPerSecond: 10 },
};

/** vDPA with four pairs, filters and VLANs: what the control queue is told takes 9 ms a command. */
const VDPA: Scenario = {
  ...rfc('vhost-vDPA: control commands after the stop', [{ ...FOUR_PAIRS, filters: FILTERS }]),
  backend: 'vhost-vdpa',
  link: { ...DEFAULT_SCENARIO.link, bandwidth: 1_000_000_000 },
  migration: { ...DEFAULT_SCENARIO.migration, maxBandwidth: 125_000_000, downtimeLimit: 30 },
};

/** Passes stay as long as the ones before them until the guard ends it: 4 MB/s against 1600 pages a second. */
const NEVER_CONVERGES: Scenario = {
  ...DEFAULT_SCENARIO,
  name: 'Never converges: the guest writes too fast',
  workload: {
    ...DEFAULT_SCENARIO.workload,
    rxPerSecond: 40,
    txPerSecond: 30,
    dirtyPagesPerSecond: 1600,
    workingSetPages: 1200,
  },
  link: { ...DEFAULT_SCENARIO.link, bandwidth: 40_000_000 },
  migration: { ...DEFAULT_SCENARIO.migration, maxBandwidth: 4_000_000, downtimeLimit: 50, maxPasses: 40 },
};

/** By name; `deb72-…` and `q10-…` are shaped as the captured streams of those names. */
export const PRESETS: Readonly<Record<string, Scenario>> = {
  default: DEFAULT_SCENARIO,
  stock: STOCK_SCENARIO,
  'deb72-fresh': stock('No driver, QEMU 7.2', [{ driver: false }]),
  'deb72-split-modern': stock('Split rings, QEMU 7.2', [{ featuresOff: LINUX_OLD }]),
  'deb72-split-q35': stock('Split rings on q35, QEMU 7.2', [{ featuresOff: LINUX_OLD }], { machine: q35 }),
  'deb72-eventidx-mrg': stock('Event index and mergeable buffers, QEMU 7.2', [{}]),
  'deb72-packed': stock('Packed rings, QEMU 7.2', [{ packed: true, featuresOff: ['mrg_rxbuf'] }]),
  'deb72-legacy': stock('Legacy driver, QEMU 7.2', [{ legacy: true, featuresOff: ['event_idx'] }]),
  'deb72-filters': stock('MAC and VLAN filters, QEMU 7.2', [{ featuresOff: LINUX_OLD, filters: FILTERS }]),
  'deb72-mq4': stock('Four queue pairs, QEMU 7.2', [FOUR_PAIRS]),
  'deb72-rss': stock('RSS, QEMU 7.2', [RSS]),
  'deb72-neighbours': stock('VGA, console and SCSI beside the NIC, QEMU 7.2', [{}], {
    machine: { ...STOCK_SCENARIO.machine, neighbours: true },
  }),
  'deb72-2nics-q35': stock('Two NICs on q35, QEMU 7.2', [{}, SECOND_NIC], { machine: q35 }),
  'q10-fresh': plain('No driver, QEMU 10.0', [{ driver: false }]),
  'q10-legacy': plain('Legacy driver, QEMU 10.0', [{ legacy: true, featuresOff: ['event_idx'] }]),
  'q10-rss': plain('RSS, QEMU 10.0', [RSS]),
  'q10-2nics': plain('Two NICs, QEMU 10.0', [{}, { ...SECOND_NIC, driver: false }]),
  'q10-iterative-packed': rfc('Packed rings, RFC', [{ packed: true, featuresOff: ['mrg_rxbuf'] }]),
  'q10-iterative-change': rfc('Four queue pairs, RFC', [FOUR_PAIRS]),
  'q10-iterative-2nics': rfc('Two NICs, RFC', [{}, SECOND_NIC]),
  'early-vmsd': strategy('Early VMSD, RFC v2', 'early-vmsd', [{}]),
  'early-vmsd-2nics': strategy('Two NICs, early VMSD, RFC v2', 'early-vmsd', [{}, SECOND_NIC]),
  'used-queues': {
    ...rfc('Only the queues that there are, RFC', [FOUR_PAIRS]),
    switches: { ...NO_SWITCHES, usedQueuesOnly: true },
  },
  'vdpa-after': VDPA,
  'vdpa-before': {
    ...VDPA,
    name: 'vhost-vDPA: control commands before the stop',
    switches: { ...NO_SWITCHES, vdpaEarly: true, switchoverAck: true },
  },
  'switchover-ack': {
    ...rfc('The stop waits for the early load, RFC', [FOUR_PAIRS]),
    switches: { ...NO_SWITCHES, switchoverAck: true },
    link: { ...DEFAULT_SCENARIO.link, bandwidth: 1_000_000_000 },
    migration: { ...DEFAULT_SCENARIO.migration, maxBandwidth: 125_000_000, downtimeLimit: 30 },
    cost: { ...DEFAULT_SCENARIO.cost, set: { 'firstTouch.perQueue': 20_000_000 } },
  },
  'hostile-guest': HOSTILE,
  'redo-on-change': {
    ...HOSTILE,
    name: 'Redo on change: a guest that sets another MAC ten times a second',
    switches: { ...NO_SWITCHES, redoOnChange: true },
  },
  'never-converges': NEVER_CONVERGES,
  'auto-converge': {
    ...NEVER_CONVERGES,
    name: 'Auto-converge: the same guest slowed down',
    migration: { ...NEVER_CONVERGES.migration, autoConverge: true },
  },
  delta: strategy('Delta, a proposal', 'delta', [{}]),
  'delta-changes': {
    ...strategy('Delta with MAC, VLAN and a reset in the middle, a proposal', 'delta', [{ filters: FILTERS }]),
    interventions: [
      { at: 120_000_000, action: { do: 'set-mac', nic: 0, mac: '52:54:00:ab:cd:ef' } },
      { at: 200_000_000, action: { do: 'add-vlan', nic: 0, vlan: 100 } },
      { at: 280_000_000, action: { do: 'reset', nic: 0 } },
    ],
  },
  'warm-reset': strategy('Warm reset, a proposal', 'warm-reset', [{}]),
  'q10-vhost-iterative': { ...rfc('vhost-net, RFC', [{ peer: 'tap' }]), backend: 'vhost-net' },
};
