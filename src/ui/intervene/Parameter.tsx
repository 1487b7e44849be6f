// One parameter of an action: a switch, a choice or a text, as the table of actions says.
import { groupThousands } from '../../engine/bytes/text.ts';
import type { ParameterSpec } from '../../engine/scenario/actions.ts';
import { Field } from '../primitives/Field.tsx';
import css from './intervene.module.css';

interface Props {
  readonly spec: ParameterSpec;
  readonly value: string | boolean;
  readonly problem: string | null;
  readonly onChange: (value: string | boolean) => void;
}

export function Parameter({ spec, value, problem, onChange }: Props) {
  if (spec.kind === 'switch')
    return (
      <label className={css.switch}>
        <span>{spec.label}</span>
        <input type="checkbox" checked={value === true} onChange={(event) => onChange(event.target.checked)} />
      </label>
    );
  if (spec.kind === 'choice')
    return (
      <label className={css.switch}>
        <span>{spec.label}</span>
        <select className={css.choice} value={String(value)} onChange={(event) => onChange(event.target.value)}>
          {spec.values.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </label>
    );
  return (
    <Field
      label={spec.label}
      value={String(value)}
      onChange={onChange}
      problem={problem}
      mono
      wide={spec.kind === 'text'}
      hint={spec.kind === 'whole' && `${spec.unit} ${groupThousands(spec.low)} to ${groupThousands(spec.high)}`}
    />
  );
}
