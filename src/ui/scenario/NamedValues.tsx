// Values under free names: those that are set, and a choice of those that can be.
import { CALIBRATIONS, costPaths, type CalibrationName } from '../../engine/scenario/cost-calibrations.ts';
import type { FieldSpec } from '../../engine/scenario/rules.ts';
import { blankOf } from '../../store/scenario-draft/draft.ts';
import { isObject, valueAt, type Json } from '../../store/scenario-draft/json-tree.ts';
import { Line } from './Line.tsx';
import { draftActions, useEditing } from './use-draft.ts';
import css from './scenario.module.css';

interface Props {
  readonly path: string;
  readonly of: FieldSpec;
  readonly value: Json;
}

export function NamedValues({ path, of, value }: Props) {
  const { draft, isBroken } = useEditing();
  const names = isObject(value) ? Object.keys(value) : [];
  const calibration = valueAt(draft.value, 'cost.calibration') as CalibrationName;
  const usual =
    path === 'cost.set' && Object.hasOwn(CALIBRATIONS, calibration)
      ? costPaths(calibration)
      : new Map<string, number>();
  return (
    <>
      {names.map((name) => (
        <div key={name} className={css.named}>
          <Line path={`${path}.${name}`} spec={of} label={name} />
          <button
            type="button"
            className={css.add}
            disabled={isBroken}
            aria-label={`Remove ${name}`}
            onClick={() => draftActions().set(`${path}.${name}`, undefined)}
          >
            Remove
          </button>
        </div>
      ))}
      <div className={css.addRow}>
        <select
          aria-label={`Add to ${path}`}
          value=""
          disabled={isBroken}
          onChange={(event) =>
            draftActions().set(`${path}.${event.target.value}`, usual.get(event.target.value) ?? blankOf(of))
          }
        >
          <option value="">Set a parameter…</option>
          {Array.from(usual, ([name, now]) => (
            <option key={name} value={name} disabled={names.includes(name)}>
              {name} ({now})
            </option>
          ))}
        </select>
      </div>
    </>
  );
}
