// Below: what the selection means, and beside it what is wrong and what has happened.
import { lazy, Suspense, useState, type KeyboardEvent } from 'react';
import { groupThousands } from '../../engine/bytes/text.ts';
import { useApp } from '../app/use-app.ts';
import { Diagnostics, diagnosticsOf } from './Diagnostics.tsx';
import { Log } from './Log.tsx';
import css from './bottom.module.css';

// The texts are many: they come when the panel stands.
const Explain = lazy(() => import('./Explain.tsx').then((module) => ({ default: module.Explain })));

type Tab = 'diagnostics' | 'log';

export function BottomPanel() {
  const document = useApp((state) => state.document);
  const cursor = useApp((state) => state.cursor);
  const [tab, setTab] = useState<Tab>('diagnostics');
  const problems = document ? diagnosticsOf(document) : [];
  const tabs: readonly { id: Tab; text: string }[] = [
    { id: 'diagnostics', text: `Diagnostics ${problems.length}` },
    ...(document?.kind === 'run' ? [{ id: 'log' as const, text: `Log ${groupThousands(cursor + 1)}` }] : []),
  ];
  const shown = tabs.some(({ id }) => id === tab) ? tab : 'diagnostics';
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
    event.preventDefault();
    const at = tabs.findIndex(({ id }) => id === shown);
    const next = tabs[(at + (event.key === 'ArrowRight' ? 1 : tabs.length - 1)) % tabs.length]!;
    setTab(next.id);
    window.document.getElementById(`tab-${next.id}`)?.focus();
  };
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
          {tabs.map(({ id, text }) => (
            <button
              key={id}
              id={`tab-${id}`}
              type="button"
              role="tab"
              aria-selected={id === shown}
              aria-controls="bottom-content"
              tabIndex={id === shown ? 0 : -1}
              className={id === shown ? css.on : undefined}
              onClick={() => setTab(id)}
            >
              {text}
            </button>
          ))}
        </div>
        <div id="bottom-content" role="tabpanel" aria-labelledby={`tab-${shown}`} className={css.content}>
          {shown === 'log' ? <Log /> : <Diagnostics />}
        </div>
      </section>
    </div>
  );
}
