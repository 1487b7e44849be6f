// Reads a file into shared memory piece by piece, unpacking gzip on the way. Nothing leaves the machine.
import type { Diagnostic } from '../engine/inspect/inspection.ts';
import type { Progress } from '../protocol/messages.ts';
import { JobProblem } from './attempt.ts';

/** Largest stream held in memory, bytes. */
export const MAX_STREAM_BYTES = 2 ** 31 - 65536;

/** A file's bytes, unpacked; `problem` when its gzip data did not unpack to the end. */
export interface ReadFile {
  readonly stream: Uint8Array;
  readonly problem: Diagnostic | null;
}

export async function readFile(file: File, progress: Progress): Promise<ReadFile> {
  const head = await firstBytes(file);
  const packed = head[0] === 0x1f && head[1] === 0x8b;
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
  const room = Math.min(MAX_STREAM_BYTES, Math.max(65536, packed ? file.size * 8 : file.size));
  let bytes = new Uint8Array(new SharedArrayBuffer(room));
  let length = 0;
  let problem: Diagnostic | null = null;
  for (;;) {
    let value: Uint8Array | undefined;
    try {
      ({ value } = await reader.read());
    } catch (error) {
      problem = cutShort(error, file.name, packed, length);
    }
    if (!value) break;
    if (length + value.length > MAX_STREAM_BYTES) {
      throw new JobProblem(
        'The stream is larger than this version can hold',
        `${file.name} at byte ${length}`,
        'Open a part of it.',
      );
    }
    if (length + value.length > bytes.length) bytes = grown(bytes, length, length + value.length);
    bytes.set(value, length);
    length += value.length;
  }
  return { stream: bytes.subarray(0, length), problem };
}

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
    'Copy the file again from where it came.',
  );
}

function grown(bytes: Uint8Array<SharedArrayBuffer>, length: number, needed: number): Uint8Array<SharedArrayBuffer> {
  const next = new Uint8Array(new SharedArrayBuffer(Math.min(MAX_STREAM_BYTES, Math.max(needed, bytes.length * 2))));
  next.set(bytes.subarray(0, length));
  return next;
}
