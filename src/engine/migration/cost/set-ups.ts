// Whole set-ups: which sections a destination loads in the stop, in QEMU's order, and what each of them does. For the lab
// and for the tests that hold the calibrations; a run works its loads out from the sections that arrive.
import { CALIBRATIONS, type CalibrationName } from '../../scenario/cost-calibrations.ts';
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

/** Loads of one migration's stop by idstr; with `early`, the NIC was loaded in setup before. */
export function modelLoads(setUp: SetUp, seed: number, early: boolean): ReadonlyMap<string, LoadCost> {
  const model = new CostModel(CALIBRATIONS[setUp.calibration].parameters, seed, setUp.busMasters);
  const nic = setUp.sections.find(({ idstr }) => idstr === NIC);
  if (early && nic) model.load(nic);
  // The passes of RAM push everything else out of the cache.
  model.load({ idstr: 'ram', kind: 'ram', pages: 4096 });
  return new Map(setUp.sections.map((work) => [work.idstr, model.load(work)]));
}
