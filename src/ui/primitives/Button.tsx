// A button of the bars: text or icon, pressed or not.
import type { ReactNode } from 'react';
import css from './primitives.module.css';

interface Props {
  readonly label?: string;
  readonly title?: string;
  readonly icon?: boolean;
  readonly pressed?: boolean;
  readonly boxed?: boolean;
  readonly disabled?: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

export function Button({ label, title, icon, pressed, boxed, disabled, onPress, children }: Props) {
  const classes = [css.button, icon && css.icon, pressed && css.on, boxed && css.boxed].filter(Boolean).join(' ');
  return (
    <button
      type="button"
      className={classes}
      aria-label={label}
      aria-pressed={pressed}
      title={title ?? label}
      disabled={disabled}
      onClick={onPress}
    >
      {children}
    </button>
  );
}
