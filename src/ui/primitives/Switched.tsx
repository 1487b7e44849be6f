// On a narrow screen two panels share one place; a switch says which is shown.
import { useState, type ReactNode } from 'react';
import css from './primitives.module.css';

interface Props {
  readonly label: string;
  readonly panels: readonly { readonly text: string; readonly content: ReactNode }[];
  /** Number of the panel shown at first. */
  readonly first: number;
}

export function Switched({ label, panels, first }: Props) {
  const [shown, setShown] = useState(first);
  return (
    <div className={css.switched}>
      <div className={css.switchRow}>
        <div className={css.switch} role="group" aria-label={label}>
          {panels.map(({ text }, i) => (
            <button key={text} type="button" aria-pressed={shown === i} onClick={() => setShown(i)}>
              {text}
            </button>
          ))}
        </div>
      </div>
      <div className={css.rest}>{panels[shown]?.content}</div>
    </div>
  );
}
