// Parts of a file, read at once: workers may wait for the disk.
import { JobProblem } from './attempt.ts';

/** Reads ranges of `file`; a file that is gone, or was changed since it was chosen, ends the job with a message. */
export function rangeReader(file: Blob, name: string): (start: number, end: number) => Uint8Array {
  const reader = new FileReaderSync();
  return (start, end) => {
    const lost = (reason: string): JobProblem =>
      new JobProblem(
        `${name} can no longer be read: ${reason}`,
        `${name} at byte ${start}`,
        'It was moved, deleted or changed since it was opened, or its disk is gone. Open it again.',
      );
    let bytes: Uint8Array;
    try {
      bytes = new Uint8Array(reader.readAsArrayBuffer(file.slice(start, end)));
    } catch (error) {
      throw lost(error instanceof Error ? error.message : String(error));
    }
    if (bytes.length < end - start) throw lost('it is shorter than it was.');
    return bytes;
  };
}
