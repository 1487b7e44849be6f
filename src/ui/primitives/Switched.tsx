// On a narrow screen panels share one place; a switch in the header of the one that is shown says which it is.
import { useState, type ReactNode } from 'react';
import { PanelSwitch } from './panel-switch.ts';
import css from './primitives.module.css';

interface Props {
  readonly label: string;
  readonly panels: readonly { readonly text: string; readonly content: ReactNode }[];
  /** Number of the panel shown at first. */
  readonly first: number;
}

export function Switched({ label, panels, first }: Props) {
  const [shown, setShown] = useState(first);
  const choice = (
    <div className={css.switch} role="group" aria-label={label}>
      {panels.map(({ text }, i) => (
        <button key={text} type="button" aria-pressed={shown === i} onClick={() => setShown(i)}>
          {text}
        </button>
      ))}
    </div>
  );
  return (
    <PanelSwitch value={choice}>
      <div className={css.switched}>{panels[shown]?.content}</div>
    </PanelSwitch>
  );
}
