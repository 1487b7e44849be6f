// The response headers of the app, as public/_headers lists them for hosts that read such a file: one place for all.
import { readFileSync } from 'node:fs';

/** Header names and values. */
export function appHeaders() {
  const lines = readFileSync(new URL('../public/_headers', import.meta.url), 'utf8').split('\n');
  return Object.fromEntries(
    lines.filter((line) => line.startsWith('  ')).map((line) => line.trim().split(/: (.*)/s, 2)),
  );
}

/** Those that SharedArrayBuffer needs: the development server sends only these. */
export function isolationHeaders() {
  return Object.fromEntries(Object.entries(appHeaders()).filter(([name]) => name.startsWith('Cross-Origin-')));
}
