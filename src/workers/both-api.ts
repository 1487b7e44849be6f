// A whole run and the reading of its stream in one thread, where no memory can be shared.
import { inspect } from '../engine/inspect/inspect.ts';
import { runScenario } from '../engine/migration/run.ts';
import type { BothApi } from '../protocol/messages.ts';
import { attempt } from './attempt.ts';
import { everyPiece } from './every-piece.ts';
import { handOver } from './hand-over.ts';
import { loadPlatforms } from './load-platforms.ts';
import { sourceApi } from './source-api.ts';

export const bothApi: BothApi = {
  check: (scenario) => sourceApi.check(scenario),
  run: (scenario, running, decoding) =>
    attempt('run', async () => {
      await Promise.all([loadPlatforms(scenario, 'source'), loadPlatforms(scenario, 'destination')]);
      if (scenario.interventions.length > 0) await import('../engine/migration/unmodelled-devices.ts');
      const tell = everyPiece(running);
      const capture = runScenario(scenario, (written) => tell(written, 0));
      return { capture, inspection: inspect(capture.stream, capture.stream.length, everyPiece(decoding)) };
    }).then(handOver),
};
