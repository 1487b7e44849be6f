// The menu of what can be saved: the actions of that group, one to a line.
import { useEffect, useRef, useState } from 'react';
import { useAppStore } from '../app/use-app.ts';
import { PICTURE_ACTIONS } from '../pictures/picture-actions.ts';
import css from './timeline.module.css';

export function PictureMenu() {
  const store = useAppStore();
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    const close = (event: PointerEvent): void => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    window.addEventListener('pointerdown', close);
    return () => window.removeEventListener('pointerdown', close);
  }, [isOpen]);
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
        type="button"
        className={css.small}
        aria-label="Save a picture or a table"
        title="Save a picture or a table"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        save
      </button>
      {isOpen && (
        <div className={css.items} role="group" aria-label="Save a picture or a table">
          {PICTURE_ACTIONS.filter(({ enabled }) => enabled(store.getState())).map((action) => (
            <button
              key={action.id}
              type="button"
              onClick={() => {
                setOpen(false);
                action.run(store.getState());
              }}
            >
              {action.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
