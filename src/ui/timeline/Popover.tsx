// A small button with a box below it: Escape and a press outside close it, and Escape gives the focus back to the button.
import { useEffect, useRef, type ReactNode } from 'react';
import css from './timeline.module.css';

interface Props {
  readonly id?: string;
  readonly label: string;
  /** What stands on the button. */
  readonly text: ReactNode;
  readonly isOpen: boolean;
  readonly setOpen: (open: boolean) => void;
  readonly children: ReactNode;
}

export function Popover({ id, label, text, isOpen, setOpen, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    const close = (event: PointerEvent): void => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    window.addEventListener('pointerdown', close);
    return () => window.removeEventListener('pointerdown', close);
  }, [isOpen, setOpen]);
  return (
    <div
      ref={box}
      className={css.menu}
      role="presentation"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isOpen) return;
        setOpen(false);
        box.current?.querySelector('button')?.focus();
        event.stopPropagation();
      }}
    >
      <button
        id={id}
        type="button"
        className={css.small}
        aria-label={label}
        title={label}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {text}
      </button>
      {isOpen && children}
    </div>
  );
}
