// What a load costs, mechanism by mechanism. All of it is a model and is shown as "modelled": integers in nanoseconds of
// virtual time, every one of them part of the scenario, every mechanism on a switch of its own.

/** Mechanisms that can be taken out of the model one by one. */
export interface CostMechanisms {
  /** Config space that maps BARs makes QEMU rebuild its address-space views (flatview_new, QEMU softmmu/memory.c). */
  readonly barMapping: boolean;
  /** virtio_load() walks arrays of VIRTIO_QUEUE_MAX entries, twice for a modern device, three times with ring sizes. */
  readonly arrays: boolean;
  /** The first load of a device touches and allocates pages that a second load finds there. */
  readonly firstTouch: boolean;
  /** A cache of limited size: what one load brings in pushes out what another has left. */
  readonly cache: boolean;
  /** A vhost or vDPA back-end is configured and started before the guest's packets flow. */
  readonly vhostStart: boolean;
}

/** Everything on. */
export const ALL_MECHANISMS: CostMechanisms = {
  barMapping: true,
  arrays: true,
  firstTouch: true,
  cache: true,
  vhostStart: true,
};

/** Kinds of sections that have a fixed cost of their own. */
export const SECTION_KINDS = [
  'virtio-net',
  'virtio-console',
  'virtio-scsi',
  'vga',
  'cpu',
  'ram',
  'host-bridge',
  'platform',
] as const;
export type SectionKind = (typeof SECTION_KINDS)[number];

/** A value for each kind of section. */
export type PerKind = Readonly<Record<SectionKind, number>>;

/** What the steps between loads cost, ns of virtual time. */
export interface StepCosts {
  /** Source: a section's frame, finding and putting a page, finding a zero page, one dirty sync. */
  readonly saveSection: number;
  readonly savePage: number;
  readonly saveZeroPage: number;
  readonly dirtySync: number;
  /** Source: the state of a NIC, what changed of it, another device's, the description. */
  readonly saveNic: number;
  readonly saveChanges: number;
  readonly saveDevice: number;
  readonly describe: number;
  readonly stopVm: number;
  /** A pass in which the source only waits for the switchover ack; never less than 10 µs. */
  readonly idlePass: number;
  /** Destination: a section's frame, starting the guest. */
  readonly loadSection: number;
  readonly startVm: number;
}

export interface CostParameters {
  readonly mechanisms: CostMechanisms;
  /** Measured loads of single sections by the last part of their idstr, ns; they stand in for `fixed`. */
  readonly sections: Readonly<Record<string, number>>;
  /** What a section costs whatever is in it, ns. */
  readonly fixed: PerKind;
  /** Standard deviation of a load, per mille of its modelled time; the scenario's seed draws it. */
  readonly spread: PerKind;
  readonly barMapping: {
    /** Views that are built anew for each BAR that appears, and for each other bus-mastering PCI device. */
    readonly viewsPerBar: number;
    readonly viewsPerDevice: number;
    /** ns for one view. */
    readonly perView: number;
  };
  readonly arrays: {
    /** ns for an entry of `virtio/virtqueues`, `virtio_pci/modern_state` and `virtio/ringsize`. */
    readonly perVirtqueue: number;
    readonly perModernQueue: number;
    readonly perRingSize: number;
  };
  /** ns at the first load for each queue that the guest uses. A device that it never touched has none. */
  readonly firstTouch: { readonly perQueue: number };
  readonly cache: {
    /** KiB that fit; what was used longest ago goes first. */
    readonly sizeKiB: number;
    /** ns to bring one KiB in. */
    readonly perKiB: number;
    /** Working sets, KiB: a device's own state, virtio's load path, the address-space code. */
    readonly deviceKiB: number;
    readonly virtioPathKiB: number;
    readonly viewPathKiB: number;
  };
  readonly vhost: {
    /** vhost-net: ns for each queue pair; vDPA: ns for the device, for each GiB that is pinned, for each control command. */
    readonly perPair: number;
    readonly vdpaDevice: number;
    readonly vdpaPerGiB: number;
    readonly vdpaPerCommand: number;
    /** ns from the first to the last queue enabled. */
    readonly vdpaDataplane: number;
  };
  /** ns for a page of RAM, and for one that is zero already. */
  readonly ram: { readonly perPage: number; readonly perZeroPage: number };
  readonly steps: StepCosts;
}
