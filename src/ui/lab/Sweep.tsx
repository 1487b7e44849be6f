// One parameter of the model swept, as small multiples: a curve for each arm, all on the same axes, so that one sees which
// of them depends on it. Worked out when it is asked for.
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { MODELLED_ARMS } from '../../engine/lab/arms.ts';
import { costPaths } from '../../engine/scenario/cost-calibrations.ts';
import { SWEEP_MEASURES, SWEEP_SEEDS, sweepCurve, sweepStore, type SweepMeasure } from '../../store/lab/sweep-store.ts';
import { Button } from '../primitives/Button.tsx';
import { axisTo } from './axis.ts';
import { Chart } from './Chart.tsx';
import { GROUP_WORDS, unitOf } from './parameter-words.ts';
import { SweepCurve } from './SweepCurve.tsx';
import { useLab } from './use-lab.ts';
import css from './lab.module.css';

const MEASURE_WORDS: Readonly<Record<SweepMeasure, string>> = {
  sum: 'sum of all non-iterable sections',
  nic: 'virtio-net’s own section',
};

/** `arms`: ids of those that are shown. */
export function Sweep({ arms }: { readonly arms: readonly string[] }) {
  const model = useLab((state) => state.model);
  const { path, measure, sweep, work } = useStore(sweepStore);
  const { start, cancel, setMeasure } = sweepStore.getState();
  useEffect(() => () => sweepStore.getState().cancel(), []);
  const shown = sweep?.of === model && sweep.path === path ? sweep : null;
  const curves = shown
    ? MODELLED_ARMS.filter(({ id }) => arms.includes(id)).map(({ id, label }) => ({
        ...{ id, label, curve: sweepCurve(shown, id, measure) },
      }))
    : [];
  const axis = axisTo(Math.max(...curves.flatMap(({ curve }) => curve.map((at) => at?.upper ?? 0)), 0), 3);
  return (
    <Chart
      title="One parameter swept"
      about={`modelled; median and quartiles of ${SWEEP_SEEDS} seeds at each value, all arms on the same axes`}
    >
      <div className={css.sweepBar}>
        <select
          aria-label="Parameter to sweep"
          value={path}
          onChange={(event) => void start(model, event.target.value)}
        >
          {Array.from(costPaths(model.calibration).keys(), (each) => {
            const group = each.slice(0, each.indexOf('.'));
            return (
              <option key={each} value={each}>
                {GROUP_WORDS[group] ?? group}: {each.slice(group.length + 1)} ({unitOf(each)})
              </option>
            );
          })}
        </select>
        <select
          aria-label="What is drawn"
          value={measure}
          onChange={(event) => setMeasure(event.target.value as SweepMeasure)}
        >
          {SWEEP_MEASURES.map((each) => (
            <option key={each} value={each}>
              {MEASURE_WORDS[each]}
            </option>
          ))}
        </select>
        {work ? (
          <span className={css.sweepWork} role="status">
            <progress value={work.done} max={work.total} aria-label={work.label} />
            <Button boxed onPress={cancel}>
              Cancel
            </Button>
          </span>
        ) : (
          !shown && (
            <Button boxed onPress={() => void start(model, path)}>
              Sweep it
            </Button>
          )
        )}
      </div>
      {shown && (
        <ul className={css.multiples} aria-label={`${MEASURE_WORDS[measure]} by ${path}`}>
          {curves.map(({ id, label, curve }) => (
            <li key={id}>
              <SweepCurve
                label={label}
                unit={unitOf(path)}
                values={shown.points.map(({ value }) => value)}
                usual={shown.usual}
                curve={curve}
                axis={axis}
              />
            </li>
          ))}
        </ul>
      )}
    </Chart>
  );
}
