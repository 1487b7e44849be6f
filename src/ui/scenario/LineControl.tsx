// The control of one field of a scenario, as its kind asks for: a check box, a choice, several choices, or a text.
import type { FieldSpec } from '../../engine/scenario/rules.ts';
import { strategyText, type Strategy } from '../../engine/scenario/scenario.ts';
import { isLine, textOf } from '../../store/scenario-draft/draft.ts';
import { textOfValue } from '../../store/scenario-draft/typed-value.ts';
import { isList, valueAt } from '../../store/scenario-draft/json-tree.ts';
import { Choices } from './Choices.tsx';
import { emptyOf } from './field-words.ts';
import { draftActions, useEditing } from './use-draft.ts';
import css from './scenario.module.css';

interface Props {
  readonly path: string;
  readonly spec: FieldSpec;
  readonly id: string;
  readonly problem: boolean;
  readonly about: string;
}

export function LineControl({ path, spec, id, problem, about }: Props) {
  const { draft, isBroken } = useEditing();
  const value = valueAt(draft.value, path);
  const aria = { id, 'aria-invalid': problem, 'aria-describedby': about, 'data-path': path, disabled: isBroken };
  if (spec.kind === 'flag')
    return (
      <input
        {...aria}
        type="checkbox"
        className={css.check}
        checked={value === true}
        onChange={(event) => draftActions().set(path, event.target.checked)}
      />
    );
  const options = optionsOf(spec);
  if (options) {
    const shown = textOfValue(value);
    const isOptional = spec.kind === 'optional';
    const known = options.includes(shown) || (isOptional && value === null);
    return (
      <select {...aria} value={shown} onChange={(event) => draftActions().type(path, spec, event.target.value)}>
        {isOptional && <option value="">{emptyOf(path)}</option>}
        {!known && <option value={shown}>{shown || 'none'}</option>}
        {options.map((option) => (
          <option key={option} value={option}>
            {optionText(path, option)}
          </option>
        ))}
      </select>
    );
  }
  if (spec.kind === 'list' && spec.of.kind === 'choice' && isList(value))
    return <Choices {...aria} path={path} values={spec.of.values} chosen={value.map(textOfValue)} />;
  return (
    <input
      {...aria}
      className={[css.input, isNarrow(spec) ? 'mono' : css.long, path !== 'name' && 'mono'].filter(Boolean).join(' ')}
      value={textOf(draft, path)}
      placeholder={spec.kind === 'optional' ? emptyOf(path) : spec.kind === 'list' ? 'none' : undefined}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => draftActions().type(path, spec, event.target.value)}
    />
  );
}

/** The few values that a field can have, as texts; null where they are many. */
function optionsOf(spec: FieldSpec): readonly string[] | null {
  if (spec.kind === 'optional')
    return isLine(spec.of) ? (spec.of.kind === 'flag' ? ['true', 'false'] : optionsOf(spec.of)) : null;
  if (spec.kind === 'choice') return spec.values;
  if (spec.kind !== 'power') return null;
  const powers: string[] = [];
  for (let power = spec.low; power <= spec.high; power *= 2) powers.push(String(power));
  return powers;
}

function optionText(path: string, option: string): string {
  if (path === 'strategy') return strategyText(option as Strategy);
  return option === 'true' ? 'on' : option === 'false' ? 'off' : option;
}

function isNarrow(spec: FieldSpec): boolean {
  return spec.kind === 'whole' || (spec.kind === 'optional' && isNarrow(spec.of));
}
