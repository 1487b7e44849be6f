// The source of a run, in its own thread.
import { expose } from 'comlink';
import { sourceOverRing } from '../engine/migration/side-threads.ts';
import type { SourceApi } from '../protocol/messages.ts';
import { attempt } from './attempt.ts';
import { checked } from './checked.ts';

const api: SourceApi = {
  check: (scenario) => attempt('source', () => checked(scenario)),
  run: (scenario, ring) => attempt('source', () => sourceOverRing(scenario, ring)),
};
expose(api);
