// The part of the build that makes the service worker: one script beside the page, which knows every file of the app.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const PUBLIC = fileURLToPath(new URL('../public', import.meta.url));
const ENTRY = fileURLToPath(new URL('../src/workers/service-worker.ts', import.meta.url));
/** Files of public/ that are for hosts or for readers. */
const NOT_SERVED = /(^|\/)(_headers|README\.md)$/;

/** A plugin for Vite. */
export function offline() {
  return {
    name: 'offline',
    apply: 'build',
    async generateBundle(_options, bundle) {
      const digest = createHash('sha256');
      const files = ['./'];
      for (const [name, item] of Object.entries(bundle).sort(([a], [b]) => (a < b ? -1 : 1))) {
        digest.update(name).update(item.code ?? item.source);
        if (name !== 'index.html') files.push(`./${name}`);
      }
      const published = readdirSync(PUBLIC, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => `${entry.parentPath}/${entry.name}`)
        .filter((path) => !NOT_SERVED.test(path))
        .sort();
      for (const path of published) {
        digest.update(readFileSync(path));
        files.push(`.${path.slice(PUBLIC.length)}`);
      }
      const { output } = (
        await build({
          configFile: false,
          logLevel: 'error',
          define: { __FILES__: JSON.stringify(files), __DIGEST__: JSON.stringify(digest.digest('hex').slice(0, 16)) },
          build: {
            write: false,
            target: 'es2023',
            copyPublicDir: false,
            lib: { entry: ENTRY, formats: ['iife'], name: 'serviceWorker', fileName: () => 'service-worker.js' },
          },
        })
      ).at(0);
      this.emitFile({ type: 'asset', fileName: 'service-worker.js', source: output[0].code });
    },
  };
}
