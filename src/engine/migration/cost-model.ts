// What things cost in virtual time. Every figure here is a model, shown as "modelled". Loads of the platform's sections
// and of virtio-net follow the medians measured on a real QEMU 10.0.13 with the RFC's patches, capability off and on:
// the NIC's load is dearer by the mapping of its BARs unless an early load has mapped them before.

export const COST = {
  /** Source, ns: writing a section's frame, finding and putting a page, finding a zero page, one dirty sync. */
  saveSection: 1_500,
  savePage: 900,
  saveZeroPage: 350,
  dirtySync: 60_000,
  saveNic: 180_000,
  saveDevice: 8_000,
  stopVm: 250_000,
  describe: 120_000,
  /** Destination, ns: a section's frame, a page, a zero page that is zero already. */
  loadSection: 600,
  loadPage: 1_100,
  loadZeroPage: 150,
  /** virtio-net: fields and the three arrays of 1024 entries; mapping three BARs rebuilds the address spaces. */
  loadNic: 639_000,
  mapBars: 911_000,
  startVm: 300_000,
} as const;

/** Measured medians of other sections' loads, capability off, in ns; by the last part of the idstr. */
const SECTION_LOAD: Readonly<Record<string, number>> = {
  timer: 3_000,
  cpu_common: 2_000,
  cpu: 25_000,
  'kvm-tpr-opt': 5_000,
  apic: 5_000,
  I440FX: 225_000,
  PCIHost: 1_000,
  PCIBUS: 1_000,
  fw_cfg: 7_000,
  dma: 3_000,
  mc146818rtc: 4_000,
  ide: 11_000,
  i2c_bus: 1_000,
  piix4_pm: 31_000,
  PIIX3: 4_000,
  i8259: 3_000,
  ioapic: 2_000,
  hpet: 4_000,
  i8254: 3_000,
  pcspk: 1_000,
  fdc: 9_000,
  ps2kbd: 2_000,
  ps2mouse: 2_000,
  pckbd: 2_000,
  vmmouse: 21_000,
  port92: 1_000,
  acpi_build: 1_000,
  globalstate: 3_000,
};

/** Modelled load time of a platform section, ns. */
export function sectionLoadCost(idstr: string): number {
  return SECTION_LOAD[idstr.slice(idstr.lastIndexOf('/') + 1)] ?? COST.loadSection;
}
