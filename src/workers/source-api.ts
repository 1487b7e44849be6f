// The source of a run, in its own thread.
import { sourceOverRing } from '../engine/migration/side-threads.ts';
import type { SourceApi } from '../protocol/messages.ts';
import { attempt } from './attempt.ts';
import { loadPlatforms } from './load-platforms.ts';

export const sourceApi: SourceApi = {
  check: (scenario) =>
    attempt('source', async () => {
      const { checked } = await import('./checked.ts');
      return checked(scenario);
    }),
  run: (scenario, ring, back) =>
    attempt('source', async () => {
      await loadPlatforms(scenario, 'source');
      return sourceOverRing(scenario, ring, back);
    }),
};
