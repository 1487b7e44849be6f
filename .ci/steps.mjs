// What the commands share: running a program as a step, installing the packages, building. Programs: programs.mjs.
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
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

/** Installs the packages when they are absent or older than the lock file; ends the program when Node is too old. */
export async function install() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Node 20.19 or newer is needed; this is ${process.version}.`);
    process.exit(2);
  }
  const stamp = join(ROOT, 'node_modules/.package-lock.json');
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(join(ROOT, 'package-lock.json')).mtimeMs) return;
  console.log('Installing packages…');
  const { code, output } = await run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], { quiet: true });
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
