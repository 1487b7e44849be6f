// What a scenario's two machines were started with: machine type and devices of each side.
import { DEFAULT_NIC, type NicConfig, type QemuFlavour } from '../devices/virtio-net-config.ts';
import type { DestinationScenario, MachineType, NicOverride, NicScenario, Scenario, Strategy } from './scenario.ts';

export type MachineSide = 'source' | 'destination';

const AS_SOURCE: NicOverride = { featuresOff: [], queueSize: null, queuePairs: null, vectors: null };

/** How the destination was started: as the scenario says, with what a person changed about it. */
export function destinationOf(scenario: Scenario): DestinationScenario {
  let destination = scenario.destination;
  const nic = (index: number, change: (override: NicOverride) => NicOverride): void => {
    const nics = scenario.nics.map((_, i) => {
      const own = destination.nics[i] ?? AS_SOURCE;
      return i === index ? change(own) : own;
    });
    destination = { ...destination, nics };
  };
  for (const { action } of scenario.interventions) {
    const index = Number(action.nic ?? 0);
    switch (action.do) {
      case 'features-off':
        nic(index, (own) => ({ ...own, featuresOff: [...own.featuresOff, ...String(action.features).split(',')] }));
        break;
      case 'queue-size':
        nic(index, (own) => ({ ...own, queueSize: Number(action.size) }));
        break;
      case 'pairs':
        nic(index, (own) => ({ ...own, queuePairs: Number(action.pairs) }));
        break;
      case 'vectors':
        nic(index, (own) => ({ ...own, vectors: Number(action.vectors) }));
        break;
      case 'memory':
        destination = { ...destination, memoryMiB: Number(action.memoryMiB) };
        break;
      case 'machine':
        destination = { ...destination, machine: String(action.machine) };
        break;
      case 'capability':
        destination = { ...destination, virtioIterative: action.on === true };
        break;
      case 'early-mig':
        destination = { ...destination, earlyMig: action.on === true };
        break;
    }
  }
  return destination;
}

/** Newest machine version that a QEMU knows. */
const VERSION: Readonly<Record<QemuFlavour, string>> = { '7.2': '7.2', '10.0': '10.0', '10.0+rfc': '10.0' };

/** `pc-i440fx-7.2` */
function machineName(type: MachineType, version: string): string {
  return `pc-${type === 'pc' ? 'i440fx' : 'q35'}-${version}`;
}

/** Version of the machine type: the newest that both QEMUs know, as whoever wants to migrate picks it. */
export function machineVersion({ source, destination }: Scenario): string {
  return source.qemu === '7.2' || destination.qemu === '7.2' ? '7.2' : VERSION[source.qemu];
}

/** The machine type that a side was started with. */
export function machineOf(scenario: Scenario, side: MachineSide): string {
  const own = machineName(scenario.machine.type, machineVersion(scenario));
  return side === 'destination' ? (destinationOf(scenario).machine ?? own) : own;
}

/** Guest RAM of a side, bytes. */
export function memoryOf(scenario: Scenario, side: MachineSide): number {
  const own = scenario.machine.memoryMiB;
  return (side === 'destination' ? (destinationOf(scenario).memoryMiB ?? own) : own) * 1048576;
}

/** Strategies of the RFC's handlers. */
const ITERATIVE: readonly Strategy[] = ['iterative', 'delta'];

/** Whether capability `virtio-iterative` is on at a side; a QEMU of RFC v2 has `early-mig` instead. */
export function capabilityOf(scenario: Scenario, side: MachineSide): boolean {
  const { virtioIterative, earlyMig } = side === 'source' ? scenario.source : destinationOf(scenario);
  return virtioIterative ?? (ITERATIVE.includes(scenario.strategy) && earlyMig !== true);
}

/** Whether the NICs of a side have property `early-mig` on. */
export function earlyMigOf(scenario: Scenario, side: MachineSide): boolean {
  const { virtioIterative, earlyMig } = side === 'source' ? scenario.source : destinationOf(scenario);
  return earlyMig ?? (scenario.strategy === 'early-vmsd' && virtioIterative !== true);
}

/** Whether each NIC of a side has a handler of its own before that of its FULL section. */
export function hasEarlyHandlers(scenario: Scenario, side: MachineSide): boolean {
  return capabilityOf(scenario, side) || earlyMigOf(scenario, side);
}

/** The NICs of a side as their `-device` options made them. */
export function nicsOf(scenario: Scenario, side: MachineSide): readonly NicConfig[] {
  return scenario.nics.map((nic, i) => {
    const own = nicConfig(nic);
    const override = side === 'destination' ? destinationOf(scenario).nics[i] : undefined;
    return override ? overridden(own, override) : own;
  });
}

function nicConfig(nic: NicScenario): NicConfig {
  const properties: Record<string, boolean> = {};
  if (nic.queuePairs > 1) properties.mq = true;
  if (nic.packed) properties.packed = true;
  if (nic.rss) Object.assign(properties, { rss: true, hash: true });
  return { ...DEFAULT_NIC, slot: nic.slot, mac: nic.mac, peer: nic.peer, queuePairs: nic.queuePairs, properties };
}

function overridden(own: NicConfig, { featuresOff, queueSize, queuePairs, vectors }: NicOverride): NicConfig {
  const properties = { ...own.properties, ...Object.fromEntries(featuresOff.map((name) => [name, false])) };
  const pairs = queuePairs ?? own.queuePairs;
  if (queuePairs !== null) properties.mq = pairs > 1;
  return {
    ...own,
    properties,
    queuePairs: pairs,
    vectors: vectors ?? own.vectors,
    rxQueueSize: queueSize ?? own.rxQueueSize,
    txQueueSize: queueSize ?? own.txQueueSize,
  };
}
