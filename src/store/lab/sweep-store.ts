// One parameter of the cost model swept: the model is worked out anew at several of its values, for small multiples. A
// change of the model or of the parameter makes what was worked out worthless.
import { createStore } from 'zustand/vanilla';
import { nicSection, runSums } from '../../engine/lab/runs.ts';
import { summarise, type Summary } from '../../engine/lab/statistics.ts';
import { costPaths } from '../../engine/scenario/cost-calibrations.ts';
import type { LabModel, LabWork } from './lab-store.ts';
import { modelInSlices, type ModelledRuns } from './model-in-slices.ts';

/** What is drawn of each run. */
export const SWEEP_MEASURES = ['sum', 'nic'] as const;
export type SweepMeasure = (typeof SWEEP_MEASURES)[number];

/** Seeds at each value: a curve needs fewer than a test does. */
export const SWEEP_SEEDS = 40;
/** Values, as multiples of the one that the model has; of one that is 0, steps of its own. */
const FACTORS = [0, 0.25, 0.5, 1, 2, 4] as const;
const OF_ZERO = [0, 1_000, 10_000, 100_000, 1_000_000] as const;

export interface SweepPoint {
  readonly value: number;
  readonly arms: readonly ModelledRuns[];
}

export interface Sweep {
  readonly of: LabModel;
  readonly path: string;
  /** The model's own value. */
  readonly usual: number;
  readonly points: readonly SweepPoint[];
}

export interface SweepState {
  readonly path: string;
  readonly measure: SweepMeasure;
  readonly sweep: Sweep | null;
  readonly work: LabWork | null;
}

export interface SweepActions {
  readonly setMeasure: (measure: SweepMeasure) => void;
  /** Sweeps a parameter of a model; what went on before ends. */
  readonly start: (model: LabModel, path: string) => Promise<void>;
  readonly cancel: () => void;
}

export function sweepValues(
  model: LabModel,
  path: string,
): { readonly usual: number; readonly values: readonly number[] } {
  const usual = model.set[path] ?? costPaths(model.calibration).get(path) ?? 0;
  const values = usual === 0 ? OF_ZERO : FACTORS.map((factor) => Math.round(usual * factor));
  return { usual, values: [...new Set(values)] };
}

/** One arm at every value; null where it has no such section. */
export function sweepCurve({ points }: Sweep, arm: string, measure: SweepMeasure): readonly (Summary | null)[] {
  return points.map(({ arms }) => {
    const runs = arms.find(({ id }) => id === arm);
    const values = runs && (measure === 'sum' ? runSums(runs) : nicSection(runs)?.values);
    return values && values.length > 0 ? summarise(values) : null;
  });
}

export const sweepStore = createStore<SweepState & SweepActions>()((set, get) => {
  let job: AbortController | null = null;
  return {
    path: 'barMapping.perView',
    measure: 'sum',
    sweep: null,
    work: null,
    setMeasure: (measure) => set({ measure }),
    start: async (model, path) => {
      job?.abort();
      const own = new AbortController();
      job = own;
      const { usual, values } = sweepValues(model, path);
      const label = `Modelling ${values.length} values of ${path}`;
      set({ path, work: { label, done: 0, total: values.length }, sweep: null });
      try {
        const points: SweepPoint[] = [];
        for (const value of values) {
          const at = { ...model, seeds: SWEEP_SEEDS, set: { ...model.set, [path]: value } };
          const { arms } = await modelInSlices(at, own.signal, (done, total) =>
            set({ work: { label, done: points.length + done / total, total: values.length } }),
          );
          points.push({ value, arms });
        }
        set({ sweep: { of: model, path, usual, points }, work: null });
      } catch (error) {
        if (!own.signal.aborted) throw error;
      }
    },
    cancel: () => {
      job?.abort();
      job = null;
      if (get().work) set({ work: null });
    },
  };
});
