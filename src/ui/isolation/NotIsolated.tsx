// Shown when the page is not cross-origin isolated: why the app needs it, and what whoever hosts the page can do.
import css from './NotIsolated.module.css';

export function NotIsolated() {
  return (
    <main className={css.page} data-testid="not-isolated">
      <h1>Migrascope cannot run here: the page is not cross-origin isolated</h1>
      <p>
        The engine runs in workers that share memory with this page. Browsers allow that only to pages that are isolated
        from others, and this page was served without the two headers that say so.
      </p>
      <h2>What to do</h2>
      <ul>
        <li>
          On your own machine: run <code>npm start</code> and open the address it prints.
        </li>
        <li>
          On a server: send these headers with every file.
          <pre>{'Cross-Origin-Opener-Policy: same-origin\nCross-Origin-Embedder-Policy: require-corp'}</pre>
        </li>
        <li>Over the network, serve by https: browsers do not isolate plain http pages, except on localhost.</li>
        <li>In a frame of another page: open it in a tab of its own.</li>
      </ul>
    </main>
  );
}
