// The JavaScript that a first visit loads before it paints data: the entry, what it imports statically, and the workers.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from './steps.mjs';

/** Bytes, gzipped, that are allowed. */
export const LIMIT = 200_000;

/** [name, gzipped bytes] of each script of the first load. */
export function firstLoad() {
  const assets = join(ROOT, 'dist/assets');
  const html = readFileSync(join(ROOT, 'dist/index.html'), 'utf8');
  const wanted = Array.from(html.matchAll(/assets\/([\w.-]+\.js)/g), ([, name]) => name);
  wanted.push(...readdirSync(assets).filter((name) => /\.worker-.*\.js$/.test(name)));
  const seen = new Set();
  const sizes = [];
  while (wanted.length > 0) {
    const name = wanted.pop();
    if (seen.has(name)) continue;
    seen.add(name);
    const text = readFileSync(join(assets, name), 'utf8');
    sizes.push([name, gzipSync(text, { level: 9 }).length]);
    for (const [, other] of text.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) wanted.push(other);
  }
  if (sizes.length < 2) throw new Error(`only ${sizes.length} scripts found: the entry and the workers' are expected`);
  return sizes.sort((a, b) => b[1] - a[1]);
}

/** A line for the log, and whether the limit holds. */
export function checkBudget() {
  const total = firstLoad().reduce((sum, [, size]) => sum + size, 0);
  return {
    total,
    ok: total <= LIMIT,
    text: `${total.toLocaleString('en')} of ${LIMIT.toLocaleString('en')} bytes of gzipped JavaScript before the first data`,
  };
}
