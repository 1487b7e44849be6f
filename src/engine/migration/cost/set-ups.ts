// Whole set-ups: which sections a destination loads in the stop, in QEMU's order, and what each of them does. For the lab
// and for the tests that hold the calibrations; a run works its loads out from the sections that arrive.
import { CALIBRATIONS, type CalibrationName } from '../../scenario/cost-calibrations.ts';
import type { CostParameters } from '../../scenario/cost-parameters.ts';
import { CostModel, type LoadCost, type LoadWork } from './cost-model.ts';

export interface SetUp {
  readonly calibration: CalibrationName;
  readonly busMasters: number;
  /** Sections of the stop in order. */
  readonly sections: readonly LoadWork[];
}

const virtio = (idstr: string, kind: LoadWork['kind'], queuesInUse: number, ringSizes = 0): LoadWork => ({
  idstr,
  kind,
  virtqueues: 1024,
  modernQueues: 1024,
  ringSizes,
  bars: 3,
  queuesInUse,
});

export const NIC = '0000:00:03.0/virtio-net';
const VGA: LoadWork = { idstr: '0000:00:02.0/vga', kind: 'vga', bars: 2 };
const CONSOLE = virtio('0000:00:04.0/virtio-console', 'virtio-console', 4);
const SCSI = virtio('0000:00:05.0/virtio-scsi', 'virtio-scsi', 3);
const RAM: LoadWork = { idstr: 'ram', kind: 'ram' };
const CPU: LoadWork = { idstr: 'cpu', kind: 'cpu' };
/** I440FX rebuilds regions of its own, whatever the NIC did before. */
const I440FX: LoadWork = { idstr: '0000:00:00.0/I440FX', kind: 'host-bridge' };
const others = (count: number): LoadWork[] =>
  Array.from({ length: count }, (_, i) => ({ idstr: `platform ${i}`, kind: 'platform' }));

/** The machine of our measurements: 57 live migrations for each arm. */
export const MEASURED_MACHINE: SetUp = {
  calibration: 'measured',
  busMasters: 5,
  sections: [RAM, CPU, ...others(18), I440FX, ...others(9), virtio(NIC, 'virtio-net', 9), VGA, CONSOLE, SCSI],
};

/** The same with a NIC that the guest never touched: no BARs mapped, no queues set up. */
export const MEASURED_FRESH: SetUp = {
  ...MEASURED_MACHINE,
  sections: MEASURED_MACHINE.sections.map((work) => (work.idstr === NIC ? { ...work, bars: 0, queuesInUse: 0 } : work)),
};

/** 4.1 of the thread. */
export const THREAD_SOFTWARE: SetUp = {
  calibration: 'thread-software',
  busMasters: 1,
  sections: [RAM, CPU, I440FX, virtio(NIC, 'virtio-net', 3)],
};

/** 4.2 and 4.3 of the thread. */
export const THREAD_VHOST: SetUp = {
  calibration: 'thread-vhost',
  busMasters: 5,
  sections: [RAM, CPU, ...others(26), virtio(NIC, 'virtio-net', 9), VGA, CONSOLE, SCSI],
};

/** 4.4 of the thread: the profile shows no mapping of BARs. */
export const THREAD_PROFILE: SetUp = {
  calibration: 'thread-profile',
  busMasters: 1,
  sections: [{ ...virtio(NIC, 'virtio-net', 3), bars: 0 }],
};

/** What the destination loads before the stop, and whether it is reset before the stop's own load. */
export interface EarlyLoad {
  readonly devices: 'none' | 'nic' | 'all';
  readonly reset: boolean;
}

export interface ModelledMigration {
  /** What the early loads cost, ns, while the guest still runs on the source. */
  readonly early: number;
  /** Loads of the stop by idstr. */
  readonly stop: ReadonlyMap<string, LoadCost>;
}

/** One migration: early loads, RAM's passes, the stop. */
export function modelMigration(
  { sections, busMasters }: SetUp,
  parameters: CostParameters,
  seed: number,
  { devices, reset }: EarlyLoad,
): ModelledMigration {
  const model = new CostModel(parameters, seed, busMasters);
  const ahead = sections.filter(
    ({ idstr, kind }) => (devices === 'nic' && idstr === NIC) || (devices === 'all' && kind !== 'ram'),
  );
  const early = ahead.reduce((sum, work) => sum + model.load(work).total, 0);
  if (reset) for (const { idstr } of ahead) model.reset(idstr);
  // The passes of RAM push everything else out of the cache.
  model.load({ idstr: 'ram', kind: 'ram', pages: 4096 });
  return { early, stop: new Map(sections.map((work) => [work.idstr, model.load(work)])) };
}

/** Loads of one migration's stop by idstr; with `early`, the NIC was loaded in setup before. */
export function modelLoads(setUp: SetUp, seed: number, early: boolean): ReadonlyMap<string, LoadCost> {
  const { parameters } = CALIBRATIONS[setUp.calibration];
  return modelMigration(setUp, parameters, seed, { devices: early ? 'nic' : 'none', reset: false }).stop;
}
