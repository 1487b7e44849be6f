// A tab of the lower right panel, with how many things are behind it.
import { useActions, useApp } from '../app/use-app.ts';
import type { Tab } from './tabs.ts';
import css from './bottom.module.css';

export function TabButton({ tab, on }: { readonly tab: Tab; readonly on: boolean }) {
  const count = useApp(tab.count);
  const { setBottomTab } = useActions();
  return (
    <button
      id={`tab-${tab.id}`}
      type="button"
      role="tab"
      aria-selected={on}
      aria-controls="bottom-content"
      tabIndex={on ? 0 : -1}
      className={on ? css.on : undefined}
      onClick={() => setBottomTab(tab.id)}
    >
      {tab.label}
      {count && ` ${count}`}
    </button>
  );
}
