// Explanations of the device's live values: those on the wire are explained with their field, these are the others and
// the ring indices in guest memory. By QEMU's name.
import type { WordTable } from './types.ts';

const STRUCT = 'hw/virtio/virtio.c struct VirtQueue';
const LOAD = 'hw/virtio/virtio.c virtio_load()';

/** Cells whose field on the wire has another name. */
export const CELL_FIELDS: Readonly<Record<string, string>> = {
  'guest_features (low)': 'guest_features',
  'guest_features (high)': '64bit_features/guest_features',
  net_status: 'virtio-net-device/status',
  'vlans set': 'vlans',
  tx_waiting: 'vqs[0].tx_waiting',
  num: 'vring.num',
  desc: 'vring.desc',
  avail: 'vring.avail',
  used: 'vring.used',
};

export const CELLS: WordTable = {
  shadow_avail_idx: [
    STRUCT,
    'The device’s last look at avail.idx, so that it need not read guest memory for every buffer. It is not sent: the load reads avail.idx anew. Without that the device would not see buffers that were added before the stop.',
  ],
  used_idx: [
    STRUCT,
    'The device’s own copy of used.idx in guest memory. For split rings it is not sent: the load reads it from the ring, which came with RAM. Without it the first completion would overwrite an old one.',
  ],
  inuse: [
    STRUCT,
    'Elements that the device has taken and not given back: last_avail_idx − used_idx, modulo 65,536. It is computed at the load, and more than the ring’s size fails: "VQ %d size 0x%x < last_avail_idx 0x%x - used_idx 0x%x". Without it a device could take more than the ring holds.',
  ],
  signalled_used: [
    STRUCT,
    'The used index at which the device last interrupted the guest, for event index suppression. It is neither sent nor recomputed. That is safe, because the flag beside it makes the next completion interrupt.',
  ],
  signalled_used_valid: [
    STRUCT,
    'Whether signalled_used means something. After a load it is false, so the first completion interrupts in any case. Without it an interrupt could be suppressed by a number of another life.',
  ],
  'mac_table.first_multi': [
    'hw/net/virtio-net.c virtio_net_post_load_device()',
    'Index of the first multicast address in the MAC table: receive_filter() looks for unicast before it and for multicast from it on. It is not sent: the load takes the first address with the group bit, where the command counted the unicast list. Without it every address would have to be compared with every frame.',
  ],
  'BARs mapped': [
    'hw/pci/pci.c pci_update_mappings()',
    'Whether the device’s registers are in the guest’s address space. Loading config space maps them, and each mapping rebuilds the address spaces. With the early load it happens outside the downtime; without the mapping no kick arrives.',
  ],
  iterative_vmstate_sent: [
    'RFC patch 6, struct VirtIODevMigration',
    'The source has sent its early copy. Patch 6 uses it to let the early save pass while vhost runs. Without it virtio_net_pre_save() would assert.',
  ],
  iterative_vmstate_loaded: [
    'RFC patch 5, struct VirtIODevMigration',
    'The destination is loading the early copy, so the ring check must wait. It is reset for FULL. Without it the check compares with memory that has not come yet.',
  ],
  'avail.idx': [
    'virtio 1.2 2.7.6',
    'The driver’s index into the available ring, in guest memory: how many buffers it has ever offered, modulo 65,536. It travels with RAM. The check at load subtracts last_avail_idx from it; without its page the result is nonsense.',
  ],
  'used.idx': [
    'virtio 1.2 2.7.8',
    'The device’s index into the used ring, in guest memory: how many buffers it has ever given back, modulo 65,536. It travels with RAM. The load takes used_idx from it; without its page completions would be repeated.',
  ],
  heads: [
    LOAD,
    'avail.idx − last_avail_idx, modulo 65,536: buffers that wait for the device. More than the ring has entries is impossible, so the device is marked broken: "Guest index … inconsistent with Host index". Without the check it would read descriptors that nobody wrote.',
  ],
};
