// The producer's half of the two-thread tests: writes a known sequence in chunks of a given size.
import { ByteRing } from '../engine/shm/byte-ring.ts';

/** Writes `total` bytes, each (position * 31) & 0xff of a 64 KiB block, in chunks of `chunk` bytes, then closes. */
export function produce(buffer: SharedArrayBuffer, total: number, chunk: number): void {
  const ring = new ByteRing(buffer);
  const block = new Uint8Array(new SharedArrayBuffer(65536 + chunk));
  for (let i = 0; i < block.length; i++) block[i] = (i * 31) & 0xff;
  for (let sent = 0; sent < total;) {
    const count = Math.min(chunk, total - sent);
    const at = sent & 0xffff;
    ring.write(block, at, at + count);
    sent += count;
  }
  ring.close();
}
