// The sheet of keys: every action with its binding, from the one list. Closed, it gives the focus back.
import { useEffect, useRef } from 'react';
import { useActions, useApp } from '../app/use-app.ts';
import './actions.ts';
import { ACTION_GROUPS, useActionList } from './registry.ts';
import css from './HelpSheet.module.css';

export function HelpSheet() {
  const open = useApp((state) => state.help);
  const { setHelp } = useActions();
  const actions = useActionList();
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    if (open && !dialog.open) dialog.show();
    if (open) dialog.focus();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  const keyed = actions.filter(({ shown }) => shown !== '');
  return (
    // The sheet is not modal: the app behind it stays usable; Escape is the way out (actions.ts).
    <dialog ref={ref} className={css.sheet} aria-label="Keys" tabIndex={-1} onClose={() => setHelp(false)}>
      <button type="button" className={css.close} onClick={() => setHelp(false)}>
        Close <kbd>Esc</kbd>
      </button>
      {open &&
        ACTION_GROUPS.filter((group) => keyed.some((action) => action.group === group)).map((group) => (
          <section key={group}>
            <h2>{group}</h2>
            <dl>
              {keyed
                .filter((action) => action.group === group)
                .map((action) => (
                  <div key={action.id}>
                    <dt>{action.label}</dt>
                    <dd>
                      <kbd>{action.shown}</kbd>
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
    </dialog>
  );
}
