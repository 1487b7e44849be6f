// The work that a reading does, in steps: fields read, records indexed, bytes searched. Damaged files must not cost more
// than a fixed number of steps a byte; tests hold the sum against the length, which no clock could.
import { WindowedSource, type ByteSource } from '../bytes/byte-source.ts';
import type { KeptBytesLog } from '../bytes/kept-bytes.ts';
import { ByteReader } from '../bytes/reader.ts';

export class Work {
  steps = 0;
}

const NOTHING = new Uint8Array(0);
/** A piece that is passed by and longer than this is none that a panel shows as a value: it is not kept. */
const KEPT_AT_MOST = 1 << 20;

/** A reader that counts what it reads. Over a windowed source it moves the window, and keeps what is read. */
export class WalkReader extends ByteReader {
  readonly source: ByteSource;
  private readonly work: Work;
  private readonly windows: WindowedSource | null;
  private readonly kept: KeptBytesLog | null;

  constructor(source: ByteSource, end: number, work: Work, kept: KeptBytesLog | null = null) {
    super(source instanceof Uint8Array ? source : NOTHING, 0, end);
    this.source = source;
    this.work = work;
    this.windows = source instanceof WindowedSource ? source : null;
    this.kept = kept;
  }

  /** Offset of the first of `bytes`, for a loop that goes through them itself. */
  get windowBase(): number {
    return this.base;
  }

  override need(count: number, what: string): void {
    this.work.steps++;
    super.need(count, what);
    if (this.windows) this.bring(this.windows, count);
  }

  override skip(count: number, what = 'bytes'): void {
    if (count <= KEPT_AT_MOST) super.skip(count, what);
    else this.pass(count, what);
  }

  /** Skips bytes that are not worth keeping: the guest's pages. */
  pass(count: number, what: string): void {
    this.work.steps++;
    super.need(count, what);
    this.offset += count;
  }

  /** Keeps bytes that were, or will be, passed by. */
  keep(start: number, end: number): void {
    if (this.windows) this.kept?.keep(this.windows.subarray(start, end), start, start, end);
  }

  override peekU8(ahead = 0): number {
    return this.has(ahead + 1) ? this.source.at(this.offset + ahead)! : -1;
  }

  /** Has the window begin at the reader when it does not hold the next `count` bytes; fewer only at the end. */
  ahead(count: number): void {
    const { windows, offset } = this;
    if (!windows || (offset >= this.base && offset + count <= this.base + this.bytes.length)) return;
    windows.moveTo(offset, count);
    this.look(windows.bytes, windows.base);
  }

  private bring(windows: WindowedSource, count: number): void {
    this.ahead(count);
    this.kept?.keep(windows.bytes, windows.base, this.offset, this.offset + count);
  }
}
