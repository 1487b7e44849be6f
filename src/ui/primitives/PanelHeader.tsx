// The 32 px header of a panel: a title, what it is about, and what stands at the right. Where
// panels share one place the switch between them is the visible title.
import { use, type ReactNode } from 'react';
import { PanelSwitch } from './panel-switch.ts';
import css from './primitives.module.css';

interface Props {
  readonly title: string;
  /** Colour token of the side bar before the title. */
  readonly bar?: string;
  readonly children?: ReactNode;
}

export function PanelHeader({ title, bar, children }: Props) {
  const choice = use(PanelSwitch);
  return (
    <div className={css.header}>
      {choice}
      <h2
        className={choice ? 'visually-hidden' : bar ? css.bar : undefined}
        style={bar ? ({ '--bar': `var(--${bar})` } as React.CSSProperties) : undefined}
      >
        {title}
      </h2>
      {children}
    </div>
  );
}
