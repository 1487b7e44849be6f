// An input for an expression: wrong letters are underlined while typing; what may stand at the cursor is offered below, and
// while the field is empty what was used before. Chosen by the arrow keys and Enter, or by Tab.
import { useState, type KeyboardEvent } from 'react';
import { complete } from '../../engine/query/complete.ts';
import type { Scope } from '../../engine/query/scope.ts';
import { Underlined } from '../stream/Underlined.tsx';
import css from './completed-input.module.css';

interface Props<Row> {
  readonly id: string;
  /** Names the list; the input's label is whoever shows it. */
  readonly label: string;
  readonly value: string;
  readonly scope: Scope<Row>;
  readonly problem: { readonly start: number; readonly end: number } | null;
  readonly placeholder?: string;
  readonly title?: string;
  readonly describedBy: string;
  /** Padding and border at the left, px. */
  readonly inset: number;
  readonly history?: readonly string[];
  readonly onChange: (value: string) => void;
  /** Enter, or the focus went elsewhere: what stands there is meant. */
  readonly onDone?: () => void;
}

interface Offer {
  readonly text: string;
  readonly doc: string;
}

const MOST_OFFERED = 8;
const NOTHING: { readonly start: number; readonly end: number; readonly items: readonly Offer[] } = {
  start: 0,
  end: 0,
  items: [],
};

export function CompletedInput<Row>(props: Props<Row>) {
  const { id, label, value, scope, problem, placeholder, title, describedBy, inset, history, onChange, onDone } = props;
  const [at, setAt] = useState(-1);
  const [chosen, setChosen] = useState(-1);
  const { start, end, items: all } = at < 0 ? NOTHING : value === '' ? used(history) : offers(value, at, scope);
  const typed = value.slice(start, end);
  const items = all.filter(({ text }) => text !== typed).slice(0, MOST_OFFERED);
  const isOpen = items.length > 0;
  const take = (index: number, input: HTMLInputElement): void => {
    const item = items[index];
    if (!item) return;
    onChange(value.slice(0, start) + item.text + value.slice(end));
    const to = start + item.text.length;
    setChosen(-1);
    setAt(to);
    requestAnimationFrame(() => input.setSelectionRange(to, to));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter' && (!isOpen || chosen < 0)) {
      setAt(-1);
      onDone?.();
    } else if (!isOpen) return;
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setChosen((chosen + step + items.length + (chosen < 0 && step < 0 ? 1 : 0)) % items.length);
    } else if ((event.key === 'Enter' || event.key === 'Tab') && chosen >= 0) take(chosen, event.currentTarget);
    else if (event.key === 'Escape') setAt(-1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <span className={css.box}>
      <Underlined at={problem?.start ?? -1} end={problem?.end ?? -1} text={value} inset={inset}>
        <input
          id={id}
          className="mono"
          value={value}
          placeholder={placeholder}
          title={title}
          autoComplete="off"
          spellCheck={false}
          role="combobox"
          aria-label={label}
          aria-expanded={isOpen}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined}
          aria-invalid={problem !== null}
          aria-describedby={describedBy}
          onChange={(event) => {
            onChange(event.target.value);
            setAt(event.target.selectionStart ?? event.target.value.length);
            setChosen(-1);
          }}
          onSelect={(event) => setAt(event.currentTarget.selectionStart ?? -1)}
          onFocus={(event) => setAt(event.currentTarget.selectionStart ?? 0)}
          onBlur={() => {
            setAt(-1);
            onDone?.();
          }}
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
            <span className="dim">{item.doc}</span>
          </li>
        ))}
      </ul>
    </span>
  );
}

function offers<Row>(value: string, at: number, scope: Scope<Row>): typeof NOTHING {
  const { start, end, items } = complete(value, at, scope);
  return { start, end, items: items.map(({ text, doc, type }) => ({ text, doc: doc || type })) };
}

function used(history: readonly string[] = []): typeof NOTHING {
  return { ...NOTHING, items: history.map((text) => ({ text, doc: 'used before' })) };
}
