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

/** Told after each packet of a run: bytes sent so far. */
export type RunTold = (written: number) => void;

/** Runs a checked scenario in this thread. */
export function runScenario(scenario: Scenario, told: RunTold = () => undefined): RunCapture {
  for (let back: ReturnPath | null = SILENT; ;) {
    const sides = runSides(scenario, back, told);
    back = heardBack(scenario, ...sides);
    if (!back) return joinSides(...sides);
  }
}

function runSides(scenario: Scenario, back: ReturnPath, told: RunTold): [SourceResult, DestinationResult] {
  const feed = new MemoryFeed(streamCapacity(scenario));
  let written = 0;
  const send = (packet: Uint8Array, length: number, arrival: number): void => {
    feed.append(packet, length, arrival);
    told((written += length));
  };
  const source = runSource(scenario, send, back);
  return [source, runDestination(scenario, feed)];
}
