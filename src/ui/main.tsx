// The page's entry: the app with the default run, or with what the address says. A page that is not isolated is loaded again
// when the service worker can mend that; else the app runs in one thread.
import { createRoot } from 'react-dom/client';
import { StrictMode } from 'react';
import './theme/tokens.css';
import './theme/base.css';
import { createAppStore, type AppStore } from '../store/app-store.ts';
import { parseFragment } from '../store/share/fragment.ts';
import type { SharedView } from '../store/share/link.ts';
import { createSession } from '../store/session.ts';
import { App } from './app/App.tsx';
import { StoreContext } from './app/use-app.ts';
import { bindShortcuts } from './shortcuts/bind-shortcuts.ts';

declare global {
  interface Window {
    /** The store, for the console and the end-to-end tests: `migrascope.getState()`. */
    migrascope: AppStore;
  }
}

const root = createRoot(document.getElementById('root')!);

function open(): void {
  const store = createAppStore(createSession(new URL('samples/', document.baseURI).href, window.crossOriginIsolated));
  window.migrascope = store;
  // Before anything is drawn: a key that is pressed as soon as there is data must not be lost.
  bindShortcuts(store);
  const { scenario, run, openLink } = store.getState();
  const { link, commands } = parseFragment(location.hash);
  const start = async (): Promise<SharedView | null> => {
    const view = link ? await openLink(link) : null;
    if (view) return view;
    // What a link cannot give is told, and the default run is there all the same.
    const { problem } = store.getState();
    await run(scenario);
    if (problem) store.setState({ problem });
    return null;
  };
  void start().then(async (view) => {
    const { keepPlace } = await import('./share/keep-place.ts');
    keepPlace(store, view);
    if (commands === '') return;
    const { runCommands } = await import('./shortcuts/run-commands.ts');
    await runCommands(store, commands);
  });
  root.render(
    <StrictMode>
      <StoreContext value={store}>
        <App />
      </StoreContext>
    </StrictMode>,
  );
}

if (window.crossOriginIsolated) open();
else
  void import('./isolation/service-worker.ts')
    .then(({ isolateByReload }) => isolateByReload())
    .then((reloads) => {
      if (!reloads) open();
    });
