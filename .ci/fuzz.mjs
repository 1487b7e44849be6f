// npm run fuzz [-- COUNT]: the inspector reads 100,000 damaged streams, with other seeds than the tests for other counts.
import { install, run } from './steps.mjs';

await install();
const count = process.argv[2] ?? '100000';
const { code } = await run('vitest', ['run', '--testTimeout=0', 'src/engine/inspect/fuzz.test.ts'], {
  env: { FUZZ: count },
});
process.exitCode = code;
