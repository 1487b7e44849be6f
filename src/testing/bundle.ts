// Bundles a TypeScript module for Node, so that a test can run it in a real worker thread. The result lies under
// node_modules/.cache and is made anew once per test process.
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

const made = new Map<string, Promise<string>>();

/** Path (from the repository's top) of a module → URL of its bundle. */
export function bundleForNode(entry: string): Promise<string> {
  const known = made.get(entry);
  if (known) return known;
  const promise = bundle(entry);
  made.set(entry, promise);
  return promise;
}

async function bundle(entry: string): Promise<string> {
  const name = `${entry.replace(/[^a-z0-9]+/gi, '-')}-${process.pid}`;
  const outDir = resolve('node_modules/.cache/test-bundles', name);
  mkdirSync(outDir, { recursive: true });
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: resolve(entry),
      outDir,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'bundle.mjs' } },
    },
  });
  return pathToFileURL(resolve(outDir, 'bundle.mjs')).href;
}
