// Damaged streams: a stock QEMU and our loader must come to the same end with the same words. The words are those of
// QEMU 7.2; others differ in small ones.
import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../src/engine/bytes/random.ts';
import { inspect } from '../../src/engine/inspect/inspect.ts';
import { expectationOf } from '../../src/engine/migration/expectation.ts';
import { matchingVm } from '../../src/engine/migration/matching-vm.ts';
import { runScenario } from '../../src/engine/migration/run.ts';
import { loadIntoVm } from '../../src/engine/migration/waiting-vm.ts';
import { PRESETS } from '../../src/engine/scenario/presets.ts';
import { damages } from './damages.ts';
import { ourOutcome, qemuOutcome } from './outcome.ts';
import { qemuVersion } from './qemu.ts';

/** Damaged copies of each preset's stream, and the seed that draws them. */
const COUNT = 32;
const SEED = 7;
const BASES = ['deb72-split-modern', 'deb72-split-q35'];

describe.skipIf(!qemuVersion.startsWith('7.2.')).each(BASES)('damaged: %s', (name) => {
  const scenario = { ...PRESETS[name]!, runAfter: 0 };
  const capture = runScenario(scenario);
  const { qemuArgs } = expectationOf(scenario, capture);
  const { config, machineDevices } = matchingVm(capture.stream);
  const cases = damages(capture.stream, inspect(capture.stream), new SeededRandom(SEED), COUNT);
  it.each(cases)('$name', async ({ stream }) => {
    const ours = ourOutcome(loadIntoVm(stream, config, machineDevices));
    expect(ours).toEqual(await qemuOutcome(stream, qemuArgs));
  });
});
