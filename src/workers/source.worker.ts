// The source of a run, in its own thread.
import { expose } from 'comlink';
import { sourceOverRing } from '../engine/migration/side-threads.ts';
import type { SourceApi } from '../protocol/messages.ts';
import { attempt } from './attempt.ts';

const api: SourceApi = {
  run: (scenario, ring) => attempt('source', () => sourceOverRing(scenario, ring)),
};
expose(api);
