// The two sides over a byte ring, as the workers run them: each function blocks its thread.
import { ByteRing } from '../shm/byte-ring.ts';
import { LinkReader, LinkWriter } from '../shm/link-frames.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { runDestination, type DestinationResult } from './destination.ts';
import { RingFeed } from './feed.ts';
import { SILENT, type ReturnPath } from './return-path.ts';
import { streamCapacity } from './run.ts';
import { runSource, type SourceResult } from './source.ts';

/** Runs the source; its packets go into the ring, which is closed at the end, or cancelled when something breaks. */
export function sourceOverRing(scenario: Scenario, buffer: SharedArrayBuffer, back: ReturnPath = SILENT): SourceResult {
  const ring = new ByteRing(buffer);
  const link = new LinkWriter(ring);
  return orCancel(ring, () => {
    const result = runSource(scenario, (packet, length, arrival) => link.send(arrival, packet, 0, length), back);
    link.close();
    return result;
  });
}

/** Runs the destination from the ring's packets. */
export function destinationOverRing(scenario: Scenario, buffer: SharedArrayBuffer): DestinationResult {
  const ring = new ByteRing(buffer);
  return orCancel(ring, () => runDestination(scenario, new RingFeed(new LinkReader(ring), streamCapacity(scenario))));
}

/** The other side must not wait for one that is gone. */
function orCancel<T>(ring: ByteRing, job: () => T): T {
  try {
    return job();
  } catch (error) {
    ring.cancel();
    throw error;
  }
}
