// The destination of a run, in its own thread.
import { destinationOverRing } from '../engine/migration/side-threads.ts';
import type { DestinationApi } from '../protocol/messages.ts';
import { attempt } from './attempt.ts';

export const destinationApi: DestinationApi = {
  run: (scenario, ring) => attempt('destination', () => destinationOverRing(scenario, ring)),
};
