// The scenario: everything a run depends on, as plain JSON. run(scenario) is a pure function of it. Limits stand in
// check.ts, which names the path of what is wrong; older versions are brought up to date by upgrade.ts.
import type { QemuFlavour } from '../devices/virtio-net-config.ts';
import type { Intervention } from './action-groups.ts';
import type { CostScenario } from './cost-calibrations.ts';

/** Strategies that the engine runs. */
export const STRATEGIES = ['baseline', 'iterative', 'early-vmsd', 'delta', 'warm-reset'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** Those that are in no patch series: this project proposes them. */
const PROPOSED: readonly Strategy[] = ['warm-reset', 'delta'];

/** As it is named wherever a person reads it. */
export function strategyText(strategy: Strategy): string {
  return PROPOSED.includes(strategy) ? `${strategy} (proposal)` : strategy;
}

export const MACHINE_TYPES = ['pc', 'q35'] as const;
export type MachineType = (typeof MACHINE_TYPES)[number];

export const BACKENDS = ['qemu', 'vhost-net', 'vhost-vdpa'] as const;
export type Backend = (typeof BACKENDS)[number];

export const PEERS = ['plain', 'tap'] as const;

export const SCENARIO_VERSION = 4;

export interface Scenario {
  readonly version: typeof SCENARIO_VERSION;
  readonly name: string;
  /** Seed of the one random generator, u32. */
  readonly seed: number;
  readonly strategy: Strategy;
  readonly machine: MachineScenario;
  readonly source: SideScenario;
  readonly destination: DestinationScenario;
  readonly patches: PatchScenario;
  readonly switches: SwitchScenario;
  /** QEMU's own data plane, or the kernel's or a vDPA device's: then ring indices live there until it stops. */
  readonly backend: Backend;
  /** One or two. */
  readonly nics: readonly NicScenario[];
  readonly workload: {
    /** Packets per second towards the guest, each NIC that has a driver. */
    readonly rxPerSecond: number;
    /** Packets per second from the guest, each NIC that has a driver. */
    readonly txPerSecond: number;
    /** Bytes of a packet without the virtio-net header. */
    readonly packetBytes: number;
    /** Pages that the guest's programs write per second. */
    readonly dirtyPagesPerSecond: number;
    /** Pages among which those writes fall. */
    readonly workingSetPages: number;
    /** How often a second each NIC's driver sets another MAC: a guest that keeps changing what an early state says. */
    readonly macChangesPerSecond: number;
  };
  readonly link: {
    /** Bits per second. */
    readonly bandwidth: number;
    /** One way, ns. */
    readonly latency: number;
  };
  readonly migration: {
    /** `max-bandwidth`, bytes per second. */
    readonly maxBandwidth: number;
    /** `downtime-limit`, ms. */
    readonly downtimeLimit: number;
    /** Dirty rounds after which the run gives up, as a guard against one that never converges. */
    readonly maxPasses: number;
    /** Capability `auto-converge`: a guest that writes faster than the link carries is slowed down. */
    readonly autoConverge: boolean;
    /** `cpu-throttle-initial`, `cpu-throttle-increment` and `max-cpu-throttle`: per cent of a vCPU's time. */
    readonly cpuThrottleInitial: number;
    readonly cpuThrottleIncrement: number;
    readonly maxCpuThrottle: number;
    /** `throttle-trigger-threshold`: bytes dirtied in a period, per cent of those transferred, above which it counts. */
    readonly throttleTriggerThreshold: number;
  };
  /** How long the guest runs on the destination after the switch, ns. */
  readonly runAfter: number;
  /** What loads cost in virtual time. */
  readonly cost: CostScenario;
  /** What a person does in the middle, in the order of time. */
  readonly interventions: readonly Intervention[];
}

export interface MachineScenario {
  readonly type: MachineType;
  /** Guest RAM (block `pc.ram`) in MiB. */
  readonly memoryMiB: number;
  /** Share of RAM pages that hold data when the run starts, per mille. */
  readonly filledPerMille: number;
  /**
   * Whether firmware and ACPI tables are RAM blocks of the stream too, as a QEMU with our stub firmware (64 KiB) has them.
   * Without them the stream suits a QEMU with any firmware.
   */
  readonly roms: boolean;
  /** Devices beside the NIC at switchover: VGA, virtio-serial with a console, virtio-scsi with a disk (machine `pc` only). */
  readonly neighbours: boolean;
}

export interface SideScenario {
  readonly qemu: QemuFlavour;
  /** Capability `virtio-iterative`; null: as the strategy needs it. */
  readonly virtioIterative: boolean | null;
  /** Property `early-mig` of every NIC (RFC v2); null: as the strategy needs it. */
  readonly earlyMig: boolean | null;
}

/** What the destination was started with where that differs from the source; null: it does not. */
export interface DestinationScenario extends SideScenario {
  /** A machine type such as `pc-i440fx-9.2`. */
  readonly machine: string | null;
  readonly memoryMiB: number | null;
  /** By place in `nics`; may be shorter. */
  readonly nics: readonly NicOverride[];
}

export interface NicOverride {
  /** Properties switched off, by QEMU's name. */
  readonly featuresOff: readonly string[];
  /** `rx_queue_size` and `tx_queue_size`. */
  readonly queueSize: number | null;
  readonly queuePairs: number | null;
  readonly vectors: number | null;
}

/** Parts of the RFC that can be taken away. */
export interface PatchScenario {
  /** Patch 5: no comparison of ring indices at the early load. */
  readonly relaxedIndexCheck: boolean;
  /** Patch 5 as a reviewer proposed it, with one flag from load_setup to load_cleanup: the check at FULL is left out too. */
  readonly relaxedUntilCleanup: boolean;
  /** Patch 6: the early save does not insist that vhost is stopped. */
  readonly vhostSkip: boolean;
}

/** Mechanisms on their own switches; one that a strategy has no use for changes nothing there, so strategies can be compared. */
export interface SwitchScenario {
  /** The NIC's arrays carry as many entries as it has queues, not 1,024, in subsections of their own: a proposal. */
  readonly usedQueuesOnly: boolean;
  /** Capabilities `return-path` and `switchover-ack` on both sides: the guest is not stopped before the destination is warm. */
  readonly switchoverAck: boolean;
  /** A vDPA device of the destination is set up on the early state, before the stop; only what changed follows in it. */
  readonly vdpaEarly: boolean;
  /** A vDPA device of the destination is not reset while memory is pinned for it: what was pinned when it was opened stays so. */
  readonly vdpaKeepPinned: boolean;
  /** `iterative` sends the whole state again whenever what the destination prepared by has changed; it is reset before. */
  readonly redoOnChange: boolean;
}

export interface NicScenario {
  /** Slot on PCI bus 0. */
  readonly slot: number;
  /** `52:54:00:12:34:56` */
  readonly mac: string;
  /** What it is plugged into: `plain` takes no vnet headers, so no offloads are offered; `tap` does. */
  readonly peer: (typeof PEERS)[number];
  /** Queue pairs; more than one is property `mq` and needs a tap. */
  readonly queuePairs: number;
  /** Packed rings (property `packed`). */
  readonly packed: boolean;
  /** Properties `rss` and `hash`, and a driver that sets RSS up. */
  readonly rss: boolean;
  /** Whether the guest has a driver bound to it. */
  readonly driver: boolean;
  /** A driver of virtio 0.9: ring by page number, low feature word only. */
  readonly legacy: boolean;
  /** Offered features that the driver leaves, by QEMU's property name. */
  readonly featuresOff: readonly string[];
  /** Entries that the driver asks for in each ring; null: what the device has. */
  readonly queueSize: number | null;
  /** Buffers that the driver keeps in each receive ring. */
  readonly rxBuffers: number;
  /** Where avail.idx and used.idx of RX and TX stand at the start: the guest has run for a while. */
  readonly startIndex: number;
  readonly filters: FilterScenario;
}

/** What the driver has told the device to let in before the run starts. */
export interface FilterScenario {
  readonly promisc: boolean;
  readonly allmulti: boolean;
  readonly unicast: readonly string[];
  readonly multicast: readonly string[];
  readonly vlans: readonly number[];
}
