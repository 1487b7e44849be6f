// One field of a scenario: label, control, unit and limits as the check has them, a mark and a way back when it is not as
// in the base, and below it what is wrong while typing.
import { useId } from 'react';
import type { FieldSpec } from '../../engine/scenario/rules.ts';
import { strategyText, type Strategy } from '../../engine/scenario/scenario.ts';
import { isLine, problemsOf, textOf } from '../../store/scenario-draft/draft.ts';
import { textOfValue } from '../../store/scenario-draft/typed-value.ts';
import { isList, valueAt } from '../../store/scenario-draft/json-tree.ts';
import { Sign } from '../primitives/Sign.tsx';
import { Choices } from './Choices.tsx';
import { aboutOf, emptyOf, labelOf } from './field-words.ts';
import { rangeText, readback } from './readback.ts';
import { draftActions, fieldId, useEditing } from './use-draft.ts';
import css from './scenario.module.css';

interface Props {
  readonly path: string;
  readonly spec: FieldSpec;
  /** Name of a row whose label is typed too. */
  readonly label?: string;
}

export function Line({ path, spec, label = labelOf(path) }: Props) {
  const { draft, problems, base, changed, shows } = useEditing();
  const about = useId();
  if (!shows(path)) return null;
  const problem = problemsOf(problems, path);
  const isChanged = changed.has(path);
  const before = valueAt(base, path);
  const id = fieldId(path);
  const beforeText = before === undefined ? 'nothing' : textOfValue(before) || emptyOf(path);
  return (
    <div className={isChanged ? `${css.line} ${css.changed}` : css.line} title={aboutOf(path)}>
      <label htmlFor={id}>{label}</label>
      <Control path={path} spec={spec} id={id} problem={problem !== null} about={about} />
      <span className={css.hint}>{hintOf(spec, valueAt(draft.value, path))}</span>
      {isChanged && before !== undefined ? (
        <button
          type="button"
          className={css.reset}
          aria-label={`Reset ${label} to ${beforeText}`}
          title={`Reset to ${beforeText}`}
          onClick={() => draftActions().reset(path)}
        >
          ↺
        </button>
      ) : (
        <span />
      )}
      <span id={about} className={problem ? css.problem : undefined} aria-live="polite">
        {problem && (
          <>
            <Sign severity="error" /> <span>{problem}</span>
          </>
        )}
      </span>
    </div>
  );
}

function hintOf(spec: FieldSpec, value: unknown): string {
  if (spec.kind === 'optional') return hintOf(spec.of, value);
  if (spec.kind !== 'whole') return '';
  const said = [spec.unit, readback(value, spec.unit)].filter(Boolean).join(' = ');
  return [said, rangeText(spec.low, spec.high, spec.unit)].filter(Boolean).join(' · ');
}

interface ControlProps {
  readonly path: string;
  readonly spec: FieldSpec;
  readonly id: string;
  readonly problem: boolean;
  readonly about: string;
}

function Control({ path, spec, id, problem, about }: ControlProps) {
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
