// The lab's own store: it comes with the lab, since the first load has no room for it, and it outlives the view. What takes
// long goes in slices between which the page lives; a new choice cancels what is being worked out.
import { createStore } from 'zustand/vanilla';
import { MODELLED_ARMS, type Part } from '../../engine/lab/arms.ts';
import type { ArmRuns } from '../../engine/lab/runs.ts';
import { readTraceLogs, type ImportedLog, type LogFile } from '../../engine/lab/trace-log.ts';
import { costPaths, type CalibrationName } from '../../engine/scenario/cost-calibrations.ts';
import { ALL_MECHANISMS, type CostMechanisms } from '../../engine/scenario/cost-parameters.ts';
import type { Backend } from '../../engine/scenario/scenario.ts';
import { timeEngine } from './browser-times.ts';
import { loadMeasured, type MeasuredRuns } from './measured.ts';
import { modelInSlices, type Modelled } from './model-in-slices.ts';

export const SOURCES = ['modelled', 'live', 'stored', 'browser', 'imported'] as const;
/** Where the figures come from: the cost model, our measurements (two kinds), this browser, imported logs. */
export type LabSource = (typeof SOURCES)[number];

export interface LabWork {
  readonly label: string;
  readonly done: number;
  readonly total: number;
}

export interface LabModel {
  readonly calibration: CalibrationName;
  /** A NIC that the guest never touched, in the machine of our measurements. */
  readonly fresh: boolean;
  /** The NIC's back-end, whose start counts among the loads of the stop. */
  readonly backend: Backend;
  readonly mechanisms: CostMechanisms;
  readonly set: Readonly<Record<string, number>>;
  readonly seeds: number;
}

export interface LabState {
  readonly source: LabSource;
  readonly model: LabModel;
  readonly modelled: Modelled | null;
  readonly measured: MeasuredRuns | null;
  readonly browser: readonly ArmRuns[] | null;
  readonly imported: readonly ImportedLog[];
  /** Lines that were typed or pasted and are not imported yet. */
  readonly pasted: string;
  /** Arms that are not shown, and the two that the verdict is about, by id. */
  readonly hidden: readonly string[];
  readonly base: string;
  readonly other: string;
  readonly work: LabWork | null;
  readonly problem: string | null;
}

export interface LabActions {
  readonly setSource: (source: LabSource) => void;
  readonly setPasted: (pasted: string) => void;
  readonly setCalibration: (calibration: CalibrationName) => void;
  readonly setModel: (part: Partial<LabModel>) => void;
  /** A value of its own for a parameter, or null for the calibration's. */
  readonly setParameter: (path: string, value: number | null) => void;
  readonly toggleMechanism: (name: keyof CostMechanisms) => void;
  /** Works out what the source needs and does not have yet. */
  readonly refresh: () => Promise<void>;
  /** Our measurements, which answers refer to whatever the source is. */
  readonly loadOurs: () => Promise<void>;
  readonly timeAgain: () => Promise<void>;
  readonly cancel: () => void;
  readonly toggleArm: (id: string) => void;
  readonly choose: (base: string, other: string) => void;
  /** Files are repeats of one arm. */
  readonly importLogs: (files: readonly LogFile[]) => void;
  readonly renameImport: (id: string, label: string) => void;
  readonly removeImport: (id: string) => void;
  readonly dismissProblem: () => void;
}

export const MAX_SEEDS = 1000;

/** Parts of a modelled load, with words for people. */
export const PART_WORDS: Readonly<Record<Part, string>> = {
  barMapping: 'BAR mapping',
  arrays: '1024-entry arrays',
  firstTouch: 'first touch',
  cache: 'cache refill',
  fixed: 'fixed',
  ram: 'RAM pages',
};

const PAIRS: Readonly<Record<Exclude<LabSource, 'imported'>, readonly [string, string]>> = {
  modelled: ['baseline', 'early'],
  live: ['plain', 'rfc-on'],
  stored: ['off', 'on'],
  browser: ['load', 'save'],
};

export const labStore = createStore<LabState & LabActions>()((set, get) => {
  let job: AbortController | null = null;
  let imports = 0;

  /** Runs one job; a newer one cancels it. */
  const run = async (
    label: string,
    work: (signal: AbortSignal, told: (done: number, total: number) => void) => Promise<Partial<LabState>>,
  ): Promise<void> => {
    job?.abort();
    const own = new AbortController();
    job = own;
    set({ work: { label, done: 0, total: 1 }, problem: null });
    try {
      const result = await work(own.signal, (done, total) => {
        if (job === own) set({ work: { label, done, total } });
      });
      if (job === own) set({ ...result, work: null });
    } catch (error) {
      if (job !== own) return;
      const cancelled = own.signal.aborted;
      set({ work: null, problem: cancelled ? null : error instanceof Error ? error.message : String(error) });
    } finally {
      if (job === own) job = null;
    }
  };

  const changeModel = (part: Partial<LabModel>): void => {
    set({ model: { ...get().model, ...part } });
    void get().refresh();
  };

  return {
    source: 'modelled',
    model: { calibration: 'measured', fresh: false, backend: 'qemu', mechanisms: ALL_MECHANISMS, set: {}, seeds: 200 },
    modelled: null,
    measured: null,
    browser: null,
    imported: [],
    pasted: '',
    hidden: [],
    base: 'baseline',
    other: 'early',
    work: null,
    problem: null,
    setSource: (source) => {
      job?.abort();
      job = null;
      const ids = get().imported.map(({ arm }) => arm.id);
      const [base, other] = source === 'imported' ? [ids[0] ?? '', ids[1] ?? ids[0] ?? ''] : PAIRS[source];
      set({ source, base, other, work: null });
      void get().refresh();
    },
    setCalibration: (calibration) => changeModel({ calibration, set: {}, fresh: false }),
    setModel: changeModel,
    setParameter: (path, value) => {
      const rest = Object.fromEntries(Object.entries(get().model.set).filter(([name]) => name !== path));
      const usual = costPaths(get().model.calibration).get(path);
      changeModel({ set: value === null || value === usual ? rest : { ...rest, [path]: value } });
    },
    toggleMechanism: (name) => {
      const { mechanisms } = get().model;
      changeModel({ mechanisms: { ...mechanisms, [name]: !mechanisms[name] } });
    },
    refresh: async () => {
      const { source, model, modelled, measured, browser } = get();
      if (source === 'modelled' && modelled?.of !== model)
        await run(`Modelling ${MODELLED_ARMS.length} arms`, async (signal, told) => ({
          modelled: await modelInSlices(model, signal, told),
        }));
      else if ((source === 'live' || source === 'stored') && !measured)
        await run('Loading our measurements', async (signal) => ({ measured: await loadMeasured(signal) }));
      else if (source === 'browser' && !browser) await get().timeAgain();
    },
    loadOurs: async () => {
      if (get().measured) return;
      // What goes wrong is told when the source is chosen.
      const measured = await loadMeasured(new AbortController().signal).catch(() => null);
      if (measured) set({ measured });
    },
    timeAgain: () => run('Timing this browser', async (signal, told) => ({ browser: await timeEngine(signal, told) })),
    cancel: () => {
      job?.abort();
      job = null;
      set({ work: null });
    },
    toggleArm: (id) => {
      const { hidden } = get();
      set({ hidden: hidden.includes(id) ? hidden.filter((each) => each !== id) : [...hidden, id] });
    },
    setPasted: (pasted) => set({ pasted }),
    choose: (base, other) => set({ base, other }),
    importLogs: (files) => {
      const id = `import-${++imports}`;
      const name = files.length === 1 ? files[0]!.name : `${files[0]?.name} and ${files.length - 1} more`;
      const imported = [...get().imported, readTraceLogs(files, id, name)];
      set({ imported, problem: null });
      get().setSource('imported');
    },
    renameImport: (id, label) =>
      set({
        imported: get().imported.map((each) => (each.arm.id === id ? { ...each, arm: { ...each.arm, label } } : each)),
      }),
    removeImport: (id) => {
      set({ imported: get().imported.filter(({ arm }) => arm.id !== id) });
      if (get().source === 'imported') get().setSource('imported');
    },
    dismissProblem: () => set({ problem: null }),
  };
});
