// Explanations of the other virtio devices' own state and configuration.
import type { WordTable } from './types.ts';

const BLK = 'hw/block/virtio-blk.c virtio_blk_save_device()';
const BLKCFG = 'virtio 1.2 5.2.4 struct virtio_blk_config';
const SERIAL = 'hw/char/virtio-serial-bus.c virtio_serial_save_device()';
const SCSICFG = 'virtio 1.2 5.6.4 struct virtio_scsi_config';
const BALLOON = 'hw/virtio/virtio-balloon.c vmstate_virtio_balloon_device';

const blk = (name: string, what: string): Readonly<Record<string, readonly [string, string]>> => ({
  [name]: [
    BLKCFG,
    `${what} The guest reads it when it sets the disk up. Without it the guest would take the default of the specification.`,
  ],
});
const scsi = (name: string, what: string): Readonly<Record<string, readonly [string, string]>> => ({
  [name]: [
    SCSICFG,
    `${what} The guest reads it when it sets the adapter up. Without it the guest would take the default of the specification.`,
  ],
});

export const VIRTIO_OTHERS: WordTable = {
  'virtio-blk': [
    'hw/block/virtio-blk.c vmstate_virtio_blk',
    'A virtio disk: the common virtio state and the requests that were in flight. Its data stays on the image, which both hosts reach. Without it the guest loses its disk.',
  ],
  'virtio-blk requests': [
    BLK,
    'Requests that the device had taken and not finished, each after a byte that is not zero. The destination issues them again. Without them the guest would wait for ever for these reads and writes.',
  ],
  rq: [
    BLK,
    'One request in flight, as a VirtQueueElement. The destination issues it again. Without it the guest would wait for ever.',
  ],
  more: [
    BLK,
    'A byte that says whether another element follows: not zero, then yes. Zero ends the list. Without it the list’s length would have to be known.',
  ],
  vq_index: [
    BLK,
    'Queue that the request came from, sent only with several queues. Its completion goes back there. Without it the guest would look in the wrong queue.',
  ],
  elem: [
    'hw/virtio/virtio.c qemu_put_virtqueue_element()',
    'A VirtQueueElement in an old in-memory layout of 1,024 pieces, mostly empty: 49,168 bytes. It holds the head index and the guest addresses of the buffers. Without it a request in flight could not be finished.',
  ],
  ndescs: [
    'hw/virtio/virtio.c qemu_put_virtqueue_element()',
    'Descriptors of the element’s chain, sent when packed rings are offered. In a packed ring it says how far to move on. Without it the used position would drift.',
  ],
  ...blk('capacity', 'Size of the disk in 512-byte sectors.'),
  ...blk('size_max', 'Longest segment, with SIZE_MAX.'),
  ...blk('seg_max', 'Most segments of one request, with SEG_MAX.'),
  ...blk('geometry.cylinders', 'Cylinders of a made-up geometry, for old guests.'),
  ...blk('geometry.heads', 'Heads of a made-up geometry, for old guests.'),
  ...blk('geometry.sectors', 'Sectors of a made-up geometry, for old guests.'),
  ...blk('blk_size', 'Size of a logical block.'),
  ...blk('physical_block_exp', 'Logical blocks in a physical one, as a power of two.'),
  ...blk('alignment_offset', 'Offset of the first aligned logical block.'),
  ...blk('min_io_size', 'Smallest transfer that is good.'),
  ...blk('opt_io_size', 'Transfer size that is best.'),
  ...blk('wce', 'Whether the write cache is on.'),
  ...blk('config/unused', 'A byte that the layout leaves free.'),
  ...blk('num_queues', 'Queues that the device has.'),
  ...blk('max_discard_sectors', 'Longest discard, in sectors.'),
  ...blk('max_discard_seg', 'Most ranges of one discard.'),
  ...blk('discard_sector_alignment', 'Alignment of discards.'),
  ...blk('max_write_zeroes_sectors', 'Longest write of zeros, in sectors.'),
  ...blk('max_write_zeroes_seg', 'Most ranges of one write of zeros.'),
  ...blk('write_zeroes_may_unmap', 'Whether writing zeros may free blocks.'),
  'virtio-console': [
    'hw/char/virtio-serial-bus.c vmstate_virtio_console',
    'A virtio console: the common virtio state, then its ports. Characters in flight travel with the queue’s element. Without it a guest’s console would fall silent.',
  ],
  'virtio-serial ports': [
    SERIAL,
    'Size of the console, which ports exist, and for each port who is connected and what was half sent. The destination must have the same ports. Without it a port would look closed to the guest.',
  ],
  cols: [
    SERIAL,
    'Columns of the console, with F_SIZE. Written for old formats; the real size comes from the config. Without it the next field could not be found.',
  ],
  rows: [
    SERIAL,
    'Rows of the console, with F_SIZE. Written for old formats; the real size comes from the config. Without it the next field could not be found.',
  ],
  max_nr_ports: [
    SERIAL,
    'Most ports that the device can have; not more than the destination’s. Without it the map behind it has no length.',
  ],
  ports_map: [
    SERIAL,
    'One bit for each port that exists. The destination must have the same ports: it refuses another map. Without it a port’s data could go to another.',
  ],
  nr_active_ports: [SERIAL, 'How many ports’ states follow. Without it the end of the list could not be found.'],
  ports: [
    SERIAL,
    'State of one port: connections, and an element that was half consumed. Without it a port would look closed.',
  ],
  id: [SERIAL, 'Number of the port. Without it the state would go to another port.'],
  guest_connected: [
    SERIAL,
    'Whether a program of the guest has the port open. The host’s side is told. Without it an agent would not answer.',
  ],
  host_connected: [
    SERIAL,
    'Whether the host’s side was connected at the source. If it differs at the destination, the guest is told. Without it the guest would write to nobody.',
  ],
  elem_popped: [
    SERIAL,
    'Whether an element was taken and only partly consumed. If so the place in it and the element follow. Without it characters would be lost or doubled.',
  ],
  iov_idx: [SERIAL, 'Which piece of the element was being consumed. Without it characters would be doubled.'],
  iov_offset: [SERIAL, 'How far in that piece. Without it characters would be doubled.'],
  emerg_wr: [
    'virtio 1.2 5.3.4 struct virtio_console_config',
    'A register for one emergency character, with EMERG_WRITE. QEMU keeps nothing in it. Nothing would break without it.',
  ],
  'virtio-scsi': [
    'hw/scsi/virtio-scsi.c vmstate_virtio_scsi',
    'A virtio SCSI adapter: the common virtio state only. Requests in flight are saved by each disk’s own section. Without it the guest loses all its disks.',
  ],
  ...scsi('max_sectors', 'Longest transfer, in sectors.'),
  ...scsi('cmd_per_lun', 'Commands that one disk may have in flight.'),
  ...scsi('event_info_size', 'Bytes of an event.'),
  ...scsi('sense_size', 'Bytes of sense data; the driver may change it.'),
  ...scsi('cdb_size', 'Bytes of a command block; the driver may change it.'),
  ...scsi('max_channel', 'Highest channel number.'),
  ...scsi('max_target', 'Highest target number.'),
  ...scsi('max_lun', 'Highest unit number.'),
  'virtio-rng': [
    'hw/virtio/virtio-rng.c vmstate_virtio_rng',
    'A virtio entropy source: the common virtio state only. Without it a guest would wait for random numbers.',
  ],
  'virtio-balloon': [
    'hw/virtio/virtio-balloon.c vmstate_virtio_balloon',
    'A virtio balloon: the common virtio state and its two sizes. The pages inside it are simply zero in RAM. Without it host and guest would disagree about the guest’s size.',
  ],
  'virtio-balloon-device': [
    BALLOON,
    'Target and actual size of the balloon. Without it host and guest would disagree about the guest’s size.',
  ],
  num_pages: [
    BALLOON,
    'Pages that the host asks the guest to give up. Without it the guest would take all of its memory back.',
  ],
  actual: [BALLOON, 'Pages that the guest has given up. Without it query-balloon would be wrong.'],
  'virtio-balloon-device/free-page-report': [
    'hw/virtio/virtio-balloon.c vmstate_virtio_balloon_free_page_hint',
    'State of free page hinting, sent when it is in use. Without it the guest would report under an old number.',
  ],
  free_page_hint_cmd_id: [
    BALLOON,
    'Number of the current round of hints. Hints under another number are ignored. Without it stale hints would be believed.',
  ],
  free_page_hint_status: [
    BALLOON,
    'Whether a round is requested, started, stopped or done. Without it a round could never end.',
  ],
  'virtio-balloon-device/page-poison': [
    'hw/virtio/virtio-balloon.c vmstate_virtio_balloon_page_poison',
    'Value that the guest fills free pages with, sent with PAGE_POISON. Without it reported pages would come back as zeros.',
  ],
  poison_val: [
    BALLOON,
    'Value that the guest fills free pages with. Without it reported pages would come back as zeros.',
  ],
  'device state': [
    'hw/virtio/virtio.c virtio_save()',
    'State of a virtio device that this reader does not know, found by its length. The common part before it and the subsections behind it are decoded. Without it the device would be lost.',
  ],
};
