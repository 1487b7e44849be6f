// The JavaScript that a first visit loads before it paints data: the entry, the workers, what each imports statically, and
// what the default run loads by name. `node .ci/budget.mjs` lists it after a build.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { ROOT } from './steps.mjs';

/** Bytes, gzipped, that are allowed. */
export const LIMIT = 200_000;

/** Chunks that are imported dynamically and still needed: the machine of the default scenario. */
const DYNAMIC = [/^platform-pc-10\.0-.*\.js$/];

/** [name, gzipped bytes] of each script of the first load, largest first. */
export function firstLoad() {
  const assets = join(ROOT, 'dist/assets');
  const html = readFileSync(join(ROOT, 'dist/index.html'), 'utf8');
  const wanted = Array.from(html.matchAll(/assets\/([\w.-]+\.js)/g), ([, name]) => name);
  const present = readdirSync(assets);
  for (const pattern of [/^engine\.worker-.*\.js$/, ...DYNAMIC]) {
    const names = present.filter((name) => pattern.test(name));
    if (names.length === 0) throw new Error(`no script is named like ${pattern}`);
    wanted.push(...names);
  }
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

/** A line for the log, and whether the limit holds; when it does not, the five largest scripts too. */
export function checkBudget() {
  const scripts = firstLoad();
  const total = scripts.reduce((sum, [, size]) => sum + size, 0);
  const ok = total <= LIMIT;
  const line = `${total.toLocaleString('en')} of ${LIMIT.toLocaleString('en')} bytes of gzipped JavaScript before the first data`;
  return { total, ok, text: ok ? line : [`${line}; the largest:`, ...scripts.slice(0, 5).map(row)].join('\n') };
}

function row([name, size]) {
  return `${size.toLocaleString('en').padStart(9)} ${name}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(firstLoad().map(row).join('\n'));
  const { text, ok } = checkBudget();
  console.log(text);
  process.exitCode = ok ? 0 : 1;
}
