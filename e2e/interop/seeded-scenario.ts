// Scenarios that a stock QEMU's machine fits, drawn by a seeded generator: rings, indices, load and memory that
// no preset has.
import { SeededRandom } from '../../src/engine/bytes/random.ts';
import { checkScenario } from '../../src/engine/scenario/check.ts';
import { STOCK_SCENARIO } from '../../src/engine/scenario/presets.ts';
import type { Scenario } from '../../src/engine/scenario/scenario.ts';

/** Entries of the device's own rings in QEMU 7.2. */
const OWN_QUEUE_SIZE = 256;

export function seededScenario(seed: number): Scenario {
  const random = new SeededRandom(seed);
  const sizes: readonly (number | null)[] = [null, 64, 128, OWN_QUEUE_SIZE];
  const queueSize = sizes[random.below(sizes.length)] ?? null;
  const nic = {
    ...STOCK_SCENARIO.nics[0]!,
    queueSize,
    rxBuffers: 1 + random.below(queueSize ?? OWN_QUEUE_SIZE),
    startIndex: random.below(65536),
  };
  const result = checkScenario({
    ...STOCK_SCENARIO,
    name: `Seed ${seed}`,
    seed,
    machine: {
      ...STOCK_SCENARIO.machine,
      type: random.below(2) === 0 ? 'pc' : 'q35',
      memoryMiB: 16 + random.below(17),
    },
    nics: [nic],
    workload: {
      rxPerSecond: random.below(20_000),
      txPerSecond: random.below(20_000),
      packetBytes: 60 + random.below(1400),
      dirtyPagesPerSecond: random.below(3000),
      workingSetPages: 1 + random.below(800),
      macChangesPerSecond: 0,
    },
  });
  if (!result.ok) throw new Error(`seed ${seed} makes no scenario: ${JSON.stringify(result.problems)}`);
  return result.scenario;
}
