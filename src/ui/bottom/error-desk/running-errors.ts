// Messages of a source, which hears of its destination's end, and of a device whose guest runs: nothing of a load. Wordings
// of QEMU 7.2 to 10.0.
import type { KnownError } from './known-error.ts';
import * as at from './places.ts';

const ITS_LOG = 'The reason stands in the destination’s own log: look there for the first line, this one only follows.';

export const RUNNING_ERRORS: readonly KnownError[] = [
  {
    id: 'socket-write',
    pattern: /^Unable to write to socket: (?:Broken pipe|Connection reset by peer)$/,
    where: 'io/channel-socket.c qio_channel_socket_writev()',
    check: 'The source still had something to send, and the other end of the connection was closed.',
    cause: `The destination refused the stream or died; the guest goes on at the source. ${ITS_LOG}`,
    secondary: true,
  },
  {
    id: 'socket-read',
    pattern: /^Unable to read from socket: Connection reset by peer$/,
    where: 'io/channel-socket.c qio_channel_socket_readv(), migration/migration.c source_return_path_thread()',
    check: 'The source was waiting for a message of the return path when the connection was reset.',
    cause: `The destination ended while bytes for it were still on their way. ${ITS_LOG}`,
    secondary: true,
  },
  {
    id: 'channel-error',
    pattern: /^Channel error: Input\/output error$/,
    where: 'migration/migration.c source_return_path_thread(), qemu_get_be16() at the end of the file',
    check: 'The return path came to its end without MIG_RP_MSG_SHUT.',
    cause: `The destination ended after it had read all that was sent. ${ITS_LOG}`,
    secondary: true,
  },
  {
    id: 'sibling-error',
    pattern: /^Sibling indicated error (\d+)$/,
    where: 'migration/migration.c source_return_path_thread()',
    check: 'The destination’s MIG_RP_MSG_SHUT carried another value than 0.',
    cause: `The destination’s load failed, and it said so before it went. ${ITS_LOG}`,
    secondary: true,
  },
  {
    id: 'no-unplug',
    pattern: /^device_del not allowed while migrating$/,
    where: 'system/qdev-monitor.c qdev_unplug()',
    check: 'A device was to be unplugged while a migration was going on.',
    cause: 'Unplug before the migration, or cancel it first. The device stays.',
  },
  {
    id: 'guest-moved',
    pattern: /^Guest moved used index from (\d+) to (\d+)$/,
    where: 'hw/virtio/virtio.c virtqueue_num_heads(), virtio_error()',
    check:
      'What the device saw last of avail.idx − last_avail_idx, modulo 65,536, is more than the ring has entries; the words say “used”, but it is the available ring.',
    cause:
      'After a migration: a last_avail_idx that the load did not check (a check that was off, a back-end that had it) or a ring page that is not the guest’s latest. The device is broken from here on.',
    place: (document) => at.lastAvailIdx(document, []),
  },
  {
    id: 'chain',
    pattern:
      /^(?:virtio: (?:zero sized buffers are not allowed|bogus descriptor or out of resources|too many write descriptors in indirect table)|Looped descriptor|Incorrect order for descriptors|Invalid size for indirect buffer table|Cannot map indirect buffer|Desc next is \d+|Guest says index \d+ is available|Virtqueue size exceeded)$/,
    where: 'hw/virtio/virtio.c virtqueue_pop(), virtio_error()',
    check: 'A descriptor that the available ring names is none that a driver would have made.',
    cause:
      'After a migration: a ring address or an index in the section that is not the guest’s, so that the device reads what is no ring, or pages of the ring that were sent before their last write. Else the driver. The device is broken from here on.',
    place: at.ringAddress,
  },
  {
    id: 'ring-unmapped',
    pattern: /^Cannot map (?:desc|avail|used)$/,
    where: 'hw/virtio/virtio.c virtio_init_region_cache(), virtio_error()',
    check: 'A part of a ring does not lie in guest RAM.',
    cause: 'Less memory at the destination, or a damaged ring address. The device is broken until it is reset.',
    place: at.ringAddress,
  },
  {
    id: 'invalid-read',
    pattern: /^Invalid read at addr (0x[0-9A-Fa-f]+), size (\d+), region '(.*)', reason: (.+)$/,
    where: 'system/memory.c memory_region_access_valid()',
    check: 'The device read where no memory is; told in the log of -d guest_errors only.',
    cause: 'A ring address that points outside RAM: the index that is read there counts as 0.',
    place: at.ringAddress,
  },
  {
    id: 'delta-load',
    pattern: /^virtio_net_load_delta: (.+)$/,
    where: 'no QEMU; the proposal would stand in hw/net/virtio-net.c',
    check: 'The changes of strategy delta, a proposal of this project, do not fit what is there.',
    cause: 'Damage in a record of changes, or START was lost. No QEMU prints this.',
    place: at.iterativeFlag,
  },
];
