// The menu of what can be saved: the actions of that group, one to a line.
import { useState } from 'react';
import { useAppStore } from '../app/use-app.ts';
import { PICTURE_ACTIONS } from '../pictures/picture-actions.ts';
import { Popover } from './Popover.tsx';
import css from './timeline.module.css';

const LABEL = 'Save a picture or a table';

export function PictureMenu() {
  const store = useAppStore();
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover label={LABEL} text="save" isOpen={isOpen} setOpen={setOpen}>
      <div className={css.items} role="group" aria-label={LABEL}>
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
    </Popover>
  );
}
