// One field of a form: label, what is typed, unit or range, and below it what is wrong while typing. What is typed is
// never changed or lost.
import { useId, type ReactNode } from 'react';
import { Sign } from './Sign.tsx';
import css from './field.module.css';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What is wrong with the value, or null. */
  readonly problem: string | null;
  /** Unit and range, behind the field. */
  readonly hint?: ReactNode;
  readonly mono?: boolean;
  readonly wide?: boolean;
  readonly list?: readonly string[];
}

export function Field({ label, value, onChange, problem, hint, mono, wide, list }: Props) {
  const id = useId();
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      <div className={css.line}>
        <input
          id={id}
          className={[css.input, mono && 'mono', wide && css.wide].filter(Boolean).join(' ')}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-invalid={problem !== null}
          aria-describedby={`${id}-about`}
          autoComplete="off"
          spellCheck={false}
          list={list ? `${id}-list` : undefined}
        />
        {list && (
          <datalist id={`${id}-list`}>
            {list.map((each) => (
              <option key={each} value={each} />
            ))}
          </datalist>
        )}
        {!problem && hint && <span className={css.hint}>{hint}</span>}
      </div>
      <div id={`${id}-about`} className={css.problem} aria-live="polite">
        {problem && (
          <>
            <Sign severity="error" /> {problem}
          </>
        )}
      </div>
    </div>
  );
}
