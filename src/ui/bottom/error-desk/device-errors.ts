// Messages of PCI, virtio and virtio-net, and of the process around them. Wordings of QEMU 7.2 to 10.2.
import type { KnownError } from './known-error.ts';
import * as at from './places.ts';

const VIRTIO = 'hw/virtio/virtio.c virtio_load()';

export const DEVICE_ERRORS: readonly KnownError[] = [
  {
    id: 'features',
    pattern: /^Features (0x[0-9a-f]+) unsupported\. Allowed features: (0x[0-9a-f]+)$/,
    where: VIRTIO,
    check: 'The guest has accepted a feature that the destination’s device does not offer.',
    cause:
      'Another device property (mq, packed, rss, a disabled offload), another backend (tap or vhost at one side only), or another machine version. The bits that are in the first number and not in the second are the ones.',
    place: at.guestFeatures,
  },
  {
    id: 'vq-inconsistent',
    pattern:
      /^VQ (\d+) size (0x[0-9a-f]+) Guest index (0x[0-9a-f]+) inconsistent with Host index (0x[0-9a-f]+): delta (0x[0-9a-f]+)$/,
    where: `${VIRTIO}, virtio_error()`,
    check: 'avail.idx in guest memory − last_avail_idx, modulo 65,536, is more than the ring has entries.',
    cause:
      'The ring page in guest memory and the index in the section are of different moments: RAM not yet loaded (the early load without patch 5 gives Guest index 0x0), a page that was sent before its last write, or damage. The load goes on with a broken device.',
    place: at.lastAvailIdx,
  },
  {
    id: 'vq-no-address',
    pattern: /^VQ (\d+) address 0x0 inconsistent with Host index (0x[0-9a-f]+)$/,
    where: VIRTIO,
    check: 'A queue has no descriptor table, and yet a last_avail_idx.',
    cause: 'Damage in vring.desc, or a device whose reset left the index.',
    place: at.lastAvailIdx,
  },
  {
    id: 'vq-inuse',
    pattern: /^VQ (\d+) size (0x[0-9a-f]+) < last_avail_idx (0x[0-9a-f]+) - used_idx (0x[0-9a-f]+)$/,
    where: VIRTIO,
    check: 'last_avail_idx − used.idx from guest memory, modulo 65,536, is more than the ring has entries.',
    cause:
      'The device would have more in flight than fits: last_avail_idx lies behind used.idx. The section is older than the ring page, or damaged.',
    place: at.lastAvailIdx,
  },
  {
    id: 'queue-count',
    pattern: /^Invalid number of virtqueues: (0x[0-9a-f]+)$/,
    where: VIRTIO,
    check: 'More than 1,024 queues.',
    cause:
      'Damage, or the part before the queues was read out of step: MSI-X with other vectors, another config length.',
    place: at.queueCount,
  },
  {
    id: 'bad-config',
    pattern:
      /^get_pci_config_device: Bad config data: i=0x([0-9a-f]+) read: ([0-9a-f]+) device: ([0-9a-f]+) cmask: ([0-9a-f]+) wmask: ([0-9a-f]+) w1cmask:\s?([0-9a-f]+)$/,
    where: 'hw/pci/pci.c get_pci_config_device()',
    check: 'A byte of config space that the guest cannot write differs from the destination’s.',
    cause:
      'The device differs: i=0x2 another device id (disable-legacy), i=0x34 or inside a capability other vectors or capabilities, a ROM of another size. Compare the properties of both command lines.',
    place: at.configByte,
  },
  {
    id: 'unknown-flag',
    pattern: /^virtio_net_load_state: U(?:k|nk)nown flag (0x[0-9a-f]+)$/,
    where: 'RFC patch 4, hw/net/virtio-net.c virtio_net_load_state()',
    check: 'A 64-bit word of the iterative section is none of the three VNET_MIG_F flags.',
    cause:
      'Damage, or the state after INIT_STATE was read too short or too long. Only the log of -d guest_errors shows it; the text says "Uknown".',
    place: at.iterativeFlag,
  },
  {
    id: 'pairs-mismatch',
    pattern: /^virtio-net: curr_queue_pairs ([0-9a-f]+) > max_queue_pairs ([0-9a-f]+)$/,
    where: 'hw/net/virtio-net.c virtio_net_tx_waiting_pre_load()',
    check: 'More queue pairs are in use than the device has.',
    cause: 'Damage, or another queues= at the destination’s netdev.',
    place: at.pairs,
  },
  {
    id: 'must-equal',
    pattern: /^(?:.*: )?([0-9a-f]+) != ([0-9a-f]+)$/,
    where: 'migration/vmstate-types.c get_uint16_equal()',
    check: 'A value that must be equal on both sides is not.',
    cause: 'For virtio-net it is max_queue_pairs: another queues= at the destination’s netdev.',
    place: at.pairs,
  },
  {
    id: 'vnet-hdr',
    pattern: /^virtio-net: saved image requires vnet_hdr=on$/,
    where: 'hw/net/virtio-net.c virtio_net_vnet_post_load()',
    check: 'The source’s peer put a virtio header before packets, the destination’s cannot.',
    cause: 'A tap at the source, and user or socket networking at the destination.',
    place: at.vnetHdr,
  },
  {
    id: 'ufo',
    pattern: /^virtio-net: saved image requires TUN_F_UFO support$/,
    where: 'hw/net/virtio-net.c virtio_net_ufo_post_load()',
    check: 'The guest uses UDP fragmentation offload, the destination’s peer cannot.',
    cause: 'An older kernel, or another kind of netdev, at the destination.',
    place: at.hasUfo,
  },
  {
    id: 'pairs-assertion',
    pattern: /virtio_net_change_num_queues: Assertion `old_num_queues >= 3' failed\.$/,
    where: 'hw/net/virtio-net.c virtio_net_change_num_queues()',
    check: 'An assertion: the device counts fewer than three queues with a size. QEMU aborts.',
    cause:
      'A ring size of 0 came in through the stream, and such a queue counts as absent. Damage, or a hostile stream.',
    place: (document) => at.lastAvailIdx(document, ['0']),
  },
  {
    id: 'vhost-assertion',
    pattern: /virtio_net_pre_save: Assertion `!n->vhost_started' failed\.$/,
    where: 'hw/net/virtio-net.c virtio_net_pre_save()',
    check: 'An assertion at the source: the state is saved while vhost runs. QEMU aborts.',
    cause:
      'The early save with a vhost backend and without the RFC’s patch 6: the ring indices live in the backend until it stops.',
  },
  {
    id: 'no-peer',
    pattern: /^warning: (?:nic|netdev|hub \d+) .* (?:has no peer|is not connected to host network)$/,
    where: 'net/net.c net_check_clients()',
    check: 'A network card or backend stands alone.',
    cause: 'Harmless for a load: the command line names no netdev for it.',
    harmless: true,
  },
  {
    id: 'no-irq',
    pattern: /^irq state (\d+): must be 0 or 1\.?$/,
    where: 'hw/pci/pci.c get_pci_irq_state()',
    check: 'A level of an interrupt pin is neither 0 nor 1.',
    cause: 'Damage, or config space had another length than the destination thinks.',
    place: (document) => at.fieldNamed(document, ['pci', 'irq_state']),
  },
];
