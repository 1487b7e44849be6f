// A field for an expression: what is wrong is underlined and said while typing; what may stand at the cursor is offered
// below, chosen by the arrow keys and Enter, or by Tab.
import { useId, useState, type KeyboardEvent } from 'react';
import { complete, type Completions } from '../../engine/query/complete.ts';
import type { EventCursor } from '../../engine/query/event-scope.ts';
import type { Scope } from '../../engine/query/scope.ts';
import { Sign } from '../primitives/Sign.tsx';
import { Underlined } from '../stream/Underlined.tsx';
import css from './breaks.module.css';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly scope: Scope<EventCursor>;
  readonly problem: { readonly message: string; readonly start: number; readonly end: number } | null;
  readonly placeholder?: string;
  readonly onChange: (value: string) => void;
}

const MOST_OFFERED = 8;
const NOTHING: Completions = { start: 0, end: 0, items: [] };

export function ExpressionField({ label, value, scope, problem, placeholder, onChange }: Props) {
  const id = useId();
  const [at, setAt] = useState(-1);
  const [chosen, setChosen] = useState(-1);
  const { start, end, items: all } = at < 0 || value === '' ? NOTHING : complete(value, at, scope);
  const typed = value.slice(start, end);
  const items = all.filter(({ text }) => text !== typed).slice(0, MOST_OFFERED);
  const isOpen = items.length > 0;
  const take = (index: number, input: HTMLInputElement): void => {
    const item = items[index];
    if (!item) return;
    const next = value.slice(0, start) + item.text + value.slice(end);
    onChange(next);
    const to = start + item.text.length;
    setChosen(-1);
    setAt(to);
    requestAnimationFrame(() => input.setSelectionRange(to, to));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (!isOpen) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setChosen((chosen + step + items.length + (chosen < 0 && step < 0 ? 1 : 0)) % items.length);
    } else if (event.key === 'Enter' && chosen >= 0) take(chosen, event.currentTarget);
    else if (event.key === 'Tab' && chosen >= 0) take(chosen, event.currentTarget);
    else if (event.key === 'Escape') setAt(-1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={css.expression}>
      <label htmlFor={id}>{label}</label>
      <div className={css.box}>
        <Underlined at={problem?.start ?? -1} end={problem?.end ?? -1} text={value} inset={7}>
          <input
            id={id}
            className="mono"
            value={value}
            placeholder={placeholder}
            autoComplete="off"
            spellCheck={false}
            role="combobox"
            aria-expanded={isOpen}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined}
            aria-invalid={problem !== null}
            aria-describedby={`${id}-about`}
            onChange={(event) => {
              onChange(event.target.value);
              setAt(event.target.selectionStart ?? event.target.value.length);
              setChosen(-1);
            }}
            onSelect={(event) => setAt(event.currentTarget.selectionStart ?? -1)}
            onBlur={() => setAt(-1)}
            onKeyDown={onKeyDown}
          />
        </Underlined>
        <ul id={`${id}-list`} role="listbox" aria-label={`${label}: what may stand here`} hidden={!isOpen}>
          {items.map((item, i) => (
            <li
              key={item.text}
              id={`${id}-${i}`}
              role="option"
              aria-selected={i === chosen}
              onPointerDown={(event) => {
                event.preventDefault();
                take(i, document.getElementById(id) as HTMLInputElement);
              }}
            >
              <span className="mono">{item.text}</span>
              <span className="dim">{item.doc || item.type}</span>
            </li>
          ))}
        </ul>
      </div>
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
