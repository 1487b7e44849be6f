// The destination of a run, in its own thread.
import { destinationOverRing } from '../engine/migration/side-threads.ts';
import type { DestinationApi } from '../protocol/messages.ts';
import { attempt } from './attempt.ts';
import { loadPlatforms } from './load-platforms.ts';

export const destinationApi: DestinationApi = {
  run: (scenario, ring) =>
    attempt('destination', async () => {
      await loadPlatforms(scenario, 'destination');
      // Where nobody does anything the stream comes whole.
      if (scenario.interventions.length > 0) await import('../engine/migration/unmodelled-devices.ts');
      return destinationOverRing(scenario, ring);
    }),
};
