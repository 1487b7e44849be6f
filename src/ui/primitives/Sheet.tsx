// What opens beside the panels: not modal, Escape and the cross close it, and the focus goes back where it was.
import { useEffect, useRef, type ReactNode } from 'react';
import { useActions } from '../app/use-app.ts';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';
import css from './sheet.module.css';

interface Props {
  readonly title: string;
  /** What it is about, behind the title. */
  readonly about?: ReactNode;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

export function Sheet({ title, about, wide, children }: Props) {
  const { setSheet } = useActions();
  const ref = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const first = ref.current?.querySelector<HTMLElement>('[data-first]');
    (first ?? ref.current)?.focus();
    // Escape works wherever the focus stands inside, in a text field too.
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      // A list of completions is one level further in.
      if (event.target instanceof Element && event.target.matches('[role="combobox"][aria-expanded="true"]')) return;
      event.preventDefault();
      setSheet(null);
    };
    const sheet = ref.current;
    sheet?.addEventListener('keydown', onKeyDown);
    return () => {
      sheet?.removeEventListener('keydown', onKeyDown);
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [setSheet]);
  return (
    <section
      ref={ref}
      className={wide ? `${css.sheet} ${css.wide}` : css.sheet}
      role="dialog"
      aria-label={title}
      tabIndex={-1}
    >
      <div className={css.header}>
        <h2>{title}</h2>
        <span className={css.about}>{about}</span>
        <Button icon label="Close" title="Close (Esc)" onPress={() => setSheet(null)}>
          <Icon name="close" />
        </Button>
      </div>
      {children}
    </section>
  );
}
