// The work that a reading does, in steps: fields read, records indexed, bytes searched. Damaged files must not cost more
// than a fixed number of steps a byte; tests hold the sum against the length, which no clock could.
import { ByteReader } from '../bytes/reader.ts';

export class Work {
  steps = 0;
}

/** A reader that counts what it reads. */
export class WalkReader extends ByteReader {
  private readonly work: Work;

  constructor(bytes: Uint8Array, end: number, work: Work) {
    super(bytes, 0, end);
    this.work = work;
  }

  override need(count: number, what: string): void {
    this.work.steps++;
    super.need(count, what);
  }
}
