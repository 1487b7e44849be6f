// run(scenario): a pure function to a capture. In one thread the source runs to its end, then the destination; in two
// workers they run at once over the byte ring. Both give the same bytes and events.
import type { RunCapture } from '../capture/capture.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { runDestination, type DestinationResult } from './destination.ts';
import { MemoryFeed } from './feed.ts';
import { joinSides } from './join.ts';
import { heardBack, SILENT, type ReturnPath } from './return-path.ts';
import { runSource, type SourceResult } from './source.ts';

/** Room for the stream of an ordinary run, bytes; it grows when that is not enough. */
export function streamCapacity(scenario: Scenario): number {
  const { memoryMiB, filledPerMille } = scenario.machine;
  return 4 * 1048576 + Math.ceil((memoryMiB * 1048576 * Math.min(1000, filledPerMille + 250)) / 1000);
}

/** Runs a checked scenario in this thread. */
export function runScenario(scenario: Scenario): RunCapture {
  for (let back: ReturnPath | null = SILENT; ;) {
    const sides = runSides(scenario, back);
    back = heardBack(scenario, ...sides);
    if (!back) return joinSides(...sides);
  }
}

function runSides(scenario: Scenario, back: ReturnPath): [SourceResult, DestinationResult] {
  const feed = new MemoryFeed(streamCapacity(scenario));
  const source = runSource(scenario, (packet, length, arrival) => feed.append(packet, length, arrival), back);
  return [source, runDestination(scenario, feed)];
}
