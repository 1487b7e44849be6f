// npm test: everything, from nothing. Installs what is missing, then types, lint, format, unit, build, budget, end to end.
// The last line is `N passed, N failed`: each test counts, and each of the other steps as one. Tests that need a QEMU
// are named as skipped where there is none; where CI is set (the gate) that is a failure.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needProgram } from './programs.mjs';
import { install, run } from './steps.mjs';

const fast = process.argv.includes('--fast');
await install();
const scratch = mkdtempSync(join(tmpdir(), 'migrascope-'));
let passed = 0;
let failed = 0;
const skipped = [];

function say(name, ok, text = '') {
  if (ok) passed++;
  else failed++;
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name}${text ? `: ${text}` : ''}`);
}

async function step(name, program, args) {
  const { code, output } = await run(program, args, { quiet: true });
  if (code !== 0) console.log(output.trimEnd());
  say(name, code === 0);
  return code === 0;
}

const LINTED = ['src', 'e2e', 'vite.config.ts', '.ci'];
await step('types', 'tsc', ['-b']);
await step('lint', 'eslint', ['-c', '.ci/eslint.config.mjs', '--max-warnings', '0', ...LINTED]);
await step('format', 'prettier', [
  '--ignore-path',
  '.ci/prettierignore',
  '--log-level',
  'warn',
  '--check',
  ...LINTED,
  'index.html',
]);
await unit();
if (!fast) await interop();
if (!fast && (await step('build', 'vite', ['build', '--logLevel', 'warn']))) {
  const { checkBudget } = await import('./budget.mjs');
  const { ok, text } = checkBudget();
  say('bundle budget', ok, text);
  await endToEnd();
}
rmSync(scratch, { recursive: true, force: true });
for (const name of skipped) console.log(`skipped: ${name}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

/** Runs vitest; `none` says whether it is right that not one test ran. */
async function unit(name = 'unit tests', { args = [], env = {}, none = false } = {}) {
  const file = join(scratch, 'unit.json');
  rmSync(file, { force: true });
  const reporters = ['--reporter=default', '--no-color', '--reporter=json', `--outputFile.json=${file}`];
  await run('vitest', ['run', ...args, ...reporters], { env });
  const report = read(file);
  if (!report) return say(name, false, 'the runner wrote no report');
  for (const { assertionResults } of report.testResults) {
    for (const { fullName, status } of assertionResults)
      if (status !== 'passed' && status !== 'failed') skipped.push(fullName);
  }
  if (none && report.success && report.numPassedTests === 0) return;
  count(
    name,
    report.numPassedTests,
    report.numFailedTests + (report.success ? 0 : Number(report.numFailedTests === 0)),
  );
}

/** Against a real QEMU, in both directions. */
async function interop() {
  const qemu = await needProgram('qemu');
  if (!qemu && process.env.CI) return say('interop with QEMU', false, 'no QEMU');
  const args = ['--config', '.ci/interop.config.mjs'];
  await unit('interop with QEMU', { args, env: { MIGRASCOPE_QEMU: qemu ?? '' }, none: !qemu });
}

async function endToEnd() {
  const browser = await needProgram('chromium');
  if (!browser) return say('end to end', false, 'no browser');
  if (!(await needProgram('firefox'))) skipped.push('end to end in Firefox');
  const file = join(scratch, 'e2e.json');
  const env = { MIGRASCOPE_BROWSER: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: file };
  const { code } = await run('playwright', ['test', '-c', '.ci/playwright.config.mjs', '--reporter=list,json'], {
    env,
  });
  const report = read(file);
  if (!report) return say('end to end', false, 'the runner wrote no report');
  const { expected, unexpected, flaky } = report.stats;
  count('end to end', expected + flaky, unexpected + Number(code !== 0 && unexpected === 0));
  const walk = (suite) => {
    for (const spec of suite.specs ?? [])
      if (spec.tests.every(({ status }) => status === 'skipped')) skipped.push(spec.title);
      else if (spec.tests.some(({ status }) => status === 'flaky')) console.log(`flaky: ${spec.title}`);
    for (const inner of suite.suites ?? []) walk(inner);
  };
  report.suites.forEach(walk);
}

function count(name, good, bad) {
  passed += good;
  failed += bad;
  console.log(`${bad === 0 && good > 0 ? 'ok    ' : 'FAILED'} ${name}: ${good} passed, ${bad} failed`);
  if (good === 0 && bad === 0) failed++;
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
