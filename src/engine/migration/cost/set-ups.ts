// Whole set-ups: which sections a destination loads in the stop, in QEMU's order, and what each of them does. For the lab
// and for the tests that hold the calibrations; a run works its loads out from the sections that arrive.
import { CALIBRATIONS, type CalibrationName } from '../../scenario/cost-calibrations.ts';
import type { CostParameters } from '../../scenario/cost-parameters.ts';
import type { Backend } from '../../scenario/scenario.ts';
import { CostModel, type LoadCost, type LoadWork } from './cost-model.ts';

export interface SetUp {
  readonly calibration: CalibrationName;
  readonly busMasters: number;
  /** Sections of the stop in order. */
  readonly sections: readonly LoadWork[];
  /** What the NIC's vhost back-end takes beside them; QEMU's own data plane takes nothing. */
  readonly backend?: BackendWork;
}

export interface BackendWork {
  readonly kind: Backend;
  readonly pairs: number;
  readonly memoryGiB: number;
  /** Commands in a vDPA device's control queue. */
  readonly commands: number;
}

/** The back-ends of the thread: vhost-net with four pairs (July), vDPA with eight and 128 GiB (August). */
export const THREAD_BACKENDS: Readonly<Record<Backend, BackendWork>> = {
  qemu: { kind: 'qemu', pairs: 1, memoryGiB: 0, commands: 0 },
  'vhost-net': { kind: 'vhost-net', pairs: 4, memoryGiB: 0, commands: 0 },
  'vhost-vdpa': { kind: 'vhost-vdpa', pairs: 8, memoryGiB: 128, commands: 12 },
};

/** Name under which a back-end's start stands among the loads of the stop. */
export const VHOST_START = 'vhost start';

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
  /** The stop's section of the NIC carries what changed only. */
  readonly changesOnly?: boolean;
}

export interface ModelledMigration {
  /** What the early loads cost, ns, while the guest still runs on the source. */
  readonly early: number;
  /** Loads of the stop by idstr. */
  readonly stop: ReadonlyMap<string, LoadCost>;
}

/** One migration: early loads, RAM's passes, the stop. */
export function modelMigration(
  { sections, busMasters, backend }: SetUp,
  parameters: CostParameters,
  seed: number,
  { devices, reset, changesOnly = false }: EarlyLoad,
): ModelledMigration {
  const model = new CostModel(parameters, seed, busMasters);
  const ahead = sections.filter(
    ({ idstr, kind }) => (devices === 'nic' && idstr === NIC) || (devices === 'all' && kind !== 'ram'),
  );
  let early = ahead.reduce((sum, work) => sum + model.load(work).total, 0);
  if (reset) for (const { idstr } of ahead) model.reset(idstr);
  // The passes of RAM push everything else out of the cache.
  model.load({ idstr: 'ram', kind: 'ram', pages: 4096 });
  const last = (work: LoadWork): LoadWork =>
    changesOnly && work.idstr === NIC ? { ...work, virtqueues: 0, modernQueues: 0, ringSizes: 0 } : work;
  const stop = new Map(sections.map((work) => [work.idstr, model.load(last(work))]));
  if (backend && backend.kind !== 'qemu') {
    const { kind, pairs, memoryGiB, commands } = backend;
    const configuration =
      model.setUp(kind, pairs) + (kind === 'vhost-vdpa' ? model.pin(memoryGiB) + commands * model.command() : 0);
    // A vDPA device is set up on an early state that is kept: then the stop has only its queues to enable.
    const isAhead = kind === 'vhost-vdpa' && devices !== 'none' && !reset;
    if (isAhead) early += configuration;
    stop.set(VHOST_START, onlyFixed((isAhead ? 0 : configuration) + model.enable(kind)));
  }
  return { early, stop };
}

const onlyFixed = (ns: number): LoadCost => ({
  total: ns,
  fixed: ns,
  barMapping: 0,
  views: 0,
  arrays: 0,
  firstTouch: 0,
  cache: 0,
  ram: 0,
  spread: 0,
});

/** Loads of one migration's stop by idstr; with `early`, the NIC was loaded in setup before. */
export function modelLoads(setUp: SetUp, seed: number, early: boolean): ReadonlyMap<string, LoadCost> {
  const { parameters } = CALIBRATIONS[setUp.calibration];
  return modelMigration(setUp, parameters, seed, { devices: early ? 'nic' : 'none', reset: false }).stop;
}
