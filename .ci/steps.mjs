// What the commands share: running a program as a step, installing what is missing, finding a browser.
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BIN = join(ROOT, 'node_modules/.bin');

/** Runs a program in the project's folder, its output on ours (or kept, with `quiet`). Answers {code, output}. */
export function run(program, args, { env = {}, quiet = false } = {}) {
  const local = join(BIN, program);
  return new Promise((resolve) => {
    const child = spawn(existsSync(local) ? local : program, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    });
    const end = () => child.kill('SIGTERM');
    process.once('exit', end);
    let output = '';
    child.stdout?.on('data', (data) => (output += data));
    child.stderr?.on('data', (data) => (output += data));
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code, signal) => {
      process.off('exit', end);
      resolve({ code: code ?? (signal ? 1 : 0), output });
    });
  });
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

/** Installs the packages when they are absent or older than the lock file. */
export async function install() {
  const stamp = join(ROOT, 'node_modules/.package-lock.json');
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(join(ROOT, 'package-lock.json')).mtimeMs) return;
  console.log('Installing packages…');
  const { code, output } = await run('npm', ['ci', '--no-audit', '--no-fund'], { quiet: true });
  if (code !== 0) {
    console.error(`${output}\nThe packages could not be installed (npm ci).`);
    process.exit(1);
  }
}

/** Builds dist/; ends the program when that fails. */
export async function build() {
  const { code, output } = await run('vite', ['build', '--logLevel', 'warn'], { quiet: true });
  if (code === 0) return;
  console.error(output);
  process.exit(1);
}

const executable = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** A Chromium: MIGRASCOPE_BROWSER, Playwright's own, Chrome, Debian's. Null when there is none. */
export function findBrowser() {
  const named = process.env.MIGRASCOPE_BROWSER;
  if (named) {
    if (executable(named)) return named;
    console.error(`MIGRASCOPE_BROWSER names ${named}, which is no program.`);
    process.exit(2);
  }
  const { chromium } = createRequire(import.meta.url)('@playwright/test');
  const places = [
    chromium.executablePath(),
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
  ];
  return places.find((path) => path && executable(path)) ?? null;
}

/** A browser, installed from Debian's packages when that is possible; null with one line that says what to do. */
export async function needBrowser() {
  const found = findBrowser();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    console.log('Installing the chromium package…');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    const get = (...args) => run('apt-get', ['-q', '-y', ...args], { env, quiet: true });
    let result = await get('install', '--no-install-recommends', 'chromium');
    if (result.code !== 0) {
      await get('update');
      result = await get('install', '--no-install-recommends', 'chromium');
    }
    if (result.code !== 0) console.error(result.output.slice(-2000));
    const installed = findBrowser();
    if (installed) return installed;
  }
  console.error(
    'No browser: install Chromium or Chrome, or run `npx playwright install chromium`, or name one in MIGRASCOPE_BROWSER.',
  );
  return null;
}
