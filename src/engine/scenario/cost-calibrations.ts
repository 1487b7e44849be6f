// Calibrations of the cost model. `measured` fits our own measurements on a real QEMU 10.0.13 (loads of a machine with
// VGA, virtio-console, virtio-scsi and a virtio-net of four queue pairs); the `thread` ones fit figures that were posted
// about the RFC in July and August 2025. Only the totals are known from there: how they split over mechanisms is ours.
import { ALL_MECHANISMS, type CostMechanisms, type CostParameters, type StepCosts } from './cost-parameters.ts';

const us = (value: number): number => Math.round(value * 1000);

/** vDPA at a migration's destination: 8 queue pairs, 128 GiB: 249 ms until the first queue is enabled (27 August). */
const VHOST: CostParameters['vhost'] = {
  perPair: us(60),
  vdpaDevice: us(6_000),
  vdpaPerGiB: us(1_050),
  vdpaPerCommand: us(9_000),
  vdpaDataplane: us(71),
};

/** Medians of the sections of machine `pc` that no mechanism touches, ns. */
const MEASURED_SECTIONS: Readonly<Record<string, number>> = {
  timer: 3_000,
  cpu_common: 2_000,
  'kvm-tpr-opt': 5_000,
  apic: 5_000,
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

/** The same in all calibrations: no figures of them were posted or measured by themselves. */
const STEPS: StepCosts = {
  saveSection: 1_500,
  savePage: 900,
  saveZeroPage: 350,
  dirtySync: us(60),
  saveNic: us(180),
  saveChanges: us(20),
  saveDevice: us(8),
  describe: us(120),
  stopVm: us(250),
  idlePass: us(100),
  loadSection: 600,
  startVm: us(300),
};

const MEASURED: CostParameters = {
  mechanisms: ALL_MECHANISMS,
  sections: MEASURED_SECTIONS,
  fixed: {
    'virtio-net': us(84),
    'virtio-console': us(80),
    'virtio-scsi': us(130),
    vga: us(75),
    cpu: us(25),
    ram: us(37),
    'host-bridge': us(232),
    platform: us(5),
  },
  spread: {
    'virtio-net': 180,
    'virtio-console': 150,
    'virtio-scsi': 150,
    vga: 90,
    cpu: 120,
    ram: 120,
    'host-bridge': 120,
    platform: 120,
  },
  barMapping: { viewsPerBar: 4, viewsPerDevice: 2, perView: us(38) },
  arrays: { perVirtqueue: 220, perModernQueue: 270, perRingSize: 40 },
  firstTouch: { perQueue: 500 },
  cache: { sizeKiB: 2048, perKiB: 100, deviceKiB: 400, virtioPathKiB: 600, viewPathKiB: 700 },
  vhost: VHOST,
  ram: { perPage: 1_100, perZeroPage: 150 },
  steps: STEPS,
};

/** 4.1: software device, one queue pair, 3.2 ms without and 1.4 ms with the early load. */
const THREAD_SOFTWARE: CostParameters = {
  ...MEASURED,
  sections: {},
  fixed: { ...MEASURED.fixed, 'virtio-net': us(280) },
  spread: { ...MEASURED.spread, 'virtio-net': 90 },
  barMapping: { viewsPerBar: 4, viewsPerDevice: 2, perView: us(75) },
  arrays: { perVirtqueue: 520, perModernQueue: 480, perRingSize: 100 },
  firstTouch: { perQueue: us(300) },
};

/** 4.2 and 4.3: vhost-net, four queue pairs, virtio-scsi, virtio-serial; field-level figures make the arrays dear. */
const THREAD_VHOST: CostParameters = {
  ...MEASURED,
  sections: {},
  fixed: {
    'virtio-net': us(780),
    'virtio-console': us(50),
    'virtio-scsi': us(550),
    vga: us(650),
    cpu: us(4_125),
    ram: us(9_840),
    'host-bridge': us(400),
    platform: us(348),
  },
  spread: {
    'virtio-net': 35,
    'virtio-console': 25,
    'virtio-scsi': 95,
    vga: 80,
    cpu: 40,
    ram: 40,
    'host-bridge': 40,
    platform: 40,
  },
  barMapping: { viewsPerBar: 4, viewsPerDevice: 2, perView: us(44) },
  arrays: { perVirtqueue: us(6.2), perModernQueue: us(5.75), perRingSize: 0 },
  firstTouch: { perQueue: us(315) },
};

/** 4.4: the profile of one virtio_load(): 13.29 ms, 6.83 in virtqueues, 6.33 in extra_state. */
const THREAD_PROFILE: CostParameters = {
  ...MEASURED,
  sections: {},
  fixed: { ...MEASURED.fixed, 'virtio-net': us(90) },
  spread: { ...MEASURED.spread, 'virtio-net': 20 },
  arrays: { perVirtqueue: us(6.67), perModernQueue: us(6.18), perRingSize: us(2) },
  firstTouch: { perQueue: 0 },
  cache: { ...MEASURED.cache, perKiB: 0 },
};

/** By the name that a scenario gives; `label` says where the figures come from. */
export const CALIBRATIONS = {
  measured: { label: 'fits our measurements on QEMU 10.0.13', parameters: MEASURED },
  'thread-software': { label: 'fits the cover letter (software device)', parameters: THREAD_SOFTWARE },
  'thread-vhost': { label: 'fits the tables of 24 and 28 July (vhost-net, 4 pairs)', parameters: THREAD_VHOST },
  'thread-profile': { label: 'fits the profile of 24 July', parameters: THREAD_PROFILE },
} as const;

export type CalibrationName = keyof typeof CALIBRATIONS;

/** A scenario's choice: a calibration, mechanisms switched, and single parameters set by path. */
export interface CostScenario {
  readonly calibration: CalibrationName;
  readonly mechanisms: CostMechanisms;
  /** By path in the parameters, such as `barMapping.perView`: value in the parameter's own unit. */
  readonly set: Readonly<Record<string, number>>;
}

/** Paths that a scenario may set, with today's values. */
export function costPaths(calibration: CalibrationName): ReadonlyMap<string, number> {
  const paths = new Map<string, number>();
  for (const [group, entries] of Object.entries(CALIBRATIONS[calibration].parameters)) {
    if (group === 'mechanisms') continue;
    for (const [name, value] of Object.entries(entries as Readonly<Record<string, number>>))
      paths.set(`${group}.${name}`, value);
  }
  return paths;
}

/** The parameters that a scenario's choice comes to. */
export function costParameters({ calibration, mechanisms, set }: CostScenario): CostParameters {
  const known: CostParameters = CALIBRATIONS[calibration].parameters;
  const out: Record<string, Record<string, number>> = {};
  for (const [path, value] of Object.entries(set)) {
    const [group, name] = path.split('.') as [string, string];
    out[group] ??= { ...(known as unknown as Record<string, Record<string, number>>)[group] };
    out[group][name] = value;
  }
  return { ...known, ...out, mechanisms };
}
