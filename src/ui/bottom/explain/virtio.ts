// Explanations of what every virtio device saves: virtio_save() and vmstate `virtio` with its subsections.
import type { WordTable } from './types.ts';

const SAVE = 'hw/virtio/virtio.c virtio_save()';
const LOAD = 'hw/virtio/virtio.c virtio_load()';
const SUB = 'hw/virtio/virtio.c vmstate_virtio';
const MODERN = 'hw/virtio/virtio-pci.c vmstate_virtio_pci_modern_state_sub';
const MODERN_QUEUE = 'hw/virtio/virtio-pci.c vmstate_virtio_pci_modern_queue_state';
const PACKED = 'hw/virtio/virtio.c vmstate_packed_virtqueue';

const PROPOSED = 'a proposal of this project; QEMU has hw/virtio/virtio.c vmstate_virtio';

/** Words for this project's proposed form of a subsection and for the two fields that differ in it. */
function usedOnly(name: string, array: string, of: string): WordTable {
  const short = name.slice(name.lastIndexOf('/') + 1);
  return {
    [name]: [
      PROPOSED,
      `${of} In this form, proposed after a reviewer’s idea, only for the queues that the device has: a count and as many entries. A QEMU that does not know it ends the load: "No such file or directory". Without it 1,024 entries travel, nearly all zeros.`,
    ],
    [`${short}/count`]: [
      PROPOSED,
      'How many entries follow: the number of queues that virtio_save() has written before. More than 1,024 are refused. Without it the reader could not tell where the subsection ends.',
    ],
    [`${short}/${array}`]: [
      PROPOSED,
      'One entry for every queue that the device has. Queues beyond them become as switched on, so that a shorter list clears what an earlier load set. Without that rule they would keep it.',
    ],
  };
}

export const VIRTIO: WordTable = {
  ...usedOnly('virtio/x-used-virtqueues', 'vq', 'Addresses of the available and the used ring.'),
  ...usedOnly('virtio/x-used-ringsize', 'vq', 'Ring sizes before a driver changed them.'),
  ...usedOnly('virtio/x-used-packed_virtqueues', 'vq', 'Next positions and wrap counters of packed rings.'),
  ...usedOnly('virtio_pci/x-used-modern_state', 'vqs', 'Registers of the modern PCI interface.'),
  virtio: [
    SAVE,
    'The whole of a virtio device’s state: transport, common part, the device’s own vmstate, then subsections. It is written by hand-made code, so the description only says "virtio" and its size. Without this reader it would be one opaque blob of 46 kB.',
  ],
  pci: [
    'hw/pci/pci.c vmstate_pci_device',
    'The PCI part: config space and interrupt levels. It comes first, because loading it maps the registers. Without it nothing of the device is visible to the guest.',
  ],
  status: [
    SAVE,
    'Device status: ACKNOWLEDGE 1, DRIVER 2, DRIVER_OK 4, FEATURES_OK 8, NEEDS_RESET 0x40, FAILED 0x80. DRIVER_OK makes the destination start the device once the vCPUs run. Without it the device would wait for a driver that has long been there.',
  ],
  isr: [
    SAVE,
    'Interrupt status: bit 0 a queue was used, bit 1 the configuration changed. Only guests without MSI-X read it. Without it such a guest would take a pending interrupt for somebody else’s.',
  ],
  queue_sel: [
    SAVE,
    'Queue that the driver last selected through the transport’s registers. More than 1023 is refused. Without it a driver that was stopped between select and write would set up queue 0 instead.',
  ],
  guest_features: [
    SAVE,
    'Features that the driver accepted, low 32 bits; a subsection carries all 64. The destination must offer each of them: "Features 0x… unsupported. Allowed features: 0x…". Without the check a guest would rely on what its device cannot do.',
  ],
  config_len: [
    SAVE,
    'Bytes of device configuration that follow. A destination with a longer or shorter one takes what fits and skips the rest. Without it a QEMU with a newer config layout could not load an older stream.',
  ],
  'virtio/config': [
    SAVE,
    'A copy of what the guest last read of the device’s configuration, in the layout of the virtio specification. For virtio-net the device rebuilds it from its own fields. Without it devices that keep state only here would lose it.',
  ],
  queues: [
    LOAD,
    'How many queues follow. More than 1,024 is refused: "Invalid number of virtqueues". Without it the reader could not tell the last queue from the device’s own state.',
  ],
  'virtio/vqs': [
    SAVE,
    'One element for each queue: size, descriptor table, last_avail_idx, vector. For virtio-net they go RX0, TX0, RX1, TX1, … and the control queue. The rings themselves travel with guest RAM.',
  ],
  'vring.num': [
    SAVE,
    'Entries of this queue as the guest chose them. The check at load allows at most so many heads between last_avail_idx and avail.idx. Without it the wrap of ring slots would be wrong.',
  ],
  'vring.desc': [
    SAVE,
    'Guest address of the descriptor table; 0 says that the driver has not set this queue up. A legacy device computes the two other addresses from it. With 0 here and a last_avail_idx the load fails: "VQ %d address 0x0 inconsistent with Host index".',
  ],
  last_avail_idx: [
    SAVE,
    'The next entry of the available ring that the device will take. It is the only ring index on the wire: the destination compares it with avail.idx in guest memory and recomputes the rest. Without it buffers would be taken twice or never.',
  ],
  vector: [
    'hw/virtio/virtio-pci.c virtio_pci_save_queue()',
    'MSI-X vector of this queue; 0xffff means none. It is checked against the number of vectors. Without it the queue’s completions would go unnoticed.',
  ],
  'virtio/device_endian': [
    SUB,
    'Byte order of a legacy device that is not the target’s default (bi-endian POWER, Arm). Sent only then. Without it ring entries would be read the wrong way round.',
  ],
  device_endian: [
    SUB,
    '1 little, 2 big: the byte order in which the guest fills the rings. Modern devices are always little-endian. Without it every index of such a guest would be swapped.',
  ],
  'virtio/128bit_features': [
    SUB,
    'Feature bits 64 to 127, sent only when one of them is accepted; new in QEMU 10.2. The destination must offer them. Without it a guest with tunnel offloads would lose them.',
  ],
  guest_features_hi: [
    SUB,
    'Feature bits 64 to 127 that the driver accepted. They are checked like the low ones. Without them an offload in use would end silently.',
  ],
  'virtio/64bit_features': [
    SUB,
    'All 64 feature bits, sent when the high half is not empty, that is for every modern device (VERSION_1 is bit 32). When it is present, the low word before it no longer matters. Without it a modern guest would become a legacy one.',
  ],
  '64bit_features/guest_features': [
    SUB,
    'The 64 feature bits that the driver accepted. The destination must offer each: "Features 0x… unsupported". Without it VERSION_1 is lost and the ring layout read wrongly.',
  ],
  'virtio/virtqueues': [
    SUB,
    'Addresses of the available and the used ring for each of 1,024 possible queues, sent for modern devices. Legacy devices compute them. At 16 kB it is a third of the section, nearly all zeros.',
  ],
  'virtqueues/vq': [
    SUB,
    'One entry for every queue that a device could have (VIRTIO_QUEUE_MAX), used or not. Zeros are sent like all else. Without the fixed count old and new QEMUs would disagree where the next subsection begins.',
  ],
  'vring.avail': [
    SUB,
    'Guest address of the available ring, which the driver writes. Only modern devices send it. Without it the destination would look for avail.idx at a legacy layout’s place and find something else.',
  ],
  'vring.used': [
    SUB,
    'Guest address of the used ring, which the device writes. Only modern devices send it. Without it completions would be written over other memory of the guest.',
  ],
  'virtio/ringsize': [
    SUB,
    'Ring sizes before a driver changed them, for each of 1,024 queues; sent when one differs from what it is now. A reset brings these back. Without it a guest that resets the device would find other sizes.',
  ],
  'ringsize/vq': [
    SUB,
    'One entry for every queue that a device could have. Only the first few are not zero. Without the fixed count nothing behind it could be read.',
  ],
  'vring.num_default': [
    SUB,
    'Size of this ring after a reset. It matters when the guest chose a smaller one. Without it the device would keep the small size for ever.',
  ],
  'virtio/broken': [
    SUB,
    'Sent only when virtio_error() has marked the device broken. A broken device ignores its queues until the guest resets it. Its absence cannot clear the mark that an early load has set: that is why the RFC’s patch 5 is needed.',
  ],
  broken: [
    SUB,
    'Whether the device has stopped working after an error. With VERSION_1 the status has NEEDS_RESET too. Without it a destination would work on rings that made no sense.',
  ],
  'virtio/extra_state': [
    SUB,
    'A place for what the transport has to add: for PCI the registers of the modern interface. Sent when the transport has such state. Without it a guest in the middle of setting up a queue would have to begin again.',
  ],
  extra_state: [
    'hw/virtio/virtio-pci.c vmstate_virtio_pci',
    'The transport’s own vmstate, virtio_pci. It has no fields, only a subsection. Without it modern_state has nowhere to stand.',
  ],
  'virtio_pci/modern_state': [
    MODERN,
    'Registers of the modern PCI interface: selectors, features being negotiated, and for each of 1,024 queues what the driver has written. 28 kB, nearly all zeros. Without it a driver that is stopped during negotiation would see its writes forgotten.',
  ],
  dfselect: [
    MODERN,
    'Which 32 bits of the device’s features the driver is reading. Only meaningful between two register accesses. Without it such a driver would read the wrong half.',
  ],
  gfselect: [
    MODERN,
    'Which 32 bits of the driver’s features it is writing. Only meaningful between two register accesses. Without it such a driver would accept other features.',
  ],
  'modern_state/guest_features': [
    MODERN,
    'The two halves that the driver has written, before FEATURES_OK makes them count. Afterwards they equal the features above. Without them a negotiation under way would end with none.',
  ],
  'modern_state/vqs': [
    MODERN_QUEUE,
    'One entry for each of 1,024 possible queues: size, enabled, three addresses. Only those in use are not zero. Without the fixed count the next subsection could not be found.',
  ],
  'modern_state/vqs/num': [
    MODERN_QUEUE,
    'Ring size that the driver wrote. 0 for a queue it has not touched. Without it a driver that is stopped between the writes of one queue would get the default.',
  ],
  'modern_state/vqs/unused': [
    MODERN_QUEUE,
    'A byte that once belonged to a wider field. It is skipped. It stays so that old streams still load.',
  ],
  enabled: [
    MODERN_QUEUE,
    'Whether the driver has written 1 to queue_enable. From then on the addresses are fixed. Without it the device would not look at this queue.',
  ],
  desc: [
    MODERN_QUEUE,
    'Address of the descriptor table as the driver wrote it, low and high half. The virtqueue’s own copy stands earlier in the section. Without it a driver between the two writes would lose the first.',
  ],
  avail: [
    MODERN_QUEUE,
    'Address of the driver area (available ring) as the driver wrote it, low and high half. Without it a driver between the two writes would lose the first.',
  ],
  used: [
    MODERN_QUEUE,
    'Address of the device area (used ring) as the driver wrote it, low and high half. Without it a driver between the two writes would lose the first.',
  ],
  'virtio/started': [
    SUB,
    'Sent only when the device had been started. Its absence changes nothing, so it cannot undo what an early load said. Without it the destination derives "started" from DRIVER_OK, which some old guests set too early.',
  ],
  started: [
    SUB,
    'Whether the device was started, that is DRIVER_OK was seen or a legacy queue kicked. The destination starts its backend by it. Without it a guest that never set DRIVER_OK would stand still.',
  ],
  'virtio/packed_virtqueues': [
    SUB,
    'For packed rings: next positions and wrap counters of each of 1,024 queues. Sent when RING_PACKED was accepted, because memory does not hold these. Without it the destination could not tell which descriptors are new.',
  ],
  'packed_virtqueues/vq': [
    PACKED,
    'One entry for every queue that a device could have. Only those in use are not zero. Without the fixed count nothing behind it could be read.',
  ],
  'packed_virtqueues/vq/last_avail_idx': [
    PACKED,
    'Position in the ring of the next descriptor that the device will take. In a packed ring it wraps at the ring’s size, not at 65,536. Without it the device would begin at 0 and wait for ever.',
  ],
  last_avail_wrap_counter: [
    PACKED,
    'Whether an odd or an even round of the ring is expected: a descriptor is available when its AVAIL bit equals this and its USED bit does not. Without it every other round would look empty.',
  ],
  used_idx: [
    PACKED,
    'Position at which the device writes its next used descriptor. Guest memory does not hold it for packed rings. Without it completions would overwrite descriptors that are still in use.',
  ],
  used_wrap_counter: [
    PACKED,
    'The value for the AVAIL and USED bits of the next used descriptor. It flips at the ring’s end. Without it the driver would not recognise completions.',
  ],
  inuse: [
    PACKED,
    'Descriptors that the device has taken and not given back. It bounds what it may take at once. Without it a packed queue could be over-run after the migration.',
  ],
  'virtio/disabled': [
    SUB,
    'Sent only when the device is disabled, as a failover primary does to its standby. A disabled device ignores kicks. Without it both would answer.',
  ],
  disabled: [
    SUB,
    'Whether the device ignores its queues on purpose. Unlike broken it is no error. Without it the standby would come to life in the migration.',
  ],
  unused: [
    'include/migration/vmstate.h VMSTATE_UNUSED',
    'Bytes that an older version used; they are written as zeros and skipped. They stay so that offsets behind them do not move. Without them a new QEMU could not load an old stream.',
  ],
};
