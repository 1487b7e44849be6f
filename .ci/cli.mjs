// Runs a command of src/cli: `node .ci/cli.mjs inspect FILE`. The bundle is made anew when a source is newer than it.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { install, ROOT } from './steps.mjs';

const COMMANDS = ['inspect', 'stats', 'compare', 'load', 'migrate'];
const source = (command) => join(ROOT, `src/cli/${command}.ts`);
const present = COMMANDS.filter((command) => existsSync(source(command)));
const [name, ...argv] = process.argv.slice(2);
if (!present.includes(name)) {
  console.error(`Commands: ${present.join(', ')}`);
  process.exit(2);
}
const say = console.log;
console.log = console.error; // standard output is the command's own
await install();
const out = join(ROOT, 'node_modules/.cache/cli');
const bundle = join(out, `${name}.mjs`);

function newest(folder) {
  let time = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    time = Math.max(time, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return time;
}

const stamp = existsSync(bundle) ? statSync(bundle).mtimeMs : 0;
if (stamp < Math.max(newest(join(ROOT, 'src/engine')), newest(join(ROOT, 'src/cli')))) await bundleAll();

/** Into a folder of its own first: another command may be running from the old one, or making it too. */
async function bundleAll() {
  const { build } = await import('vite');
  const made = `${out}-${process.pid}`;
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir: made,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: {
        input: Object.fromEntries(present.map((command) => [command, source(command)])),
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  });
  mkdirSync(dirname(out), { recursive: true });
  rmSync(out, { recursive: true, force: true });
  try {
    renameSync(made, out);
  } catch {
    rmSync(made, { recursive: true, force: true }); // the other one was faster
  }
}

console.log = say;
// Who reads may stop reading (head, less).
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1));
const { main } = await import(pathToFileURL(bundle).href);
process.exitCode = await main(argv);
