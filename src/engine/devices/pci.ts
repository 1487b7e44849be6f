// PCIDevice and MSI-X state as virtio_pci_save_config() writes them (QEMU hw/virtio/virtio-pci.c, hw/pci/pci.c,
// hw/pci/msix.c). Neither the size of config space nor the number of vectors is on the wire: both are read off the
// capability list inside config space.
import type { WireState } from '../vmstate/description.ts';
import { array, buffer, number, numbers, type Vmstate } from '../vmstate/description.ts';
import { FieldType } from '../capture/spans.ts';

const CAP_MSIX = 0x11;
const CAP_EXPRESS = 0x10;

/** Offset of a capability in config space, or 0. The walk is bounded: a list that loops ends. */
export function findCapability(config: Uint8Array, id: number): number {
  let at = config[0x34] ?? 0;
  for (let steps = 0; at >= 0x40 && at < 0xff && steps < 48; steps++) {
    if (config[at] === id) return at;
    at = (config[at + 1] ?? 0) & 0xfc;
  }
  return 0;
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
    number('i32', 'version_id'),
    buffer('config', 256, FieldType.Bytes, {
      derive: (own, root) => {
        root.vectors = msixVectors(own.config as Uint8Array);
        root.express = configSize(own.config as Uint8Array) > 256;
      },
    }),
    buffer('config_extended', 4096 - 256, FieldType.Bytes, { when: (_, root) => root.express === true }),
    numbers('u32', 'irq_state', 4),
  ],
};

/** One MSI-X table entry, little-endian in the device's own memory (PCI Local Bus 3.0, 6.8.2). */
export const msixTable = array('msix_table', (_, root) => root.vectors as number, [buffer('entry', 16)]);
