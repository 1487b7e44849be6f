// virtio-net's section: vmstate `virtio-net` version 11 with one field of kind `virtio`, and inside it vmstate
// `virtio-net-device` version 11 (QEMU hw/net/virtio-net.c). About 46 kB for a modern device, most of it the three
// 1024-entry arrays.
import { FieldType } from '../capture/spans.ts';
import {
  buffer,
  chunks,
  number,
  numbers,
  struct,
  unused,
  type Part,
  type Vmstate,
  type WireState,
} from '../vmstate/description.ts';
import { Feature, lowFeature, virtioVmstate, type Transport, type VirtioWire } from './virtio.ts';

export interface RssWire extends WireState {
  enabled: number;
  redirect: number;
  populateHash: number;
  hashTypes: number;
  supportedHashTypes?: number;
  indirectionsLen: number;
  defaultQueue: number;
  key: Uint8Array;
  indirectionsTable: number[];
}

export interface VirtioNetDeviceWire extends WireState {
  mac: Uint8Array;
  txWaiting: number;
  mergeableRxBufs: number;
  status: number;
  promisc: number;
  allmulti: number;
  macTableInUse: number;
  /** Absent when the table is larger than MAC_TABLE_ENTRIES. */
  macTable?: Uint8Array;
  vlans: Uint8Array;
  hasVnetHdr: number;
  multiOverflow: number;
  uniOverflow: number;
  alluni: number;
  nomulti: number;
  nouni: number;
  nobcast: number;
  hasUfo: number;
  maxQueuePairs?: number;
  currQueuePairs?: number;
  txWaitingRest?: number[];
  currGuestOffloads?: bigint;
  rss?: RssWire;
  backend?: { backend: Uint8Array[] };
}

/** Root of the section; `multiqueue` is the destination's own property (max_queue_pairs > 1), never on the wire. */
export interface VirtioNetWire extends WireState {
  multiqueue: boolean;
  virtio: VirtioWire & { device: VirtioNetDeviceWire };
}

/** A table larger than MAC_TABLE_ENTRIES is thrown away by whoever reads it. */
export const MAC_TABLE_ENTRIES = 64;
const macTableFits = (own: WireState): boolean => (own.macTableInUse as number) <= MAC_TABLE_ENTRIES;

const isMultiqueue = (_: WireState, root: WireState): boolean => root.multiqueue === true;

/** Version 2 (QEMU 10.1) added the supported hash types. */
const rssVersion = (versionId: number): Vmstate => ({
  name: 'virtio-net-device/rss',
  versionId,
  minimumVersionId: 1,
  fields: [
    number('u8', 'rss_data.enabled', { key: 'enabled' }),
    number('u8', 'rss_data.redirect', { key: 'redirect' }),
    number('u8', 'rss_data.populate_hash', { key: 'populateHash' }),
    number('u32', 'rss_data.hash_types', { key: 'hashTypes' }),
    number('u32', 'rss_data.supported_hash_types', { key: 'supportedHashTypes', since: 2 }),
    number('u16', 'rss_data.indirections_len', { key: 'indirectionsLen' }),
    number('u16', 'rss_data.default_queue', { key: 'defaultQueue' }),
    buffer('rss_data.key', 40, FieldType.Bytes, { key: 'key' }),
    numbers('u16', 'rss_data.indirections_table', (own) => own.indirectionsLen as number, { key: 'indirectionsTable' }),
  ],
});

/** State of a vhost-user back-end that migrates its own (QEMU hw/virtio/vhost.c, vhost_save_backend_state). */
const backend: Vmstate = {
  name: 'virtio-net-device/backend',
  versionId: 0,
  minimumVersionId: 0,
  fields: [chunks('backend')],
};

/** Each filter address as its own part. */
function macParts(bytes: Uint8Array): readonly Part[] {
  return Array.from({ length: bytes.length / 6 }, (_, i) => ({ name: `macs[${i}]`, show: FieldType.Mac, size: 6 }));
}

/** vmstate `virtio-net-device` version 11, whose RSS subsection has this version. */
const netDevice = (rss: number): Vmstate => ({
  name: 'virtio-net-device',
  versionId: 11,
  minimumVersionId: 11,
  fields: [
    buffer('mac', 6, FieldType.Mac),
    number('u32', 'vqs[0].tx_waiting', {
      key: 'txWaiting',
      within: ['virtio-net-queue-tx_waiting:tx_waiting'],
      withinField: 'vqs',
    }),
    number('u32', 'mergeable_rx_bufs'),
    number('u16', 'status'),
    number('u8', 'promisc'),
    number('u8', 'allmulti'),
    number('u32', 'mac_table.in_use', { key: 'macTableInUse' }),
    buffer('mac_table.macs', (own) => 6 * (own.macTableInUse as number), FieldType.Bytes, {
      key: 'macTable',
      parts: macParts,
      when: macTableFits,
    }),
    // Its count is an int here: a huge one is negative, and nothing is passed over.
    unused((own) => 6 * Math.max(0, (own.macTableInUse as number) | 0), { when: (own) => !macTableFits(own) }),
    buffer('vlans', 512, FieldType.Bitmap),
    number('u32', 'has_vnet_hdr', { within: ['virtio-net-vnet:has_vnet_hdr'], check: 'virtio-net.has_vnet_hdr' }),
    number('u8', 'mac_table.multi_overflow', { key: 'multiOverflow' }),
    number('u8', 'mac_table.uni_overflow', { key: 'uniOverflow' }),
    number('u8', 'alluni'),
    number('u8', 'nomulti'),
    number('u8', 'nouni'),
    number('u8', 'nobcast'),
    number('u8', 'has_ufo', { within: ['virtio-net-ufo:has_ufo'], check: 'virtio-net.has_ufo' }),
    number('u16', 'max_queue_pairs', { when: isMultiqueue, equal: true }),
    number('u16', 'curr_queue_pairs', { when: isMultiqueue }),
    numbers('u32', 'tx_waiting', (own) => Math.max(0, (own.currQueuePairs as number) - 1), {
      key: 'txWaitingRest',
      when: isMultiqueue,
      before: 'virtio-net.curr_queue_pairs',
      within: ['virtio-net-queue-tx_waiting:tx_waiting', 'virtio-net-tx_waiting:vqs_1'],
    }),
    number('u64', 'curr_guest_offloads', { when: (_, root) => lowFeature(root, Feature.CtrlGuestOffloads) }),
  ],
  subsections: [
    { key: 'rss', of: rssVersion(rss) },
    { key: 'backend', of: backend },
  ],
  postLoad: 'virtio-net-device.loaded',
});

export const virtioNetDevice: Vmstate = netDevice(2);

/** struct virtio_net_config (virtio 1.2, 5.1.4), as far as the device has it. */
const CONFIG: readonly Part[] = [
  { name: 'mac', show: FieldType.Mac, size: 6 },
  { name: 'status', show: FieldType.U16Le, size: 2 },
  { name: 'max_virtqueue_pairs', show: FieldType.U16Le, size: 2 },
  { name: 'mtu', show: FieldType.U16Le, size: 2 },
  { name: 'speed', show: FieldType.U32Le, size: 4 },
  { name: 'duplex', show: FieldType.U8, size: 1 },
  { name: 'rss_max_key_size', show: FieldType.U8, size: 1 },
  { name: 'rss_max_indirection_table_length', show: FieldType.U16Le, size: 2 },
  { name: 'supported_hash_types', show: FieldType.U32Le, size: 4 },
];

function netConfigParts(): readonly Part[] {
  return CONFIG;
}

const over = (transport: Transport, rss: number): Vmstate => ({
  name: 'virtio-net',
  versionId: 11,
  minimumVersionId: 11,
  fields: [struct('virtio', virtioVmstate(netDevice(rss), netConfigParts, transport), { describeAs: 'virtio' })],
});

/** vmstate `virtio-net` version 11, on PCI. */
export const virtioNet = over('pci', 2);
/** The same as QEMU 7.2 and 10.0 have it: `virtio-net-device/rss` version 1. */
export const virtioNetRss1 = over('pci', 1);
/** Both on virtio-mmio, for reading only. */
export const virtioNetMmio = over('mmio', 2);
export const virtioNetMmioRss1 = over('mmio', 1);

/** VNET_MIG_F_* of the RFC's patch 4: 64-bit flags in virtio-net's iterative sections. */
export const VNET_MIG_F_INIT_STATE = 0xffffffffef200000n;
export const VNET_MIG_F_END_DATA = 0xffffffffef200001n;
export const VNET_MIG_F_NO_DATA = 0xffffffffef200002n;

/**
 * The early VMSD of RFC v2, as the RFC of 2023 has it (5/5): its own name, the version of vmstate `virtio-net`, and one
 * field whose bytes are those of the whole device. That v2 keeps all of this is an inference: its text is not to be had.
 */
export const virtioNetEarly: Vmstate = {
  ...virtioNetRss1,
  name: 'virtio-net-early',
  fields: virtioNetRss1.fields.map((field) => ({ ...field, name: 'virtio-early' })),
};

/** This project's proposal `delta`: flags after the RFC's three, in a PART and in a FULL section of version 12. */
export const VNET_MIG_F_DELTA = 0xffffffffef200003n;
export const VNET_MIG_F_FINAL = 0xffffffffef200004n;
/** Version of the FULL section that only ends what START began, and the one field that describes it. */
export const DELTA_VERSION = 12;
export const DELTA_FIELD = 'virtio-delta';
