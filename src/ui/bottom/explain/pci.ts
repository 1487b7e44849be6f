// Explanations of PCI state: vmstate PCIDevice, the registers of config space, MSI-X.
import type { WordTable } from './types.ts';

const PCI = 'hw/pci/pci.c vmstate_pci_device';
const SPACE = 'hw/pci/pci.c get_pci_config_device()';
const MSIX = 'hw/pci/msix.c msix_save()';
const VPCI = 'hw/virtio/virtio-pci.c virtio_pci_save_config()';

export const PCI_WORDS: WordTable = {
  'pci/version_id': [
    PCI,
    'Version of PCIDevice, 2 since the interrupt state is sent. It must lie between 0 and the destination’s: "Invalid value … expecting positive value <= 2". Without it the interrupt state of an old stream would be read from MSI-X bytes.',
  ],
  'pci/config': [
    SPACE,
    'The 256 bytes of configuration space. Bytes that the guest cannot write must equal the destination’s, else "Bad config data"; loading them maps the BARs anew, which is the costly part of the load. Without it the guest’s drivers would find their device unconfigured.',
  ],
  config_extended: [
    SPACE,
    'Configuration space from 0x100 to 0xfff, which PCI Express devices have. Read-only bytes must be equal here too. Without it extended capabilities would be lost.',
  ],
  irq_state: [
    'hw/pci/pci.c put_pci_irq_state()',
    'Level of the four interrupt pins INTA to INTD. The destination restores the bridge’s counts from it. Without it a level that was asserted at the stop would stay so for ever, or be lost.',
  ],
  vendor_id: [
    SPACE,
    '0x1af4 for all virtio devices. The guest cannot write it, so it must equal the destination’s. A difference is "Bad config data: i=0x0" and the load ends.',
  ],
  device_id: [
    SPACE,
    '0x1000 for a transitional virtio-net, 0x1041 for a modern one. It must equal the destination’s. Other properties (disable-legacy) at the destination show here first.',
  ],
  command: [
    SPACE,
    'Bit 1 lets the device answer in memory space, bit 2 lets it master the bus. Loading it decides whether BARs are mapped and DMA is allowed. Without bit 2 the device may not touch the rings.',
  ],
  'pci/config/status': [
    SPACE,
    'PCI status: bit 4 says that a capability list exists, bit 3 that an interrupt is pending. Partly read-only, so compared. Without the list MSI-X and the virtio structures would not be found.',
  ],
  revision_id: [
    SPACE,
    '0 for transitional, 1 for modern virtio devices. Compared, since the guest cannot write it. A driver chooses its interface by it.',
  ],
  class_code: [
    SPACE,
    '0x020000: network controller, Ethernet. Compared at load. Without it a guest could not bind a driver by class.',
  ],
  cache_line_size: [
    SPACE,
    'Written by firmware, without effect in QEMU. It travels as the guest left it. Without it a guest that reads it back would see a change.',
  ],
  latency_timer: [
    SPACE,
    'Written by firmware, without effect in QEMU. It travels as the guest left it. A change would be seen only by a guest that reads it back.',
  ],
  header_type: [
    SPACE,
    '0 for a device with one function. Compared at load. Without it the layout behind it could not be read.',
  ],
  bist: [
    SPACE,
    'Built-in self test; QEMU has none, so 0. It stands here because the header has a place for it. Nothing would break without it.',
  ],
  bar: [
    SPACE,
    'Base address that firmware or guest gave to a region of the device; the low bits say I/O or memory. Loading it maps the region, and each mapping rebuilds the address spaces: that is what an early load moves out of the downtime. Without it the guest’s accesses would go nowhere.',
  ],
  cardbus_cis: [
    SPACE,
    'CardBus pointer, 0. It stands here because the header has a place for it. Nothing would break without it.',
  ],
  subsystem_vendor_id: [
    SPACE,
    'Second vendor id, 0x1af4. Compared at load. Drivers tell transitional devices apart by the pair.',
  ],
  subsystem_id: [
    SPACE,
    'The virtio device type for transitional devices: 1 is a network card. Compared at load. A legacy driver binds by it.',
  ],
  rom_address: [
    SPACE,
    'Where the option ROM is mapped, if it is. The ROM’s contents are a RAM block of their own. Without it a guest that boots from the network again would not find it.',
  ],
  capabilities: [
    SPACE,
    'Offset of the first capability. Compared at load: other MSI-X vectors or another machine at the destination show here. Without it the list has no beginning.',
  ],
  reserved: [
    SPACE,
    'Reserved bytes of the header, zero. They are compared like all that the guest cannot write. Nothing would break without them.',
  ],
  interrupt_line: [
    SPACE,
    'What firmware noted about the interrupt’s routing; a note of the guest to itself. It travels as it was left. Without it a guest without ACPI would lose the routing.',
  ],
  interrupt_pin: [
    SPACE,
    '1: the device uses INTA when it has no MSI-X. Compared at load. Without it a guest would wait on the wrong pin.',
  ],
  min_gnt: [
    SPACE,
    'A timing wish, 0 in QEMU. It stands here because the header has a place for it. Nothing would break without it.',
  ],
  max_lat: [
    SPACE,
    'A timing wish, 0 in QEMU. It stands here because the header has a place for it. Nothing would break without it.',
  ],
  capability: [
    SPACE,
    'A capability of the PCI list: id, offset of the next, its body. MSI-X tells how many vectors there are, the virtio ones tell where in which BAR the registers lie. Without it this reader could not know how long the MSI-X table is, since no length is on the wire.',
  ],
  rest: [
    SPACE,
    'Bytes of configuration space behind the last capability. They travel and are compared where the guest cannot write. Nothing in virtio-net uses them.',
  ],
  msix_table: [
    MSIX,
    'One entry for each MSI-X vector: address, data, mask. The number of entries is not on the wire: it is read off the capability inside config space. Without it no interrupt would reach the guest.',
  ],
  entry: [
    MSIX,
    'One vector of the MSI-X table, as it lies in the device’s memory, little-endian. The guest writes it when it enables the vector. Without it that vector stays silent.',
  ],
  msg_addr: [
    'virtio 1.2 4.1.5.1.2, PCI 3.0 6.8.2.3',
    'Where the device writes to interrupt: the local APIC of the chosen CPU. Only the guest sets it. Without it the write would go to address 0.',
  ],
  msg_data: [
    'PCI 3.0 6.8.2.3',
    'What is written there: the interrupt’s number. Only the guest sets it. Without it the guest would take another interrupt, or none.',
  ],
  vector_control: [
    'PCI 3.0 6.8.2.4',
    'Bit 0 masks the vector; an interrupt that falls due meanwhile becomes pending. It travels so that a masked vector stays masked. Without it a guest would be interrupted while it is not ready.',
  ],
  msix_pba: [
    MSIX,
    'One bit for each vector: due, but masked. They fire when the mask is lifted. Without them an interrupt of the last moment is lost, and with it a whole queue’s progress.',
  ],
  config_vector: [
    VPCI,
    'MSI-X vector for configuration changes (link up or down); 0xffff is none. It is checked against the number of vectors. Without it the guest would not hear of a change.',
  ],
};
