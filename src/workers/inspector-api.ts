// Reads streams: those of runs, in shared memory, and files.
import { inspect, type InspectProgress } from '../engine/inspect/inspect.ts';
import type { InspectorApi, Progress } from '../protocol/messages.ts';
import { attempt } from './attempt.ts';
import { readFile } from './read-file.ts';
import { searchStream } from './search-stream.ts';

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
  search: (...asked) => attempt('inspector', () => searchStream(...asked)),
  inspect: (stream, decoding) => attempt('inspector', () => inspect(stream, stream.length, everyPiece(decoding))),
  open: (file, reading, decoding) =>
    attempt('inspector', async () => {
      const { stream, problem } = await readFile(file, reading);
      const inspection = inspect(stream, stream.length, everyPiece(decoding));
      const diagnostics = problem ? [...inspection.diagnostics, problem] : inspection.diagnostics;
      return { stream, inspection: { ...inspection, diagnostics }, fileSize: file.size };
    }),
};
