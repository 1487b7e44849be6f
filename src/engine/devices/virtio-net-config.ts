// What a virtio-net-pci device was started with (`-device virtio-net-pci,…`) and what follows from it before any guest
// runs: the features that it offers (QEMU hw/net/virtio-net.c, virtio_net_get_features) and its ring sizes. The values
// equal what QEMU 7.2.22 and 10.0.13 report as host-features and print as "Allowed features".

/** The QEMU that runs a side: Debian's 7.2, 10.0.13, or 10.0.13 with the RFC's patches. */
export const FLAVOURS = ['7.2', '10.0', '10.0+rfc'] as const;
export type QemuFlavour = (typeof FLAVOURS)[number];

/** What the NIC's peer is: without vnet headers (dgram, hubport, none), a tap with them, or a vhost-user back-end. */
export type NicPeer = 'plain' | 'tap' | 'vhost-user';

export interface NicConfig {
  /** Address on PCI bus 0. */
  readonly slot: number;
  readonly function: number;
  /** `52:54:00:12:34:56` */
  readonly mac: string;
  readonly peer: NicPeer;
  /** Properties of features that differ from the default, by QEMU's name: `ctrl_vq` false, `packed` true. */
  readonly properties: Readonly<Record<string, boolean>>;
  /** MSI-X vectors; null: two for each pair, one for the control queue, one for configuration. 0: no MSI-X. */
  readonly vectors: number | null;
  /** `rx_queue_size` and `tx_queue_size`; null: the flavour's own. */
  readonly rxQueueSize: number | null;
  readonly txQueueSize: number | null;
  /** Queue pairs that the peer has; `mq` offers more than one to the guest. */
  readonly queuePairs: number;
  readonly disableLegacy: boolean;
  readonly disableModern: boolean;
  /** The device's path where that is not slot and function on PCI bus 0. */
  readonly path?: string;
  /** What it is plugged into when that is not PCI. */
  readonly transport?: 'mmio';
  /** Config space as it was found, where it is none that the engine builds (PCI Express, several functions, old machines). */
  readonly configSpace?: Uint8Array;
}

/** A NIC as `-device virtio-net-pci,addr=3` makes it. */
export const DEFAULT_NIC: NicConfig = {
  slot: 3,
  function: 0,
  mac: '52:54:00:12:34:56',
  peer: 'plain',
  properties: {},
  vectors: null,
  rxQueueSize: null,
  txQueueSize: null,
  queuePairs: 1,
  disableLegacy: false,
  disableModern: false,
};

interface FeatureProperty {
  readonly bit: number;
  /** On without being asked for. */
  readonly on: boolean;
  /** Needs a peer that takes vnet headers. */
  readonly header?: true;
  /** Came with the 10.0 flavours. */
  readonly late?: true;
}

/**
 * Feature bits by their QEMU property (virtio 1.2, 5.1.3 and 6). Those of `host_mtu` and `speed` are numbers: given one,
 * the device offers the feature.
 */
const PROPERTIES: Readonly<Record<string, FeatureProperty>> = {
  csum: { bit: 0, on: true, header: true },
  guest_csum: { bit: 1, on: true, header: true },
  ctrl_guest_offloads: { bit: 2, on: true },
  host_mtu: { bit: 3, on: false },
  gso: { bit: 6, on: true },
  guest_tso4: { bit: 7, on: true, header: true },
  guest_tso6: { bit: 8, on: true, header: true },
  guest_ecn: { bit: 9, on: true, header: true },
  guest_ufo: { bit: 10, on: true, header: true },
  host_tso4: { bit: 11, on: true, header: true },
  host_tso6: { bit: 12, on: true, header: true },
  host_ecn: { bit: 13, on: true, header: true },
  host_ufo: { bit: 14, on: true, header: true },
  mrg_rxbuf: { bit: 15, on: true },
  status: { bit: 16, on: true },
  ctrl_vq: { bit: 17, on: true },
  ctrl_rx: { bit: 18, on: true },
  ctrl_vlan: { bit: 19, on: true },
  ctrl_rx_extra: { bit: 20, on: true },
  guest_announce: { bit: 21, on: true },
  mq: { bit: 22, on: false },
  ctrl_mac_addr: { bit: 23, on: true },
  notify_on_empty: { bit: 24, on: true },
  any_layout: { bit: 27, on: true },
  indirect_desc: { bit: 28, on: true },
  event_idx: { bit: 29, on: true },
  iommu_platform: { bit: 33, on: false },
  packed: { bit: 34, on: false },
  queue_reset: { bit: 40, on: true },
  guest_uso4: { bit: 54, on: true, header: true, late: true },
  guest_uso6: { bit: 55, on: true, header: true, late: true },
  host_uso: { bit: 56, on: true, header: true, late: true },
  hash: { bit: 57, on: false, header: true },
  rss: { bit: 60, on: false },
  guest_rsc_ext: { bit: 61, on: false },
  failover: { bit: 62, on: false },
  speed: { bit: 63, on: false },
};

/** Names of the properties that `properties` may set. */
export const FEATURE_PROPERTIES: readonly string[] = Object.keys(PROPERTIES);

/** The feature bit that a property switches. */
export function featureBit(name: string): bigint {
  return 1n << BigInt(PROPERTIES[name]!.bit);
}

const MAC = 5;
/** VIRTIO_F_BAD_FEATURE: the PCI transport offers it always, to catch drivers that accept whatever they see. */
const BAD_FEATURE = 30;
const VERSION_1 = 32;
/** What the captured vhost-user back-end and QEMU leave of the features. */
const VHOST_USER = 0x1409f8024n;

/** Machine types before `[major, minor]` switch these properties off (QEMU hw/core/machine.c, hw_compat_*). */
const COMPAT: readonly (readonly [number, number, readonly string[]])[] = [
  [7, 2, ['queue_reset']],
  [8, 2, ['guest_uso4', 'guest_uso6', 'host_uso']],
];

/** `[7, 2]` of `pc-i440fx-7.2`; null for names without a version. */
export function machineVersion(machine: string): readonly [number, number] | null {
  const match = /-(\d+)\.(\d+)$/.exec(machine);
  return match ? [Number(match[1]), Number(match[2])] : null;
}

function offByMachine(machine: string): ReadonlySet<string> {
  const version = machineVersion(machine);
  const off = new Set<string>();
  if (!version) return off;
  for (const [major, minor, names] of COMPAT)
    if (version[0] < major || (version[0] === major && version[1] < minor)) for (const name of names) off.add(name);
  return off;
}

/** host_features as the device offers them; `machine` is the versioned machine type. */
export function hostFeatures(flavour: QemuFlavour, config: NicConfig, machine = ''): bigint {
  const compat = offByMachine(machine);
  let features = (1n << BigInt(MAC)) | (1n << BigInt(BAD_FEATURE));
  if (!config.disableModern) features |= 1n << BigInt(VERSION_1);
  for (const [name, { bit, on, header, late }] of Object.entries(PROPERTIES)) {
    if (!(config.properties[name] ?? (on && !compat.has(name)))) continue;
    if ((header && config.peer === 'plain') || (late && flavour === '7.2')) continue;
    features |= 1n << BigInt(bit);
  }
  return config.peer === 'vhost-user' ? features & VHOST_USER : features;
}

/** Entries that a ring has before a driver asks for fewer: receive, transmit, control. */
export function defaultRingSizes(flavour: QemuFlavour, config: NicConfig): { rx: number; tx: number; ctrl: number } {
  const own = flavour === '7.2' ? { rx: 256, tx: 256, ctrl: 64 } : { rx: 1024, tx: 1024, ctrl: 1024 };
  return { rx: config.rxQueueSize ?? own.rx, tx: config.txQueueSize ?? own.tx, ctrl: own.ctrl };
}

/** Entries of the MSI-X table. */
export function nicVectors(config: NicConfig): number {
  return config.vectors ?? 2 * config.queuePairs + 2;
}

const two = (value: number): string => value.toString(16).padStart(2, '0');

/** `0000:00:03.0`: the device's path, in front of its idstrs. */
export function nicPath(config: NicConfig): string {
  return config.path ?? `0000:00:${two(config.slot)}.${config.function}`;
}

/** Bytes of struct virtio_net_config that the device has, by the features that it could offer (virtio 1.2, 5.1.4). */
export function nicConfigLength({ properties }: NicConfig): number {
  if (properties.rss === true || properties.hash === true) return 24;
  if (properties.speed === true) return 17;
  if (properties.host_mtu === true) return 12;
  if (properties.mq === true) return 10;
  return properties.status === false ? 6 : 8;
}
