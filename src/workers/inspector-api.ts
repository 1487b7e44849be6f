// Reads streams: those of runs, in shared memory, and files. What only files and searches need is loaded when it is asked for.
import { inspect, type InspectProgress } from '../engine/inspect/inspect.ts';
import type { InspectorApi, Progress } from '../protocol/messages.ts';
import { attempt } from './attempt.ts';

/** Bytes between two messages: a message for every record would cost more than the reading. */
const TELL_EVERY = 4 << 20;

function everyPiece(tell: Progress): InspectProgress {
  let told = 0;
  return (done, total) => {
    if (done - told >= TELL_EVERY || done < told) {
      told = done;
      tell(done, total);
    }
    return true;
  };
}

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
    }),
};
