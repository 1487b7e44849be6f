// A swept parameter: values around the model's own, every arm at each, and what is dearer costs more.
import { beforeEach, describe, expect, it } from 'vitest';
import { costPaths } from '../../engine/scenario/cost-calibrations.ts';
import { ALL_MECHANISMS } from '../../engine/scenario/cost-parameters.ts';
import { MODELLED_ARMS } from '../../engine/lab/arms.ts';
import type { LabModel } from './lab-store.ts';
import { sweepCurve, sweepStore, sweepValues } from './sweep-store.ts';

const model: LabModel = {
  ...{ calibration: 'measured', fresh: false, backend: 'qemu', mechanisms: ALL_MECHANISMS, set: {}, seeds: 200 },
};
const PATH = 'barMapping.perView';

beforeEach(() => sweepStore.getState().cancel());

describe('a sweep', () => {
  it('goes around the value that the model has', () => {
    const usual = costPaths('measured').get(PATH)!;
    expect(sweepValues(model, PATH)).toEqual({
      usual,
      values: [0, usual / 4, usual / 2, usual, usual * 2, usual * 4].map(Math.round),
    });
    expect(sweepValues({ ...model, set: { [PATH]: 0 } }, PATH)).toEqual({
      usual: 0,
      values: [0, 1000, 10_000, 100_000, 1_000_000],
    });
  });

  it('has every arm at every value; the dearer, the longer', async () => {
    await sweepStore.getState().start(model, PATH);
    const { sweep, work } = sweepStore.getState();
    expect(work).toBeNull();
    expect(sweep?.points.map(({ arms }) => arms.length)).toEqual(Array(6).fill(MODELLED_ARMS.length));
    for (const measure of ['sum', 'nic'] as const) {
      const medians = sweepCurve(sweep!, 'baseline', measure).map((summary) => summary!.median);
      expect([...medians].sort((a, b) => a - b)).toEqual(medians);
      expect(medians.at(-1)).toBeGreaterThan(medians[0]!);
    }
    // The early load maps the BARs before the stop.
    const early = sweepCurve(sweep!, 'early', 'nic').map((summary) => summary!.median);
    expect(early.at(-1)).toBe(early[0]);
  });

  it('that is given up leaves nothing behind', async () => {
    const going = sweepStore.getState().start(model, PATH);
    sweepStore.getState().cancel();
    await going;
    expect(sweepStore.getState()).toMatchObject({ sweep: null, work: null });
  });
});
