// The programs of the machine that the checks need: where each is looked for, the Debian package that brings it, and what
// to say when there is none. On Debian as root a missing one is installed; nothing else is ever changed on the machine.
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { run } from './steps.mjs';

/** By name: the variable that names another one, names to look for in PATH, places beside it, and the package. */
const PROGRAMS = {
  chromium: {
    variable: 'MIGRASCOPE_BROWSER',
    first: () => createRequire(import.meta.url)('@playwright/test').chromium.executablePath(),
    names: ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser'],
    places: [
      '/usr/bin/google-chrome',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
      '/usr/bin/chromium',
    ],
    debian: 'chromium',
    missing: 'No browser: install Chromium or Chrome, or run `npx playwright install chromium`',
  },
  firefox: {
    variable: 'MIGRASCOPE_FIREFOX',
    names: ['firefox-esr', 'firefox'],
    places: ['/Applications/Firefox.app/Contents/MacOS/firefox', 'C:\\Program Files\\Mozilla Firefox\\firefox.exe'],
    debian: 'firefox-esr',
    missing: 'No Firefox: install Firefox',
  },
  qemu: {
    variable: 'MIGRASCOPE_QEMU',
    names: ['qemu-system-x86_64'],
    places: [],
    debian: 'qemu-system-x86 iproute2', // `ip` sets up the tap of tests with several queues
    missing: 'No QEMU: install qemu-system-x86_64',
  },
};

function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The path of `chromium`, `firefox` or `qemu`; null when there is none. Ends the program when its variable is wrong. */
export function findProgram(name) {
  const { variable, first, names, places } = PROGRAMS[name];
  const named = process.env[variable];
  if (named) {
    if (executable(named)) return named;
    console.error(`${variable} names ${named}, which is no program.`);
    process.exit(2);
  }
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const wanted = [...names.flatMap((file) => folders.map((folder) => join(folder, file))), ...places];
  if (first) wanted.unshift(first());
  return wanted.find((path) => path && executable(path)) ?? null;
}

/** As findProgram, but installs Debian's package when that is possible; null after one line that says what to do. */
export async function needProgram(name) {
  const found = findProgram(name);
  if (found) return found;
  const { variable, debian, missing } = PROGRAMS[name];
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    console.log(`Installing the ${debian} package…`);
    const problem = await installPackage(debian);
    const installed = findProgram(name);
    if (installed) return installed;
    console.error(problem);
  }
  console.error(`${missing}, or name one in ${variable}.`);
  return null;
}

/** The machine's lists of packages may be absent or old: a second try after an update. Answers what apt-get said last. */
async function installPackage(debian) {
  const get = (...args) =>
    run('apt-get', ['-q', '-y', '-o', 'DPkg::Lock::Timeout=300', ...args], {
      env: { DEBIAN_FRONTEND: 'noninteractive' },
      quiet: true,
    });
  const attempt = () => get('install', '--no-install-recommends', ...debian.split(' '));
  let result = await attempt();
  if (result.code !== 0) {
    await get('update');
    result = await attempt();
  }
  return result.output.trimEnd().slice(-2000);
}
