// One field of a scenario: label, control, unit and limits as the check has them, a mark and a way back when it is not as
// in the base, and below it what is wrong while typing.
import { useId } from 'react';
import type { FieldSpec } from '../../engine/scenario/rules.ts';
import { problemsOf } from '../../store/scenario-draft/draft.ts';
import { textOfValue } from '../../store/scenario-draft/typed-value.ts';
import { valueAt } from '../../store/scenario-draft/json-tree.ts';
import { Sign } from '../primitives/Sign.tsx';
import { aboutOf, emptyOf, labelOf } from './field-words.ts';
import { LineControl } from './LineControl.tsx';
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
      <LineControl path={path} spec={spec} id={id} problem={problem !== null} about={about} />
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
