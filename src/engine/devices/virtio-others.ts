// The virtio devices beside virtio-net whose sections can stand in a stream: the common part, their own state, vmstate
// `virtio` (QEMU hw/block/virtio-blk.c, hw/char/virtio-serial-bus.c, hw/scsi/virtio-scsi.c, hw/virtio/*). For reading
// only; a device whose own state is not known is read around it.
import { FieldType } from '../capture/spans.ts';
import {
  array,
  buffer,
  list,
  number,
  numbers,
  struct,
  type Field,
  type Part,
  type Vmstate,
  type WireState,
} from '../vmstate/description.ts';
import { virtioVmstate, type ConfigParts, type Transport } from './virtio.ts';

/** struct VirtQueueElementOld of a 64-bit host, as it lies in memory: 3 counts and padding, addresses, iovecs of 1024. */
const ELEMENT_SIZE = 16 + 1024 * (8 + 8 + 16 + 16);

/** A request in flight; `packedHost` (not on the wire): the device offers packed rings. */
const element: readonly Field[] = [
  buffer('elem', ELEMENT_SIZE),
  number('u32', 'ndescs', { when: (_, root) => root.packedHost === true }),
];

const handMade = (name: string, fields: readonly Field[]): Vmstate => ({
  name,
  versionId: 1,
  minimumVersionId: 1,
  handMade: true,
  fields,
});

function device(
  name: string,
  versionId: number,
  own: Vmstate | null,
  parts: ConfigParts | undefined,
  transport: Transport,
): Vmstate {
  return {
    name,
    versionId,
    minimumVersionId: 1,
    fields: [struct('virtio', virtioVmstate(own, parts, transport), { describeAs: 'virtio' })],
  };
}

const severalQueues = (_: WireState, root: WireState): boolean => ((root.virtio as WireState).queues as number) > 1;

const le = (name: string, size: 1 | 2 | 4 | 8): Part => ({
  name,
  show: { 1: FieldType.U8, 2: FieldType.U16Le, 4: FieldType.U32Le, 8: FieldType.U64Le }[size],
  size,
});

/** struct virtio_blk_config (virtio 1.2, 5.2.4). */
const BLK_CONFIG: readonly Part[] = [
  le('capacity', 8),
  le('size_max', 4),
  le('seg_max', 4),
  le('geometry.cylinders', 2),
  le('geometry.heads', 1),
  le('geometry.sectors', 1),
  le('blk_size', 4),
  le('physical_block_exp', 1),
  le('alignment_offset', 1),
  le('min_io_size', 2),
  le('opt_io_size', 4),
  le('wce', 1),
  le('unused', 1),
  le('num_queues', 2),
  le('max_discard_sectors', 4),
  le('max_discard_seg', 4),
  le('discard_sector_alignment', 4),
  le('max_write_zeroes_sectors', 4),
  le('max_write_zeroes_seg', 4),
  le('write_zeroes_may_unmap', 1),
];

/** struct virtio_scsi_config (virtio 1.2, 5.6.4). */
const SCSI_CONFIG: readonly Part[] = [
  le('num_queues', 4),
  le('seg_max', 4),
  le('max_sectors', 4),
  le('cmd_per_lun', 4),
  le('event_info_size', 4),
  le('sense_size', 4),
  le('cdb_size', 4),
  le('max_channel', 2),
  le('max_target', 2),
  le('max_lun', 4),
];

/** struct virtio_console_config (virtio 1.2, 5.3.4). */
const CONSOLE_CONFIG: readonly Part[] = [le('cols', 2), le('rows', 2), le('max_nr_ports', 4), le('emerg_wr', 4)];

const blkDevice = handMade('virtio-blk requests', [
  list('rq', [number('u32', 'vq_index', { when: severalQueues }), ...element]),
]);

const popped = (own: WireState): boolean => own.elemPopped !== 0;

const serialDevice = handMade('virtio-serial ports', [
  number('u16', 'cols'),
  number('u16', 'rows'),
  number('u32', 'max_nr_ports'),
  numbers('u32', 'ports_map', (own) => Math.ceil((own.maxNrPorts as number) / 32)),
  number('u32', 'nr_active_ports'),
  array('ports', (own) => own.nrActivePorts as number, [
    number('u32', 'id'),
    number('bool', 'guest_connected'),
    number('bool', 'host_connected'),
    number('u32', 'elem_popped'),
    number('u32', 'iov_idx', { when: popped }),
    number('u64', 'iov_offset', { when: popped }),
    buffer('elem', ELEMENT_SIZE, FieldType.Bytes, { when: popped }),
    number('u32', 'ndescs', { when: (own, root) => popped(own) && root.packedHost === true }),
  ]),
]);

const balloonDevice: Vmstate = {
  name: 'virtio-balloon-device',
  versionId: 1,
  minimumVersionId: 1,
  fields: [number('u32', 'num_pages'), number('u32', 'actual')],
  subsections: [
    {
      key: 'freePageReport',
      of: {
        name: 'virtio-balloon-device/free-page-report',
        versionId: 1,
        minimumVersionId: 1,
        fields: [number('u32', 'free_page_hint_cmd_id'), number('u32', 'free_page_hint_status')],
      },
    },
    {
      key: 'pagePoison',
      of: {
        name: 'virtio-balloon-device/page-poison',
        versionId: 1,
        minimumVersionId: 1,
        fields: [number('u32', 'poison_val')],
      },
    },
  ],
};

/** A virtio device whose own state is not described: `deviceBytes` (not on the wire) is how long it is. */
const unknownDevice = handMade('device state', [
  buffer('device state', (_, root) => root.deviceBytes as number, FieldType.Bytes, {
    when: (_, root) => (root.deviceBytes as number) > 0,
  }),
]);

/** Vmstates by the name that ends a section's idstr. */
const others = (transport: Transport): ReadonlyMap<string, Vmstate> =>
  new Map(
    [
      device('virtio-blk', 2, blkDevice, () => BLK_CONFIG, transport),
      device('virtio-console', 3, serialDevice, () => CONSOLE_CONFIG, transport),
      device('virtio-scsi', 1, null, () => SCSI_CONFIG, transport),
      device('virtio-rng', 1, null, undefined, transport),
      device('virtio-balloon', 1, balloonDevice, undefined, transport),
    ].map((vmstate) => [vmstate.name, vmstate]),
  );

/** On PCI, and on virtio-mmio. */
export const OTHER_VIRTIO = others('pci');
export const OTHER_VIRTIO_MMIO = others('mmio');

/** Any virtio device by its name and version: common part, `deviceBytes` bytes, vmstate `virtio`. */
export function unknownVirtio(name: string, versionId: number, transport: Transport = 'pci'): Vmstate {
  return { ...device(name, Math.max(1, versionId), unknownDevice, undefined, transport), minimumVersionId: 0 };
}
