// The cost model over many seeds, in slices that leave the page a turn between them.
import { modelArm, MODELLED_ARMS, PARTS, type Part } from '../../engine/lab/arms.ts';
import type { ArmRuns, SectionRuns } from '../../engine/lab/runs.ts';
import { nicSection } from '../../engine/lab/runs.ts';
import {
  MEASURED_FRESH,
  MEASURED_MACHINE,
  THREAD_BACKENDS,
  THREAD_PROFILE,
  THREAD_SOFTWARE,
  THREAD_VHOST,
  VHOST_START,
  type SetUp,
} from '../../engine/migration/cost/set-ups.ts';
import { costParameters, type CalibrationName } from '../../engine/scenario/cost-calibrations.ts';
import type { LabModel } from './lab-store.ts';

export type Parts = Readonly<Record<Part, number>>;

/** One arm over all seeds. Parts do not depend on the seed; they are ns of the stop. */
export interface ModelledRuns extends ArmRuns {
  /** Early loads of each run, ns, while the guest runs. */
  readonly early: readonly number[];
  readonly nicParts: Parts;
  readonly sumParts: Parts;
  readonly nicViews: number;
}

export interface Modelled {
  readonly of: LabModel;
  readonly arms: readonly ModelledRuns[];
}

const SET_UPS: Readonly<Record<CalibrationName, SetUp>> = {
  measured: MEASURED_MACHINE,
  'thread-software': THREAD_SOFTWARE,
  'thread-vhost': THREAD_VHOST,
  'thread-profile': THREAD_PROFILE,
};

export function setUpFor({ calibration, fresh, backend }: LabModel): SetUp {
  const setUp = calibration === 'measured' && fresh ? MEASURED_FRESH : SET_UPS[calibration];
  return { ...setUp, backend: THREAD_BACKENDS[backend] };
}

/** Longest stretch without a turn for the page, ms. */
const SLICE = 12;

/** Gives the page a turn; throws when the job was cancelled meanwhile. */
export async function breathe(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  signal.throwIfAborted();
}

export async function modelInSlices(
  model: LabModel,
  signal: AbortSignal,
  told: (done: number, total: number) => void,
): Promise<Modelled> {
  const setUp = setUpFor(model);
  const parameters = costParameters(model);
  const total = MODELLED_ARMS.length * model.seeds;
  const arms: ModelledRuns[] = [];
  let began = performance.now();
  await breathe(signal);
  for (const [number, arm] of MODELLED_ARMS.entries()) {
    const early: number[] = [];
    const values = new Map<string, number[]>(setUp.sections.map(({ idstr }) => [idstr, []]));
    if (model.backend !== 'qemu') values.set(VHOST_START, []);
    for (let seed = 1; seed <= model.seeds; seed++) {
      const migration = modelArm(setUp, parameters, arm, seed);
      early.push(migration.early);
      for (const [idstr, cost] of migration.stop) values.get(idstr)!.push(cost.total);
      if (performance.now() - began > SLICE) {
        told(number * model.seeds + seed, total);
        await breathe(signal);
        began = performance.now();
      }
    }
    const sections = Array.from(values, ([idstr, of]): SectionRuns => ({
      key: idstr,
      idstr,
      instance: 0,
      iterable: idstr === 'ram',
      values: of,
    }));
    const { stop } = modelArm(setUp, parameters, arm, 1);
    const runs: ArmRuns = { id: arm.id, label: arm.label, runs: model.seeds, sections };
    const nic = nicSection(runs)?.idstr;
    arms.push({
      ...runs,
      early,
      nicParts: parts(Array.from(stop).filter(([idstr]) => idstr === nic)),
      sumParts: parts(Array.from(stop).filter(([idstr]) => idstr !== 'ram')),
      nicViews: stop.get(nic ?? '')?.views ?? 0,
    });
  }
  return { of: model, arms };
}

function parts(costs: readonly (readonly [string, Parts])[]): Parts {
  const sums = Object.fromEntries(PARTS.map((part) => [part, 0])) as Record<Part, number>;
  for (const [, cost] of costs) for (const part of PARTS) sums[part] += cost[part];
  return sums;
}
