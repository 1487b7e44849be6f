// What virtio-net-pci shows in PCI config space and in its MSI-X table, field by field (virtio 1.2, 4.1; PCI Local Bus
// 3.0; QEMU hw/virtio/virtio-pci.c, hw/pci/pci.c). `bound` is the device after firmware and driver have mapped its BARs
// and switched MSI-X on. The masks say what a load compares: bytes that must be the same on both sides.
import { DEFAULT_NIC, nicConfigLength, nicVectors, type NicConfig } from './virtio-net-config.ts';

const COMMAND_IO_MEMORY_MASTER = 0x0007;
/** Where firmware put the BARs: I/O ports, MSI-X table, modern registers. */
const BAR0_IO = 0xc001;
const BAR1_MSIX = 0xfc000000;
const BAR4_MODERN = 0xfc00400c;
const MODERN_BAR_BYTES = 0x4000;

/** What a load compares (`cmask`), what a driver may change (`wmask`): a byte differs where (a ^ b) & cmask & ~wmask. */
export interface PciMasks {
  readonly cmask: Uint8Array;
  readonly wmask: Uint8Array;
}

interface Space {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly cmask: Uint8Array;
  readonly wmask: Uint8Array;
  /** Where the next capability goes, and the one before it. */
  next: number;
  last: number;
}

/** 256 bytes of config space. */
export function nicConfigSpace(bound: boolean, config: NicConfig = DEFAULT_NIC): Uint8Array {
  const space = buildSpace(config);
  if (bound) {
    const { view } = space;
    view.setUint16(0x04, COMMAND_IO_MEMORY_MASTER, true);
    if (!config.disableLegacy) view.setUint32(0x10, BAR0_IO, true);
    if (nicVectors(config) > 0) {
      view.setUint32(0x14, BAR1_MSIX, true);
      const control = space.last + 2;
      view.setUint16(control, view.getUint16(control, true) | 0x8000, true);
    }
    if (!config.disableModern) view.setUint32(0x20, BAR4_MODERN, true);
  }
  return space.bytes;
}

/** The masks that belong to it. */
export function nicConfigMasks(config: NicConfig): PciMasks {
  return buildSpace(config);
}

function buildSpace(config: NicConfig): Space {
  const bytes = new Uint8Array(256);
  const view = new DataView(bytes.buffer);
  const cmask = new Uint8Array(256);
  const wmask = new Uint8Array(256);
  const space: Space = { bytes, view, cmask, wmask, next: 0x40, last: 0 };
  const vectors = nicVectors(config);
  const u16 = (at: number, value: number): void => view.setUint16(at, value, true);
  u16(0x00, 0x1af4); // vendor: Red Hat, virtio
  u16(0x02, config.disableLegacy ? 0x1041 : 0x1000); // network card, modern or transitional
  bytes[0x08] = config.disableLegacy ? 1 : 0;
  bytes[0x0b] = 0x02; // class: Ethernet controller
  u16(0x2c, 0x1af4);
  u16(0x2e, config.disableLegacy ? 0x1100 : 0x0001); // subsystem
  bytes[0x3d] = 1; // interrupt pin A
  cmask.fill(0xff, 0x00, 0x04);
  cmask[0x06] = 0x10; // has a capability list
  cmask.fill(0xff, 0x08, 0x0c);
  cmask[0x0e] = 0xff; // header type
  cmask[0x34] = 0xff; // first capability
  wmask.set([0x07, 0x05], 0x04);
  if (!config.disableLegacy) bar(space, 0x10, 1, 4, legacyBarBytes(config, vectors));
  if (vectors > 0) bar(space, 0x14, 0, 4, msixBarBytes(vectors));
  if (!config.disableModern) modernCapabilities(space);
  if (vectors > 0) msixCapability(space, vectors);
  bytes[0x06] = space.last > 0 ? 0x10 : 0;
  bytes[0x34] = space.last;
  return space;
}

function bar({ view, bytes, cmask, wmask }: Space, at: number, type: number, width: 4 | 8, size: number): void {
  view.setUint32(at, type, true);
  cmask.fill(0xff, at, at + width);
  new DataView(wmask.buffer).setUint32(at, (~(size - 1) & 0xffffffff) >>> 0, true);
  if (width === 8) wmask.fill(0xff, at + 4, at + 8);
  bytes[at] = type;
}

/** pci_add_capability(): read-only and compared, unless said otherwise afterwards. */
function capability(space: Space, id: number, size: number): number {
  const at = space.next;
  space.bytes[at] = id;
  space.bytes[at + 1] = space.last;
  space.cmask.fill(0xff, at, at + size);
  space.last = at;
  space.next = at + ((size + 3) & ~3);
  return at;
}

/** {id 9, next, length, type, bar}, u32 offset, u32 length */
function modernCapabilities(space: Space): void {
  bar(space, 0x20, 0x0c, 8, MODERN_BAR_BYTES);
  const add = (length: number, type: number, barNumber: number, offset: number, size: number): number => {
    const at = capability(space, 9, length);
    space.bytes.set([length, type, barNumber], at + 2);
    space.view.setUint32(at + 8, offset, true);
    space.view.setUint32(at + 12, size, true);
    return at;
  };
  add(16, 1, 4, 0x0000, 0x1000); // common configuration
  add(16, 3, 4, 0x1000, 0x1000); // interrupt status
  add(16, 4, 4, 0x2000, 0x1000); // device configuration
  const notify = add(20, 2, 4, 0x3000, 0x1000);
  space.view.setUint32(notify + 16, 4, true); // notify_off_multiplier
  const window = add(20, 5, 0, 0, 0); // access to the others through config space: the driver writes it
  space.wmask[window + 4] = 0xff;
  space.wmask.fill(0xff, window + 8, window + 20);
}

/** Id, next, control (table size - 1; bit 15 enable), table and pending bits in BAR 1. */
function msixCapability(space: Space, vectors: number): void {
  const at = capability(space, 0x11, 12);
  space.view.setUint16(at + 2, vectors - 1, true);
  space.wmask[at + 3] = 0xc0;
  space.view.setUint32(at + 4, 1, true);
  space.view.setUint32(at + 8, pendingBitsAt(vectors) | 1, true);
}

/** Half a page for the table, unless it is longer. */
const pendingBitsAt = (vectors: number): number => Math.max(2048, vectors * 16);

function msixBarBytes(vectors: number): number {
  return powerOfTwo(Math.max(4096, pendingBitsAt(vectors) + Math.ceil(vectors / 64) * 8));
}

/** The legacy registers, with the two vectors when there is MSI-X, and device configuration behind them. */
function legacyBarBytes(config: NicConfig, vectors: number): number {
  return powerOfTwo((vectors > 0 ? 24 : 20) + nicConfigLength(config));
}

function powerOfTwo(atLeast: number): number {
  let size = 1;
  while (size < atLeast) size *= 2;
  return size;
}

/** The MSI-X table: 16 bytes a vector. A bound driver has given each an address and a message; else all are masked. */
export function nicMsixTable(bound: boolean, config: NicConfig = DEFAULT_NIC): { entry: Uint8Array }[] {
  return Array.from({ length: nicVectors(config) }, (_, vector) => {
    const entry = new Uint8Array(16);
    const view = new DataView(entry.buffer);
    if (bound) {
      view.setUint32(0, 0xfee00000, true);
      view.setUint32(8, 0x41 + vector, true);
    } else view.setUint32(12, 1, true);
    return { entry };
  });
}
