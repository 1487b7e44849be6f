// The page's entry: without isolation a page that says why, else the app with the default run.
import { createRoot } from 'react-dom/client';
import { StrictMode } from 'react';
import './theme/tokens.css';
import './theme/base.css';
import { createAppStore, type AppStore } from '../store/app-store.ts';
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

if (!window.crossOriginIsolated) {
  void import('./not-isolated/NotIsolated.tsx').then(({ NotIsolated }) => root.render(<NotIsolated />));
} else {
  const store = createAppStore(createSession(new URL('samples/', document.baseURI).href));
  window.migrascope = store;
  // Before anything is drawn: a key that is pressed as soon as there is data must not be lost.
  bindShortcuts(store);
  const { scenario, run } = store.getState();
  void run(scenario);
  root.render(
    <StrictMode>
      <StoreContext value={store}>
        <App />
      </StoreContext>
    </StrictMode>,
  );
}
