// One end of the byte ring for the bench: writes, reads or just copies `total` bytes in 64 KiB chunks.
import { ByteRing } from '../../engine/shm/byte-ring.ts';

export interface RingJob {
  readonly role: 'write' | 'read' | 'copy';
  readonly ring: SharedArrayBuffer;
  readonly total: number;
}

const CHUNK = 65536;
const SPAN = 64 << 20;

const from = new Uint8Array(new SharedArrayBuffer(SPAN)).fill(1);
const to = new Uint8Array(new SharedArrayBuffer(SPAN)).fill(2);

/** Milliseconds of the job. */
function perform({ role, ring: buffer, total }: RingJob): number {
  const ring = new ByteRing(buffer);
  const start = performance.now();
  for (let done = 0; done < total; done += CHUNK) {
    const at = done % SPAN;
    if (role === 'write') ring.write(from, at, at + CHUNK);
    else if (role === 'read') ring.readFully(to, at, CHUNK);
    else to.set(from.subarray(at, at + CHUNK), at);
  }
  return performance.now() - start;
}

addEventListener('message', ({ data }: MessageEvent<RingJob>) => postMessage(perform(data)));
