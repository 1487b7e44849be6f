// The page's entry: without isolation a page that says why, else the app with the default run.
import { createRoot } from 'react-dom/client';
import { StrictMode } from 'react';
import './theme/tokens.css';
import './theme/base.css';
import { createAppStore } from '../store/app-store.ts';
import { createSession } from '../store/session.ts';
import { App } from './app/App.tsx';
import { StoreContext } from './app/use-app.ts';
import { NotIsolated } from './not-isolated/NotIsolated.tsx';

const root = createRoot(document.getElementById('root')!);

if (!window.crossOriginIsolated) root.render(<NotIsolated />);
else {
  const store = createAppStore(createSession(new URL('samples/', document.baseURI).href));
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
