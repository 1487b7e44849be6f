// Some of many names: folded to those that are chosen, opened to all with a box each.
import { draftActions } from './use-draft.ts';
import css from './scenario.module.css';

interface Props {
  readonly id: string;
  readonly path: string;
  readonly values: readonly string[];
  readonly chosen: readonly string[];
  readonly disabled: boolean;
}

export function Choices({ id, path, values, chosen, disabled }: Props) {
  // What is chosen and is no name of the table, as JSON may have it, can be taken away here.
  const all = [...values, ...chosen.filter((name) => !values.includes(name))];
  return (
    <details className={css.choices}>
      <summary id={id} data-path={path} aria-label={`${path}: ${chosen.join(', ') || 'none'}`}>
        {chosen.join(', ') || <span className="dim">none</span>}
      </summary>
      <div className={css.boxes}>
        {all.map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              disabled={disabled}
              checked={chosen.includes(name)}
              onChange={(event) =>
                draftActions().set(
                  path,
                  event.target.checked ? [...chosen, name] : chosen.filter((other) => other !== name),
                )
              }
            />
            {name}
          </label>
        ))}
      </div>
    </details>
  );
}
