// The destination of a run, in its own thread.
import { expose } from 'comlink';
import { destinationOverRing } from '../engine/migration/side-threads.ts';
import type { DestinationApi } from '../protocol/messages.ts';
import { attempt } from './attempt.ts';

const api: DestinationApi = {
  run: (scenario, ring) => attempt('destination', () => destinationOverRing(scenario, ring)),
};
expose(api);
