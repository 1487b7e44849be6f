// Reads streams: those of runs, in shared memory, and files.
import { inspect } from '../engine/inspect/inspect.ts';
import type { InspectorApi } from '../protocol/messages.ts';
import { attempt } from './attempt.ts';
import { readFile } from './read-file.ts';
import { searchStream } from './search-stream.ts';

export const inspectorApi: InspectorApi = {
  search: (...asked) => attempt('inspector', () => searchStream(...asked)),
  inspect: (stream) => attempt('inspector', () => inspect(stream)),
  open: (file, progress) =>
    attempt('inspector', async () => {
      const { stream, problem } = await readFile(file, progress);
      const inspection = inspect(stream);
      const diagnostics = problem ? [...inspection.diagnostics, problem] : inspection.diagnostics;
      return { stream, inspection: { ...inspection, diagnostics }, fileSize: file.size };
    }),
};
