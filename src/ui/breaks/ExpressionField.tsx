// A field for an expression with its label; what is wrong is said below while typing.
import { useId } from 'react';
import type { EventCursor } from '../../engine/query/event-scope.ts';
import type { Scope } from '../../engine/query/scope.ts';
import { CompletedInput } from '../primitives/CompletedInput.tsx';
import { Sign } from '../primitives/Sign.tsx';
import css from './breaks.module.css';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly scope: Scope<EventCursor>;
  readonly problem: { readonly message: string; readonly start: number; readonly end: number } | null;
  readonly placeholder?: string;
  readonly onChange: (value: string) => void;
}

export function ExpressionField({ label, value, scope, problem, placeholder, onChange }: Props) {
  const id = useId();
  return (
    <div className={css.expression}>
      <label htmlFor={id}>{label}</label>
      <CompletedInput
        id={id}
        label={label}
        value={value}
        scope={scope}
        problem={problem}
        {...(placeholder === undefined ? {} : { placeholder })}
        describedBy={`${id}-about`}
        inset={7}
        onChange={onChange}
      />
      <div id={`${id}-about`} className={css.problem} aria-live="polite">
        {problem && (
          <>
            <Sign severity="error" /> {problem.message}
          </>
        )}
      </div>
    </div>
  );
}
