// The 32 px header of a panel: a title, what it is about, and what stands at the right.
import type { ReactNode } from 'react';
import css from './primitives.module.css';

interface Props {
  readonly title: string;
  /** Colour token of the side bar before the title. */
  readonly bar?: string;
  readonly children?: ReactNode;
}

export function PanelHeader({ title, bar, children }: Props) {
  return (
    <div className={css.header}>
      <h2
        className={bar ? css.bar : undefined}
        style={bar ? ({ '--bar': `var(--${bar})` } as React.CSSProperties) : undefined}
      >
        {title}
      </h2>
      {children}
    </div>
  );
}
