// A stream with what its bytes are, as everything here compares it: in memory, or in a file that is read by windows.
import type { ByteSource } from '../bytes/byte-source.ts';
import type { Inspection } from '../inspect/inspection.ts';

export interface ReadStream {
  readonly stream: ByteSource;
  readonly inspection: Inspection;
}

/** Bytes that are compared at a time: a source need not bring more at once. */
const PIECE = 64 << 10;

/** Whether `length` bytes of two streams are the same. */
export function sameBytes(a: ByteSource, atA: number, b: ByteSource, atB: number, length: number): boolean {
  for (let done = 0; done < length; done += PIECE) {
    const count = Math.min(PIECE, length - done);
    if (count <= 16) {
      for (let i = done; i < done + count; i++) if (a.at(atA + i) !== b.at(atB + i)) return false;
      continue;
    }
    const [x, y] = [a.subarray(atA + done, atA + done + count), b.subarray(atB + done, atB + done + count)];
    if (x.length !== y.length) return false;
    for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return false;
  }
  return true;
}
