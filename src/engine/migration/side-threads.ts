// The two sides over a byte ring, as the workers run them: each function blocks its thread.
import { ByteRing } from '../shm/byte-ring.ts';
import { LinkReader, LinkWriter } from '../shm/link-frames.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { runDestination, type DestinationResult } from './destination.ts';
import { RingFeed } from './feed.ts';
import { streamCapacity } from './run.ts';
import { runSource, type SourceResult } from './source.ts';

/** Runs the source; its packets go into the ring, which is closed at the end. */
export function sourceOverRing(scenario: Scenario, ring: SharedArrayBuffer): SourceResult {
  const link = new LinkWriter(new ByteRing(ring));
  const result = runSource(scenario, (packet, length, arrival) => link.send(arrival, packet, 0, length));
  link.close();
  return result;
}

/** Runs the destination from the ring's packets. */
export function destinationOverRing(scenario: Scenario, ring: SharedArrayBuffer): DestinationResult {
  return runDestination(scenario, new RingFeed(new LinkReader(new ByteRing(ring)), streamCapacity(scenario)));
}
