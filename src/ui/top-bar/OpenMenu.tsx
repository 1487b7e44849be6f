// What is open, and the button of the menu to open something else, whose list loads when it is first shown.
import { lazy, Suspense, useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useActions, useApp } from '../app/use-app.ts';
import { Icon } from '../primitives/Icon.tsx';
import css from './TopBar.module.css';

const OpenMenuList = lazy(() => import('./OpenMenuList.tsx').then((module) => ({ default: module.OpenMenuList })));

export function OpenMenu() {
  const name = useApp((state) => state.document?.name ?? state.scenario.name);
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const actions = useActions();
  useEffect(() => {
    if (!open) return undefined;
    const outside = (event: PointerEvent): void => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    window.addEventListener('pointerdown', outside);
    return () => window.removeEventListener('pointerdown', outside);
  }, [open]);
  /** Closed by key or by a choice, the menu gives the focus back to its button. */
  const close = (): void => {
    setOpen(false);
    opener.current?.focus();
  };
  const choose = (job: () => void): void => {
    close();
    job();
  };
  const move = (event: KeyboardEvent): void => {
    if (!open) return;
    if (event.key === 'Escape') close();
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const items = [...(box.current?.querySelectorAll('button') ?? [])];
      const at = items.findIndex((item) => item === document.activeElement);
      items[Math.max(0, Math.min(items.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1)))]?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={box}
      className={css.menu}
      onKeyDown={move}
      onBlur={(event) => {
        const to = event.relatedTarget;
        if (open && to && !event.currentTarget.contains(to)) setOpen(false);
      }}
      role="presentation"
    >
      <button
        ref={opener}
        type="button"
        className={css.opener}
        aria-expanded={open}
        aria-haspopup="true"
        onClick={() => setOpen(!open)}
        title={`${name}: open a run, a file or a sample`}
      >
        <span className={css.name}>{name}</span> <Icon name="caret" />
      </button>
      <input
        ref={input}
        id="open-file"
        type="file"
        className="visually-hidden"
        tabIndex={-1}
        aria-label="Open a stream file"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) void actions.openFile(file);
        }}
      />
      {open && (
        <Suspense>
          <OpenMenuList choose={choose} chooseFile={() => input.current?.click()} />
        </Suspense>
      )}
    </div>
  );
}
