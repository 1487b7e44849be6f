// Opening a file: unpacked and inspected in memory, or read by windows where it lies. Loaded when the first file is opened.
import { WindowedSource } from '../engine/bytes/byte-source.ts';
import { KeptBytesLog } from '../engine/bytes/kept-bytes.ts';
import { inspect, type InspectProgress } from '../engine/inspect/inspect.ts';
import type { OpenedFile, Progress } from '../protocol/messages.ts';
import { readFile } from './read-file.ts';
import { rangeReader } from './read-range.ts';

export async function openFile(file: File, reading: Progress, decoding: InspectProgress): Promise<OpenedFile> {
  const { stream, problem } = await readFile(file, reading);
  const { inspection, ...rest } = inspectFile(stream, decoding);
  const diagnostics = problem ? [...inspection.diagnostics, problem] : inspection.diagnostics;
  return { ...rest, inspection: { ...inspection, diagnostics }, fileSize: file.size };
}

/** Inspects what is in memory, or a file by windows; of the latter, what was decoded is kept. */
function inspectFile(stream: Uint8Array | File, progress: InspectProgress): Omit<OpenedFile, 'fileSize'> {
  if (stream instanceof Uint8Array) return { stream, inspection: inspect(stream, stream.length, progress) };
  const kept = new KeptBytesLog();
  const source = new WindowedSource(stream.size, rangeReader(stream, stream.name));
  const inspection = inspect(source, source.length, progress, kept);
  return { stream: { file: stream, kept: kept.columns() }, inspection };
}
