// The scenario: everything a run depends on, as plain JSON. run(scenario) is a pure function of it. Limits stand beside
// the fields; check.ts enforces them with messages that name the path.

/** Strategies that the engine runs. */
export const STRATEGIES = ['baseline', 'iterative'] as const;
export type Strategy = (typeof STRATEGIES)[number];

export const SCENARIO_VERSION = 1;

export interface Scenario {
  readonly version: typeof SCENARIO_VERSION;
  readonly name: string;
  /** Seed of the one random generator, u32. */
  readonly seed: number;
  readonly strategy: Strategy;
  readonly machine: {
    /** Guest RAM (block `pc.ram`) in MiB. */
    readonly memoryMiB: number;
    /** Share of RAM pages that hold data when the run starts, per mille. */
    readonly filledPerMille: number;
  };
  readonly nic: {
    /** `52:54:00:12:34:56` */
    readonly mac: string;
    /** Entries of each virtqueue, a power of two. */
    readonly queueSize: number;
    /** Buffers that the driver keeps in the receive ring. */
    readonly rxBuffers: number;
    /** Where avail.idx and used.idx of RX and TX stand at the start: the guest has run for a while. */
    readonly startIndex: number;
  };
  readonly workload: {
    /** Packets per second towards the guest. */
    readonly rxPerSecond: number;
    /** Packets per second from the guest. */
    readonly txPerSecond: number;
    /** Bytes of a packet without the virtio-net header. */
    readonly packetBytes: number;
    /** Pages that the guest's programs write per second. */
    readonly dirtyPagesPerSecond: number;
    /** Pages among which those writes fall. */
    readonly workingSetPages: number;
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
  };
  /** How long the guest runs on the destination after the switch, ns. */
  readonly runAfter: number;
}
