// PCIDevice and MSI-X state as virtio_pci_save_config() writes them (QEMU hw/virtio/virtio-pci.c, hw/pci/pci.c,
// hw/pci/msix.c). Neither the size of config space nor the number of vectors is on the wire: both are read off the
// capability list inside config space.
import type { WireState } from '../vmstate/description.ts';
import { array, buffer, number, numbers, type Part, type Vmstate } from '../vmstate/description.ts';
import { FieldType } from '../capture/spans.ts';

const CAP_MSIX = 0x11;
const CAP_EXPRESS = 0x10;

/** Offsets of the capability list, as linked. The walk is bounded: a list that loops ends. */
function capabilityOffsets(config: Uint8Array): number[] {
  const offsets: number[] = [];
  let at = config[0x34] ?? 0;
  for (let steps = 0; at >= 0x40 && at < 0xff && steps < 48; steps++) {
    offsets.push(at);
    at = (config[at + 1] ?? 0) & 0xfc;
  }
  return offsets;
}

/** Offset of a capability in config space, or 0. */
export function findCapability(config: Uint8Array, id: number): number {
  return capabilityOffsets(config).find((at) => config[at] === id) ?? 0;
}

/** MSI-X table entries, 0 without the capability. */
export function msixVectors(config: Uint8Array): number {
  const at = findCapability(config, CAP_MSIX);
  return at === 0 ? 0 : (((config[at + 2] ?? 0) | ((config[at + 3] ?? 0) << 8)) & 0x7ff) + 1;
}

/** 4096 bytes of config space for PCI Express, else 256. */
export function configSize(config: Uint8Array): number {
  return findCapability(config, CAP_EXPRESS) === 0 ? 256 : 4096;
}

const u8 = (name: string): Part => ({ name, show: FieldType.U8, size: 1 });
const u16 = (name: string): Part => ({ name, show: FieldType.U16Le, size: 2 });
const u32 = (name: string): Part => ({ name, show: FieldType.U32Le, size: 4 });
const raw = (name: string, size: number): Part => ({ name, show: FieldType.Bytes, size });

/** The type 0 header (PCI Local Bus 3.0, 6.1), 64 bytes. */
const HEADER: readonly Part[] = [
  u16('vendor_id'),
  u16('device_id'),
  u16('command'),
  u16('status'),
  u8('revision_id'),
  raw('class_code', 3),
  u8('cache_line_size'),
  u8('latency_timer'),
  u8('header_type'),
  u8('bist'),
  ...[0, 1, 2, 3, 4, 5].map((i) => u32(`bar${i}`)),
  u32('cardbus_cis'),
  u16('subsystem_vendor_id'),
  u16('subsystem_id'),
  u32('rom_address'),
  u8('capabilities'),
  raw('reserved', 7),
  u8('interrupt_line'),
  u8('interrupt_pin'),
  u8('min_gnt'),
  u8('max_lat'),
];

const CAPABILITY_NAMES: Readonly<Record<number, string>> = {
  1: 'power management',
  5: 'MSI',
  9: 'virtio',
  0x10: 'PCI Express',
  0x11: 'MSI-X',
};

/** The header's registers, then the capability list in the order of its bytes. */
function configParts(config: Uint8Array): readonly Part[] {
  const starts = [...new Set(capabilityOffsets(config))].sort((a, b) => a - b);
  const parts: Part[] = [...HEADER];
  let at = 64;
  for (const [i, start] of starts.entries()) {
    if (start > at) parts.push(raw('unused', start - at));
    const next = starts[i + 1] ?? 256;
    const id = config[start]!;
    const size = Math.min(
      next - start,
      id === 9 ? Math.max(2, config[start + 2] ?? 0) : id === 0x11 ? 12 : id === 1 ? 8 : next - start,
    );
    parts.push(raw(`${CAPABILITY_NAMES[id] ?? `capability 0x${id.toString(16)}`} capability`, size));
    at = start + size;
  }
  return parts;
}

export interface PciState extends WireState {
  versionId: number;
  config: Uint8Array;
  /** Config space beyond 256 bytes, PCI Express only. */
  configExtended?: Uint8Array;
  irqState: number[];
}

/** vmstate `PCIDevice` version 2. */
export const pciDevice: Vmstate = {
  name: 'PCIDevice',
  versionId: 2,
  minimumVersionId: 1,
  fields: [
    number('i32', 'version_id', { atMost: 2 }),
    buffer('config', 256, FieldType.Bytes, {
      check: 'pci.config',
      typeName: 'pci config',
      parts: configParts,
      derive: (own, root) => {
        root.vectors = msixVectors(own.config as Uint8Array);
        root.express = configSize(own.config as Uint8Array) > 256;
      },
    }),
    buffer('config_extended', 4096 - 256, FieldType.Bytes, { when: (_, root) => root.express === true }),
    numbers('u32', 'irq_state', 4, { since: 2, typeName: 'pci irq state', check: 'pci.irq_state' }),
  ],
};

/** One MSI-X table entry, little-endian in the device's own memory (PCI Local Bus 3.0, 6.8.2). */
export const msixTable = array('msix_table', (_, root) => root.vectors as number, [
  buffer('entry', 16, FieldType.Bytes, { parts: () => MSIX_ENTRY }),
]);

const MSIX_ENTRY: readonly Part[] = [
  { name: 'msg_addr', show: FieldType.U64Le, size: 8 },
  { name: 'msg_data', show: FieldType.U32Le, size: 4 },
  { name: 'vector_control', show: FieldType.U32Le, size: 4 },
];
