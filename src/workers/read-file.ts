// Reads a file into shared memory piece by piece, unpacking gzip on the way. Nothing leaves the machine.
import type { Progress } from '../protocol/messages.ts';
import { JobProblem } from './attempt.ts';

/** Largest stream held in memory, bytes. */
export const MAX_STREAM_BYTES = 2 ** 31 - 65536;

export async function readFile(file: File, progress: Progress): Promise<Uint8Array> {
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
  let bytes = new Uint8Array(new SharedArrayBuffer(Math.max(65536, packed ? file.size * 8 : file.size)));
  let length = 0;
  for (;;) {
    const { done: ended, value } = await readOr(reader, file, length);
    if (ended) break;
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
  return bytes.subarray(0, length);
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

/** A broken gzip ends the reading; what came before it is lost to the unpacker, so say where. */
async function readOr(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  file: File,
  length: number,
): Promise<ReadableStreamReadResult<Uint8Array>> {
  try {
    return await reader.read();
  } catch (error) {
    if (length > 0) return { done: true, value: undefined };
    const reason = error instanceof Error ? error.message : String(error);
    throw new JobProblem(
      `Reading failed: ${reason}`,
      `${file.name} at byte ${length} of the unpacked stream`,
      'The file vanished, or its gzip data is damaged from the start.',
    );
  }
}

function grown(bytes: Uint8Array<SharedArrayBuffer>, length: number, needed: number): Uint8Array<SharedArrayBuffer> {
  const next = new Uint8Array(new SharedArrayBuffer(Math.min(MAX_STREAM_BYTES, Math.max(needed, bytes.length * 2))));
  next.set(bytes.subarray(0, length));
  return next;
}
