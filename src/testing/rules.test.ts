// The rules bite: a copy of the project with planted violations, each of which the compiler or the linter must catch,
// and legal imports, which neither may.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

/** [layer folder, name, source]: one violation each. */
const PLANTED: readonly (readonly [folder: string, name: string, source: string])[] = [
  ['engine/bytes', 'document', 'export const a = document.title;'],
  ['engine/bytes', 'text-decoder', 'export const a = new TextDecoder();'],
  ['engine/bytes', 'console', "export const a = (): void => console.log('x');"],
  ['engine/bytes', 'package', "import { bisectLeft } from 'd3-array';\nexport const a = bisectLeft;"],
  [
    'engine/bytes',
    'store-type',
    "import type { AppState } from '../../store/app-store.ts';\nexport type A = AppState;",
  ],
  ['engine/bytes', 'dynamic-import', "export const a = (): Promise<unknown> => import('./text.ts');"],
  [
    'engine/bytes',
    'declare-const',
    'declare const setTimeout: (job: () => void) => number;\nexport const a = setTimeout;',
  ],
  ['engine/bytes', 'declare-global', 'declare global {\n  var host: number;\n}\nexport const a = 1;'],
  ['engine/bytes', 'date-now', 'export const a = Date.now();'],
  ['engine/bytes', 'new-date', 'export const a = new Date();'],
  ['engine/bytes', 'math-random', 'export const a = Math.random();'],
  ['engine/bytes', 'math-sin', 'export const a = Math.sin(1);'],
  ['engine/bytes', 'global-this', "export const a = Reflect.get(globalThis, 'performance');"],
  ['engine/bytes', 'upward', "import { ByteRing } from '../shm/byte-ring.ts';\nexport const a = ByteRing;"],
  [
    'engine/virtqueue',
    'sideways',
    "import { GuestMemory } from '../ram/guest-memory.ts';\nexport const a = GuestMemory;",
  ],
  [
    'engine/stream',
    'testing',
    "import { fixtureStream } from '../../testing/fixtures.ts';\nexport const a = fixtureStream;",
  ],
  [
    'protocol',
    'store-value',
    "import { createAppStore } from '../store/app-store.ts';\nexport const a = createAppStore;",
  ],
  ['workers', 'ui', "import { App } from '../ui/app/App.tsx';\nexport const a = App;"],
  ['workers', 'document', 'export const a = document.title;'],
  ['workers', 'store', "import { createAppStore } from '../store/app-store.ts';\nexport const a = createAppStore;"],
  ['store', 'ui', "import { App } from '../ui/app/App.tsx';\nexport const a = App;"],
  ['store', 'react', "import { useState } from 'react';\nexport const a = useState;"],
  ['ui', 'worker', "import { attempt } from '../workers/attempt.ts';\nexport const a = attempt;"],
  ['ui', 'comlink', "import { wrap } from 'comlink';\nexport const a = wrap;"],
  ['ui', 'protocol-type', "import type { SourceApi } from '../protocol/messages.ts';\nexport type A = SourceApi;"],
  ['ui', 'testing', "import { fixtureStream } from '../testing/fixtures.ts';\nexport const a = fixtureStream;"],
  ['ui', 'any', 'export const a = (value: any): unknown => value;'],
  ['ui', 'default-export', 'export default 1;'],
  ['ui', 'escape', '// @ts-ignore\nexport const a: string = 1;'],
  ['cli', 'store', "import { createAppStore } from '../store/app-store.ts';\nexport const a = createAppStore;"],
];

const LEGAL: typeof PLANTED = [
  ['ui', 'engine-type', "import type { Scenario } from '../engine/scenario/scenario.ts';\nexport type A = Scenario;"],
  ['store', 'zustand', "import { createStore } from 'zustand/vanilla';\nexport const a = createStore;"],
  ['workers', 'comlink', "import { expose } from 'comlink';\nexport const a = expose;"],
  ['engine/shm', 'atomics', 'export const a = (cells: Int32Array): number => Atomics.load(cells, 0);'],
  ['engine/bytes', 'math-floor', 'export const a = Math.floor(1.5);'],
  ['cli', 'node', "import { readFileSync } from 'node:fs';\nexport const a = readFileSync;"],
];

const fileOf = ([folder, name]: readonly string[], kind: string): string => `src/${folder}/zz-${kind}-${name}.ts`;

describe('the rules of the layers', () => {
  let copy = '';
  let compiled = '';
  let linted = '';

  beforeAll(async () => {
    copy = mkdtempSync(join(tmpdir(), 'migrascope-rules-'));
    for (const name of ['src', 'e2e', 'public', '.ci', 'tsconfig.json', 'vite.config.ts', 'package.json'])
      cpSync(join(ROOT, name), join(copy, name), {
        recursive: true,
        filter: (path) => !path.includes('fixtures/streams'),
      });
    mkdirSync(join(copy, 'node_modules'));
    for (const name of readdirSync(join(ROOT, 'node_modules')))
      if (name !== '.tsbuild') symlinkSync(join(ROOT, 'node_modules', name), join(copy, 'node_modules', name));
    for (const probe of PLANTED) writeFileSync(join(copy, fileOf(probe, 'bad')), `${probe[2]}\n`);
    for (const probe of LEGAL) writeFileSync(join(copy, fileOf(probe, 'good')), `${probe[2]}\n`);
    const files = [...PLANTED.map((probe) => fileOf(probe, 'bad')), ...LEGAL.map((probe) => fileOf(probe, 'good'))];
    [compiled, linted] = await Promise.all([
      output('node_modules/.bin/tsc', ['-b', '--pretty', 'false', '--stopBuildOnErrors', 'false'], copy),
      output('node_modules/.bin/eslint', ['-c', '.ci/eslint.config.mjs', '-f', 'json', ...files], copy),
    ]);
  }, 180_000);
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  const compilerSays = (file: string): boolean => compiled.includes(`${file}(`);
  const linterSays = (file: string): boolean => {
    const reports = JSON.parse(linted) as readonly { readonly filePath: string; readonly errorCount: number }[];
    const report = reports.find(({ filePath }) => filePath.endsWith(`/${file}`));
    if (!report) throw new Error(`the linter did not read ${file}`);
    return report.errorCount > 0;
  };

  it.each(PLANTED)('%s must not: %s', (...probe) => {
    const file = fileOf(probe, 'bad');
    expect(compilerSays(file) || linterSays(file)).toBe(true);
  });

  it.each(LEGAL)('%s may: %s', (...probe) => {
    const file = fileOf(probe, 'good');
    expect([compilerSays(file), linterSays(file)]).toEqual([false, false]);
  });
});

function output(program: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { cwd, maxBuffer: 1 << 26 }, (_error, stdout) => resolve(stdout));
  });
}
