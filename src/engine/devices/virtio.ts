// The part of the state that every virtio device has: virtio_save() and vmstate `virtio` (QEMU hw/virtio/virtio.c), with
// the transport's parts in it (hw/virtio/virtio-pci.c, virtio-mmio.c). Written by hand-made code there, data here.
import { FieldType } from '../capture/spans.ts';
import {
  array,
  buffer,
  number,
  numbers,
  struct,
  unused,
  type Field,
  type Part,
  type Subsection,
  type Vmstate,
  type WireState,
} from '../vmstate/description.ts';
import { msixTable, pciDevice, type PciState } from './pci.ts';

/** VIRTIO_QUEUE_MAX: the three big arrays have an entry for every queue a device could have. */
export const VIRTIO_QUEUE_MAX = 1024;

/** Feature bits that decide what is on the wire (virtio 1.2, 5.1.3 and 6). */
export const Feature = {
  CtrlGuestOffloads: 2,
  Mac: 5,
  MrgRxbuf: 15,
  Status: 16,
  CtrlVq: 17,
  CtrlRx: 18,
  CtrlVlan: 19,
  CtrlRxExtra: 20,
  GuestAnnounce: 21,
  Mq: 22,
  CtrlMacAddr: 23,
  IndirectDesc: 28,
  EventIdx: 29,
  Version1: 32,
  RingPacked: 34,
  HashReport: 57,
  Rss: 60,
} as const;

export interface QueueWire extends WireState {
  num: number;
  desc: bigint;
  lastAvailIdx: number;
  vector?: number;
}

export interface ModernQueueWire extends WireState {
  num: number;
  enabled: number;
  desc: number[];
  avail: number[];
  used: number[];
}

/**
 * An array with an entry for every queue that a device could have; with `count` it is this project's proposal and has that
 * many entries, for the queues that the device has.
 */
export interface PerQueue<Entry> extends WireState {
  count?: number;
  vqs: Entry[];
}

export interface ModernStateWire extends PerQueue<ModernQueueWire> {
  dfselect: number;
  gfselect: number;
  guestFeatures: number[];
}

export interface VirtioWire extends WireState {
  pci: PciState;
  msixTable?: WireState[];
  msixPba?: Uint8Array;
  configVector?: number;
  status: number;
  isr: number;
  queueSel: number;
  guestFeatures: number;
  configLen: number;
  config: Uint8Array;
  queues: number;
  vqs: QueueWire[];
  deviceEndian?: { deviceEndian: number };
  features64?: { guestFeatures: bigint };
  virtqueues?: PerQueue<{ avail: bigint; used: bigint }>;
  ringsize?: PerQueue<{ numDefault: number }>;
  broken?: { broken: number };
  extraState?: { extraState: { modernState?: ModernStateWire } };
  started?: { started: number };
  packedVirtqueues?: PerQueue<{
    lastAvailIdx: number;
    lastAvailWrapCounter: number;
    usedIdx: number;
    usedWrapCounter: number;
    inuse: number;
  }>;
  disabled?: { disabled: number };
}

const hasMsix = (_: WireState, root: WireState): boolean => (root.vectors as number) > 0;

/** Transport: save_config of virtio-pci. */
const transport: readonly Field[] = [
  struct('pci', pciDevice),
  { ...msixTable, when: hasMsix },
  buffer('msix_pba', (_, root) => Math.ceil((root.vectors as number) / 8), FieldType.Bytes, { when: hasMsix }),
  number('u16', 'config_vector', { when: hasMsix, check: 'virtio-pci.config_vector' }),
];

/** Transport: save_config of virtio-mmio. */
const mmioTransport: readonly Field[] = [
  number('u32', 'host_features_sel'),
  number('u32', 'guest_features_sel'),
  number('u32', 'guest_page_shift'),
];

/** What a virtio device is plugged into. */
export type Transport = 'pci' | 'mmio';

/** Names the parts of a device's config space. */
export type ConfigParts = (bytes: Uint8Array) => readonly Part[];

/** virtio_save() up to the queues; the device's own vmstate and vmstate `virtio` follow. */
const common = (parts: ConfigParts, over: Transport): readonly Field[] => [
  number('u8', 'status'),
  number('u8', 'isr'),
  number('u16', 'queue_sel', { check: 'virtio.queue_sel' }),
  number('u32', 'guest_features'),
  number('u32', 'config_len'),
  buffer('config', (own) => own.configLen as number, FieldType.Bytes, { parts }),
  number('u32', 'queues', { check: 'virtio.queues' }),
  array('vqs', (own) => own.queues as number, [
    number('u32', 'vring.num', { key: 'num' }),
    // Where the alignment can vary (has_variable_vring_alignment).
    ...(over === 'mmio' ? [number('u32', 'vring.align', { key: 'align' })] : []),
    number('u64', 'vring.desc', { key: 'desc' }),
    number('u16', 'last_avail_idx', { check: 'virtio.queue' }),
    number('u16', 'vector', { when: hasMsix, check: 'virtio-pci.vector' }),
  ]),
];

/** An entry for every queue a device could have; `of` is QEMU's name of the entry. */
const perQueue = (of: string, fields: readonly Field[], name = 'vq'): Field =>
  array(name, VIRTIO_QUEUE_MAX, fields, { key: 'vqs', of });

/** Before the last part of a subsection's name: it holds the queues that the device has, not 1,024. */
const USED_ONLY = 'x-used-';

/** Whether a subsection is one that only this project's proposal has: a QEMU without it answers "unknown subsection". */
export const isUsedOnly = (subsection: string): boolean => subsection.includes(`/${USED_ONLY}`);

/** A subsection as QEMU has it, and the same with a u32 before the array that says how many entries follow. */
function bothForms(key: string, of: Vmstate): readonly Subsection[] {
  const [path, last] = [of.name.slice(0, of.name.lastIndexOf('/') + 1), of.name.slice(of.name.lastIndexOf('/') + 1)];
  const fields = of.fields.flatMap((field): Field[] =>
    field.kind === 'array'
      ? [number('u32', 'count', { check: 'virtio.count' }), { ...field, count: (own) => own.count as number }]
      : [field],
  );
  return [
    { key, of, suits: (own) => own.count === undefined },
    { key, of: { ...of, name: `${path}${USED_ONLY}${last}`, fields }, suits: (own) => own.count !== undefined },
  ];
}

const modernState: Vmstate = {
  name: 'virtio_pci/modern_state',
  versionId: 1,
  minimumVersionId: 1,
  fields: [
    number('u32', 'dfselect'),
    number('u32', 'gfselect'),
    numbers('u32', 'guest_features', 2),
    perQueue(
      'virtio_pci/modern_queue_state',
      [
        number('u16', 'num'),
        unused(1),
        number('u8', 'enabled'),
        numbers('u32', 'desc', 2),
        numbers('u32', 'avail', 2),
        numbers('u32', 'used', 2),
      ],
      'vqs',
    ),
  ],
};

const virtioPci: Vmstate = {
  name: 'virtio_pci',
  versionId: 1,
  minimumVersionId: 1,
  fields: [],
  subsections: bothForms('modernState', modernState),
};

const virtioMmio: Vmstate = {
  name: 'virtio_mmio',
  versionId: 1,
  minimumVersionId: 1,
  fields: [],
  subsections: [
    {
      key: 'modernState',
      of: {
        name: 'virtio_mmio/state',
        versionId: 1,
        minimumVersionId: 1,
        fields: [
          numbers('u32', 'guest_features', 2),
          perQueue(
            'virtio_mmio/queue_state',
            [
              number('u16', 'num'),
              number('bool', 'enabled'),
              numbers('u32', 'desc', 2),
              numbers('u32', 'avail', 2),
              numbers('u32', 'used', 2),
            ],
            'vqs',
          ),
        ],
      },
    },
  ],
};

const one = (name: string, field: Field): Vmstate => ({ name, versionId: 1, minimumVersionId: 1, fields: [field] });

/** Subsections of vmstate `virtio` version 1, which has no fields, in this order; `transport` is its extra state. */
const virtioSubsections = (transport: Vmstate): readonly Subsection[] => [
  { key: 'deviceEndian', of: one('virtio/device_endian', number('u8', 'device_endian')) },
  { key: 'features128', of: one('virtio/128bit_features', number('u64', 'guest_features_hi')) },
  { key: 'features64', of: one('virtio/64bit_features', number('u64', 'guest_features')) },
  ...bothForms(
    'virtqueues',
    one(
      'virtio/virtqueues',
      perQueue('virtqueue_state', [
        number('u64', 'vring.avail', { key: 'avail' }),
        number('u64', 'vring.used', { key: 'used' }),
      ]),
    ),
  ),
  ...bothForms(
    'ringsize',
    one('virtio/ringsize', perQueue('ringsize_state', [number('u32', 'vring.num_default', { key: 'numDefault' })])),
  ),
  { key: 'broken', of: one('virtio/broken', number('u8', 'broken')) },
  { key: 'extraState', of: one('virtio/extra_state', struct('extra_state', transport)) },
  { key: 'started', of: one('virtio/started', number('u8', 'started')) },
  ...bothForms(
    'packedVirtqueues',
    one(
      'virtio/packed_virtqueues',
      perQueue('packed_virtqueue_state', [
        number('u16', 'last_avail_idx'),
        number('u8', 'last_avail_wrap_counter'),
        number('u16', 'used_idx'),
        number('u8', 'used_wrap_counter'),
        number('u32', 'inuse'),
      ]),
    ),
  ),
  { key: 'disabled', of: one('virtio/disabled', number('u8', 'disabled')) },
];

/** The whole of virtio_save() for a device whose own vmstate is `device` (null: it has none). */
export function virtioVmstate(device: Vmstate | null, parts: ConfigParts = () => [], over: Transport = 'pci'): Vmstate {
  const own: readonly Field[] = device ? [struct(device.name, device, { key: 'device' })] : [];
  return {
    name: 'virtio',
    versionId: 1,
    minimumVersionId: 1,
    handMade: true,
    fields: [...(over === 'pci' ? transport : mmioTransport), ...common(parts, over), ...own],
    subsections: virtioSubsections(over === 'pci' ? virtioPci : virtioMmio),
    postLoad: 'virtio.loaded',
  };
}

/** All 64 guest feature bits that a loaded state carries. */
export function guestFeaturesOf(virtio: VirtioWire): bigint {
  return virtio.features64?.guestFeatures ?? BigInt(virtio.guestFeatures >>> 0);
}

/** Whether bit `bit` of the low feature word is set. */
export function lowFeature(root: WireState, bit: number): boolean {
  const virtio = root.virtio as VirtioWire;
  return ((virtio.guestFeatures >>> bit) & 1) === 1;
}
