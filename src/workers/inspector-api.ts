// Reads streams: those of runs, in shared memory, and files.
import { WindowedSource } from '../engine/bytes/byte-source.ts';
import { KeptBytesLog } from '../engine/bytes/kept-bytes.ts';
import { inspect, type InspectProgress } from '../engine/inspect/inspect.ts';
import type { InspectorApi, OpenedFile, Progress } from '../protocol/messages.ts';
import { attempt } from './attempt.ts';
import { readFile } from './read-file.ts';
import { rangeReader } from './read-range.ts';
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

/** Inspects what is in memory, or a file by windows; of the latter, what was decoded is kept. */
function inspectFile(stream: Uint8Array | File, progress: InspectProgress): Omit<OpenedFile, 'fileSize'> {
  if (stream instanceof Uint8Array) return { stream, inspection: inspect(stream, stream.length, progress) };
  const kept = new KeptBytesLog();
  const source = new WindowedSource(stream.size, rangeReader(stream, stream.name));
  const inspection = inspect(source, source.length, progress, kept);
  return { stream: { file: stream, kept: kept.columns() }, inspection };
}

export const inspectorApi: InspectorApi = {
  search: (...asked) => attempt('inspector', () => searchStream(...asked)),
  inspect: (stream, decoding) => attempt('inspector', () => inspect(stream, stream.length, everyPiece(decoding))),
  open: (file, reading, decoding) =>
    attempt('inspector', async () => {
      const { stream, problem } = await readFile(file, reading);
      const { inspection, ...rest } = inspectFile(stream, everyPiece(decoding));
      const diagnostics = problem ? [...inspection.diagnostics, problem] : inspection.diagnostics;
      return { ...rest, inspection: { ...inspection, diagnostics }, fileSize: file.size };
    }),
};
