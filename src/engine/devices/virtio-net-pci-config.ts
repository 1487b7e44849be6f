// What virtio-net-pci shows in PCI config space and in its MSI-X table, field by field (virtio 1.2, 4.1; PCI Local Bus
// 3.0). `bound` is the device after firmware and driver have mapped its BARs and switched MSI-X on.

const COMMAND_IO_MEMORY_MASTER = 0x0007;
/** Where firmware put the BARs: I/O ports, MSI-X table, modern registers. */
const BAR0_IO = 0xc001;
const BAR1_MSIX = 0xfc000000;
const BAR4_MODERN = 0xfc00400c;

/** Vectors: configuration, receive, transmit, control. */
export const NIC_VECTORS = 4;

/** 256 bytes of config space. */
export function nicConfigSpace(bound: boolean): Uint8Array {
  const bytes = new Uint8Array(256);
  const view = new DataView(bytes.buffer);
  const u16 = (at: number, value: number): void => view.setUint16(at, value, true);
  const u32 = (at: number, value: number): void => view.setUint32(at, value, true);
  u16(0x00, 0x1af4); // vendor: Red Hat, virtio
  u16(0x02, 0x1000); // device: transitional network card
  u16(0x04, bound ? COMMAND_IO_MEMORY_MASTER : 0);
  u16(0x06, 0x0010); // status: has a capability list
  u32(0x08, 0x02000000); // class: Ethernet controller
  u32(0x10, bound ? BAR0_IO : 1);
  u32(0x14, bound ? BAR1_MSIX : 0);
  u32(0x20, bound ? BAR4_MODERN : 0x0c);
  u16(0x2c, 0x1af4);
  u16(0x2e, 0x0001); // subsystem: network
  bytes[0x34] = 0x98; // first capability
  bytes[0x3d] = 1; // interrupt pin A
  // virtio capabilities: {id 9, next, length, type, bar}, u32 offset, u32 length
  const virtioCap = (
    at: number,
    next: number,
    length: number,
    type: number,
    bar: number,
    offset: number,
    size: number,
  ): void => {
    bytes.set([9, next, length, type, bar], at);
    u32(at + 8, offset);
    u32(at + 12, size);
  };
  virtioCap(0x40, 0x00, 16, 1, 4, 0x0000, 0x1000); // common configuration
  virtioCap(0x50, 0x40, 16, 3, 4, 0x1000, 0x1000); // interrupt status
  virtioCap(0x60, 0x50, 16, 4, 4, 0x2000, 0x1000); // device configuration
  virtioCap(0x70, 0x60, 20, 2, 4, 0x3000, 0x1000); // notifications
  u32(0x80, 4); // notify_off_multiplier
  virtioCap(0x84, 0x70, 20, 5, 0, 0, 0); // access to the others through config space
  // MSI-X: id, next, control (table size - 1; bit 15 enable), table and pending bits in BAR 1
  bytes.set([0x11, 0x84], 0x98);
  u16(0x9a, (NIC_VECTORS - 1) | (bound ? 0x8000 : 0));
  u32(0x9c, 0x0000_0001);
  u32(0xa0, 0x0000_0801);
  return bytes;
}

/** The MSI-X table: 16 bytes a vector. A bound driver has given each an address and a message; else all are masked. */
export function nicMsixTable(bound: boolean): { entry: Uint8Array }[] {
  return Array.from({ length: NIC_VECTORS }, (_, vector) => {
    const entry = new Uint8Array(16);
    const view = new DataView(entry.buffer);
    if (bound) {
      view.setUint32(0, 0xfee00000, true);
      view.setUint32(8, 0x41 + vector, true);
    } else view.setUint32(12, 1, true);
    return { entry };
  });
}
