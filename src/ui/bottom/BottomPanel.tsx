// Below: what the selection means, and beside it what is wrong, what has happened, and the error desk.
import { lazy, Suspense, type KeyboardEvent } from 'react';
import { useActions, useApp } from '../app/use-app.ts';
import './bottom-actions.ts';
import { TabButton } from './TabButton.tsx';
import { TABS } from './tabs.ts';
import css from './bottom.module.css';

// The texts are many: they come when the panel stands.
const Explain = lazy(() => import('./Explain.tsx').then((module) => ({ default: module.Explain })));

export function BottomPanel() {
  const wanted = useApp((state) => state.bottomTab);
  const ids = useApp((state) =>
    TABS.filter(({ shown }) => shown(state))
      .map(({ id }) => id)
      .join(' '),
  );
  const { setBottomTab } = useActions();
  const tabs = TABS.filter(({ id }) => ids.split(' ').includes(id));
  const shown = tabs.find(({ id }) => id === wanted) ?? tabs[0]!;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
    event.preventDefault();
    const at = tabs.indexOf(shown);
    const next = tabs[(at + (event.key === 'ArrowRight' ? 1 : tabs.length - 1)) % tabs.length]!;
    setBottomTab(next.id);
    document.getElementById(`tab-${next.id}`)?.focus();
  };
  const { Content } = shown;
  return (
    <div className={css.bottom}>
      <section className={css.part} aria-label="Explain">
        <div className={css.tabs}>
          <h2 className={css.on}>Explain</h2>
        </div>
        <Suspense fallback={<div className={css.text} />}>
          <Explain />
        </Suspense>
      </section>
      <section className={css.part} aria-label="Diagnostics and log">
        <div className={css.tabs} role="tablist" tabIndex={-1} aria-label="Diagnostics and log" onKeyDown={onKeyDown}>
          {tabs.map((tab) => (
            <TabButton key={tab.id} tab={tab} on={tab === shown} />
          ))}
        </div>
        <div id="bottom-content" role="tabpanel" aria-labelledby={`tab-${shown.id}`} className={css.content}>
          <Suspense>
            <Content />
          </Suspense>
        </div>
      </section>
    </div>
  );
}
