// Reads a file into shared memory piece by piece, unpacking gzip on the way; a stream that is too large to hold stays in its
// file, or goes unpacked into one. Nothing leaves the machine.
import { newMemory } from '../engine/bytes/memory.ts';
import type { Diagnostic } from '../engine/inspect/inspection.ts';
import type { Progress } from '../protocol/messages.ts';
import { JobProblem } from './attempt.ts';
import { beginUnpacked, type UnpackedFile } from './unpacked.ts';

/** Largest stream that is held in memory, bytes; of a larger one, what is looked at is read from its file. */
export const HELD_AT_MOST = 256 << 20;

/** A file's bytes, unpacked, or the file that they are in; `problem` when its gzip data did not unpack to the end. */
export interface ReadFile {
  readonly stream: Uint8Array | File;
  readonly problem: Diagnostic | null;
}

export async function readFile(file: File, progress: Progress): Promise<ReadFile> {
  const head = await firstBytes(file);
  const packed = head[0] === 0x1f && head[1] === 0x8b;
  if (!packed && file.size > HELD_AT_MOST) return { stream: file, problem: null };
  let done = 0;
  const counted = file.stream().pipeThrough(
    new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        done += chunk.length;
        progress(done, file.size);
        controller.enqueue(chunk as Uint8Array<ArrayBuffer>);
      },
    }),
  );
  const source = packed ? counted.pipeThrough(new DecompressionStream('gzip')) : counted;
  const reader = source.getReader();
  let bytes = shared(Math.min(HELD_AT_MOST, Math.max(65536, packed ? file.size * 8 : file.size)), file.name);
  let length = 0;
  let unpacked: UnpackedFile | null = null;
  let problem: Diagnostic | null = null;
  for (;;) {
    let value: Uint8Array | undefined;
    try {
      ({ value } = await reader.read());
    } catch (error) {
      problem = cutShort(error, file.name, packed, length);
    }
    if (!value) break;
    if (!unpacked && length + value.length > HELD_AT_MOST) {
      unpacked = await beginUnpacked(file.name);
      // A file takes no view of shared memory in every browser.
      for (let at = 0; at < length; at += PIECE) unpacked.write(bytes.slice(at, Math.min(length, at + PIECE)));
    }
    if (unpacked) unpacked.write(value);
    else {
      if (length + value.length > bytes.length) bytes = grown(bytes, length, length + value.length, file.name);
      bytes.set(value, length);
    }
    length += value.length;
  }
  return { stream: unpacked ? await unpacked.finish() : bytes.subarray(0, length), problem };
}

/** Bytes that are copied to a file at a time. */
const PIECE = 4 << 20;

async function firstBytes(file: File): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.slice(0, 2).arrayBuffer());
  } catch {
    throw new JobProblem(
      'This cannot be read as a file',
      file.name || 'what was dropped',
      'A directory cannot be opened; choose the stream file inside it. If it is a file, check that it still exists.',
    );
  }
}

/** What to tell when reading breaks off; what came before stays readable. Throws when nothing came. */
function cutShort(error: unknown, name: string, packed: boolean, length: number): Diagnostic {
  const reason = error instanceof Error ? error.message : String(error);
  const what = packed ? 'The gzip data is damaged or ends early' : 'The file could not be read to its end';
  const cause = `The browser says: ${reason} What was read until then is shown.`;
  if (length > 0) return { severity: 'error', offset: length, message: what, cause };
  throw new JobProblem(
    `${what}: ${reason}`,
    `${name}, before its first byte`,
    packed
      ? 'Copy the file again from where it came.'
      : 'Check that it still exists and has not changed since it was chosen, and open it again.',
  );
}

function grown(bytes: Uint8Array, length: number, needed: number, name: string): Uint8Array {
  const next = shared(Math.min(HELD_AT_MOST, Math.max(needed, bytes.length * 2)), name);
  next.set(bytes.subarray(0, length));
  return next;
}

/** New memory; a browser that gives none ends the job with a message. */
function shared(size: number, name: string): Uint8Array {
  try {
    return new Uint8Array(newMemory(size));
  } catch (error) {
    throw new JobProblem(
      `There is no memory for ${name}: ${error instanceof Error ? error.message : String(error)}`,
      `${size} bytes of memory`,
      'Close other tabs of this browser, reload this page, and open the file again.',
    );
  }
}
