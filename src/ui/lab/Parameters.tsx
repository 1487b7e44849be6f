// The cost model's calibration, seeds, mechanisms and every single parameter with its unit; a changed one shows what the
// calibration has and can be reset.
import { groupThousands } from '../../engine/bytes/text.ts';
import { CALIBRATIONS, costPaths, type CalibrationName } from '../../engine/scenario/cost-calibrations.ts';
import type { CostMechanisms } from '../../engine/scenario/cost-parameters.ts';
import { BACKENDS, type Backend } from '../../engine/scenario/scenario.ts';
import { MAX_SEEDS } from '../../store/lab/lab-store.ts';
import { NumberRow } from './NumberRow.tsx';
import { BACKEND_WORDS, GROUP_WORDS, MECHANISM_WORDS, unitOf } from './parameter-words.ts';
import { labActions, useLab } from './use-lab.ts';
import css from './lab.module.css';

export function Parameters() {
  const model = useLab((state) => state.model);
  const groups = new Map<string, (readonly [path: string, usual: number])[]>();
  for (const [path, usual] of costPaths(model.calibration)) {
    const group = path.slice(0, path.indexOf('.'));
    groups.set(group, [...(groups.get(group) ?? []), [path, usual]]);
  }
  const changed = Object.keys(model.set).length;
  return (
    <>
      <fieldset className={css.group}>
        <legend>Cost model</legend>
        <label className={css.row}>
          Calibration
          <select
            value={model.calibration}
            onChange={(event) => labActions().setCalibration(event.target.value as CalibrationName)}
          >
            {Object.entries(CALIBRATIONS).map(([name, { label }]) => (
              <option key={name} value={name}>
                {name}: {label}
              </option>
            ))}
          </select>
        </label>
        <p className={css.note}>Modelled; {CALIBRATIONS[model.calibration].label}.</p>
        <NumberRow
          label="Seeds"
          unit={`1 to ${groupThousands(MAX_SEEDS)}`}
          value={model.seeds}
          usual={200}
          check={(value) => Number.isInteger(value) && value >= 1 && value <= MAX_SEEDS}
          onChange={(seeds) => labActions().setModel({ seeds: seeds ?? 200 })}
        />
        <label className={css.row}>
          Back-end
          <select
            value={model.backend}
            onChange={(event) => labActions().setModel({ backend: event.target.value as Backend })}
          >
            {BACKENDS.map((name) => (
              <option key={name} value={name}>
                {BACKEND_WORDS[name]}
              </option>
            ))}
          </select>
        </label>
        {model.calibration === 'measured' && (
          <label className={css.option}>
            <input
              type="checkbox"
              checked={model.fresh}
              onChange={() => labActions().setModel({ fresh: !model.fresh })}
            />
            <span>The guest never touched the NIC</span>
          </label>
        )}
      </fieldset>
      <fieldset className={css.group}>
        <legend>Mechanisms</legend>
        {(Object.keys(MECHANISM_WORDS) as (keyof CostMechanisms)[]).map((name) => (
          <label key={name} className={css.option} title={MECHANISM_WORDS[name].about}>
            <input
              type="checkbox"
              checked={model.mechanisms[name]}
              onChange={() => labActions().toggleMechanism(name)}
            />
            <span>{MECHANISM_WORDS[name].text}</span>
            <span className={css.about}>{MECHANISM_WORDS[name].short}</span>
          </label>
        ))}
      </fieldset>
      <div className={css.group}>
        <h3>
          Parameters <span className={css.about}>{changed === 0 ? 'as calibrated' : `${changed} changed`}</span>
        </h3>
        {changed > 0 && (
          <button type="button" className={css.command} onClick={() => labActions().setModel({ set: {} })}>
            Reset all
          </button>
        )}
        {Array.from(groups, ([group, entries]) => (
          <details key={group} className={css.details}>
            <summary>
              {GROUP_WORDS[group] ?? group} <span className={css.about}>{entries.length}</span>
            </summary>
            {entries.map(([path, usual]) => (
              <NumberRow
                key={path}
                label={path.slice(group.length + 1)}
                unit={unitOf(path)}
                value={model.set[path] ?? usual}
                usual={usual}
                check={(value) => Number.isInteger(value) && value >= 0 && value <= 1e12}
                onChange={(value) => labActions().setParameter(path, value)}
              />
            ))}
          </details>
        ))}
      </div>
    </>
  );
}
