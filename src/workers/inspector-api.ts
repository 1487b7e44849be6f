// Reads streams: those of runs, in shared memory, and files. What only files and searches need is loaded when it is asked for.
import { inspect } from '../engine/inspect/inspect.ts';
import type { InspectorApi } from '../protocol/messages.ts';
import { attempt } from './attempt.ts';
import { everyPiece } from './every-piece.ts';
import { handOver } from './hand-over.ts';

export const inspectorApi: InspectorApi = {
  search: (...asked) =>
    attempt('inspector', async () => {
      const { searchStream } = await import('./search-stream.ts');
      return searchStream(...asked);
    }),
  inspect: (stream, decoding) => attempt('inspector', () => inspect(stream, stream.length, everyPiece(decoding))),
  open: (file, reading, decoding) =>
    attempt('inspector', async () => {
      const { openFile } = await import('./open-file.ts');
      return openFile(file, reading, everyPiece(decoding));
    }).then(handOver),
};
