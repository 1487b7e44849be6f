// What is done in the middle of the run, in the order of time: each with its time and the parameters of its action.
import { ACTION_GROUPS } from '../../engine/scenario/action-groups.ts';
import { ACTIONS, actionSpec, initialAction, type ActionSpec } from '../../engine/scenario/actions.ts';
import { linesOf } from '../../store/scenario-draft/draft.ts';
import { isList, valueAt, type Json } from '../../store/scenario-draft/json-tree.ts';
import { textOfValue } from '../../store/scenario-draft/typed-value.ts';
import { Line } from './Line.tsx';
import { draftActions, useEditing } from './use-draft.ts';
import css from './scenario.module.css';

/** Name of the parameter of a path of an intervention, in the words of its table. */
function labelFor(path: string, action: ActionSpec | undefined): string {
  const name = path.slice(path.lastIndexOf('.') + 1);
  return name === 'at' ? 'At' : (action?.parameters.find((parameter) => parameter.name === name)?.label ?? name);
}

export function Interventions({ path, value }: { readonly path: string; readonly value: Json }) {
  const { isBroken, shows } = useEditing();
  const entries = isList(value) ? value : [];
  const lines = linesOf(value, { kind: 'interventions' }, path);
  if (lines.length > 0 && !lines.some((line) => shows(line.path))) return null;
  if (lines.length === 0 && !shows(path)) return null;
  return (
    <div className={css.box} role="group" aria-label="Interventions">
      <div className={css.boxTitle}>
        <h3>Interventions</h3>
        <span className="dim">{entries.length === 0 ? 'none; the guest is left alone' : 'in the order of time'}</span>
        <span className={css.grow} />
        <select
          aria-label="Add an intervention"
          value=""
          disabled={isBroken}
          onChange={(event) => {
            const spec = actionSpec(event.target.value);
            if (spec) draftActions().set(`${path}.${entries.length}`, { at: 0, action: initialAction(spec) });
          }}
        >
          <option value="">Add…</option>
          {ACTION_GROUPS.map((group) => (
            <optgroup key={group} label={group}>
              {ACTIONS.filter((each) => each.group === group).map(({ name, label }) => (
                <option key={name} value={name}>
                  {label}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </div>
      {entries.map((entry, i) => {
        const action = actionSpec(textOfValue(valueAt(entry, 'action.do')));
        const at = `${path}.${i}`;
        return (
          <div key={at} className={css.part} role="group" aria-label={`Intervention ${i + 1}`}>
            <div className={css.partTitle}>
              <h4>{action?.label ?? 'Unknown action'}</h4>
              <span className={css.grow} />
              <button
                type="button"
                className={css.add}
                disabled={isBroken}
                aria-label={`Remove intervention ${i + 1}`}
                onClick={() => draftActions().set(at, undefined)}
              >
                Remove
              </button>
            </div>
            {lines
              .filter((line) => line.path.startsWith(`${at}.`))
              .map((line) => (
                <Line key={line.path} {...line} label={labelFor(line.path, action)} />
              ))}
          </div>
        );
      })}
    </div>
  );
}
