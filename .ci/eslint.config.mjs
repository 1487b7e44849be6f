// What the compiler cannot see: which layer may import what, no clock and no randomness in the engine, house habits.
// The layers are those of docs/architecture.md; src/testing/rules.test.ts plants violations and sees that each is caught.
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const TESTS = ['src/**/*.test.ts', 'src/**/*.test.tsx', 'src/**/*.bench.ts'];

/** Layers of src/ with what each must not import: other layers, packages. */
const LAYERS = {
  engine: { layers: ['protocol', 'workers', 'store', 'ui', 'lessons', 'cli', 'testing', 'fixtures'], packages: true },
  protocol: { layers: ['workers', 'store', 'ui', 'lessons', 'cli', 'testing', 'fixtures'], packages: true },
  workers: { layers: ['store', 'ui', 'lessons', 'cli', 'testing', 'fixtures'], allowed: ['comlink'] },
  store: {
    layers: ['ui', 'lessons', 'cli', 'testing', 'fixtures'],
    allowed: ['zustand/vanilla', 'zustand/middleware', 'comlink', 'valibot'],
  },
  ui: { layers: ['protocol', 'workers', 'cli', 'testing', 'fixtures'], banned: ['comlink'] },
  cli: { layers: ['protocol', 'workers', 'store', 'ui', 'lessons', 'testing', 'fixtures'], allowed: ['node:*'] },
};

/** Folders of the engine with the folders each may import besides itself (docs/architecture.md). */
const ENGINE = {
  bytes: [],
  shm: ['bytes'],
  capture: ['bytes'],
  scenario: ['bytes', 'devices'],
  query: ['bytes', 'capture'],
  breakpoints: ['bytes', 'capture', 'query'],
  compare: ['bytes', 'capture', 'query', 'inspect', 'ram'],
  vmstate: ['bytes', 'capture'],
  virtqueue: ['bytes'],
  ram: ['bytes', 'capture'],
  devices: ['bytes', 'capture', 'vmstate', 'virtqueue', 'ram'],
  stream: ['bytes', 'capture', 'vmstate'],
  inspect: ['bytes', 'capture', 'vmstate', 'virtqueue', 'ram', 'devices', 'stream'],
  machine: ['bytes', 'shm', 'capture', 'scenario', 'vmstate', 'virtqueue', 'ram', 'devices', 'stream', 'inspect'],
  migration: [
    'bytes',
    'shm',
    'capture',
    'scenario',
    'vmstate',
    'virtqueue',
    'ram',
    'devices',
    'stream',
    'inspect',
    'machine',
  ],
  lab: ['bytes', 'scenario', 'migration'],
};

const bare = (allowed) => ({
  regex: allowed.length === 0 ? '^[^.]' : `^(?!\\.|(?:${allowed.map((name) => name.replace('*', '.*')).join('|')})$)`,
  message: 'this layer does not use that package',
});
const layer = (name) => ({ regex: `^(?:\\.\\./)+${name}/`, message: `this layer does not import ${name}` });

const layerRules = Object.entries(LAYERS).map(([name, { layers, packages = false, allowed, banned = [] }]) => ({
  files: [`src/${name}/**/*.{ts,tsx}`],
  ignores: TESTS,
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          ...layers.map(layer),
          ...(packages || allowed ? [bare(allowed ?? [])] : []),
          ...banned.map((name_) => ({ regex: `^${name_}`, message: 'this layer does not use that package' })),
        ],
      },
    ],
  },
}));

const engineRules = Object.entries(ENGINE).map(([name, may]) => ({
  files: [`src/engine/${name}/**/*.ts`],
  ignores: TESTS,
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          ...LAYERS.engine.layers.map(layer),
          bare([]),
          ...Object.keys(ENGINE)
            .filter((other) => other !== name && !may.includes(other))
            .map((other) => ({
              regex: `^\\.\\./${other}/`,
              message: `engine/${name} does not import engine/${other}`,
            })),
        ],
      },
    ],
  },
}));

const HOUSE_SYNTAX = [
  { selector: 'ExportDefaultDeclaration', message: 'no default exports' },
  { selector: 'ExportAllDeclaration', message: 'no barrels' },
];
const TRANSCENDENTAL =
  'sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|asinh|acosh|atanh|exp|expm1|log|log2|log10|log1p|pow|sqrt|cbrt|hypot|random';
const ENGINE_SYNTAX = [
  ...HOUSE_SYNTAX,
  { selector: 'ImportExpression', message: 'the engine loads nothing by itself' },
  { selector: "NewExpression[callee.name='Date']", message: 'no clock in the engine' },
  { selector: "MemberExpression[object.name='Date']", message: 'no clock in the engine' },
  { selector: "CallExpression[callee.name='Date']", message: 'no clock in the engine' },
  {
    selector: `MemberExpression[object.name='Math'][property.name=/^(${TRANSCENDENTAL})$/]`,
    message: 'differs between engines, or is random',
  },
  {
    selector: "BinaryExpression[operator='**'] > .left:not(Literal)",
    message: 'a power of a variable differs between engines',
  },
  { selector: 'TSModuleDeclaration', message: 'no host globals in the engine' },
  { selector: 'VariableDeclaration[declare=true]', message: 'no host globals in the engine' },
  { selector: 'TSDeclareFunction[declare=true]', message: 'no host globals in the engine' },
  { selector: 'ClassDeclaration[declare=true]', message: 'no host globals in the engine' },
  { selector: "Identifier[name='globalThis']", message: 'no host globals in the engine' },
];

/** The rule left out is about the React compiler, which this project does not use. */
const REACT = { ...reactHooks.configs.recommended.rules, 'react-hooks/incompatible-library': 'off' };

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'docs/**', 'public/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts', '**/*.tsx'] })),
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: {
      parserOptions: {
        // The first one that reaches a file is asked: workers before a test of the store that reaches into them.
        project: ['src/workers/tsconfig.json', 'src/*/tsconfig.json', 'e2e/tsconfig.json'],
        tsconfigRootDir: new URL('..', import.meta.url).pathname,
      },
    },
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
      'no-restricted-syntax': ['error', ...HOUSE_SYNTAX],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off', // an index within bounds of a typed array, which the compiler cannot see
      '@typescript-eslint/consistent-type-imports': ['error', { prefer: 'type-imports' }],
    },
  },
  {
    files: ['src/**/*.tsx'],
    plugins: { 'react-hooks': reactHooks, 'jsx-a11y': jsxA11y },
    rules: { ...REACT, ...jsxA11y.flatConfigs.recommended.rules },
  },
  { files: ['src/ui/**/*.ts'], plugins: { 'react-hooks': reactHooks }, rules: REACT },
  ...layerRules,
  ...engineRules,
  { files: ['src/engine/**/*.ts'], ignores: TESTS, rules: { 'no-restricted-syntax': ['error', ...ENGINE_SYNTAX] } },
  {
    files: ['src/engine/index.ts'],
    rules: { 'no-restricted-syntax': ['error', ...ENGINE_SYNTAX.slice(HOUSE_SYNTAX.length)] },
  },
  { files: ['vite.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
);
