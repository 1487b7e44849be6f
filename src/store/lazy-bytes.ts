// The bytes of a file that is larger than what is held in memory: what was decoded is there, the guest's pages are read
// from the file when somebody looks at them. Readers ask (`want`), get what is there, and are told when more is.
import type { ByteSource } from '../engine/bytes/byte-source.ts';
import { keptAt, keptRange, type KeptBytes } from '../engine/bytes/kept-bytes.ts';

/** Bytes that are read at once, and how many such blocks are kept. */
const BLOCK = 1 << 16;
const MOST_BLOCKS = 256;
/** Reads that are under way at the same time; of more, only the last that was asked for is still wanted. */
const MOST_READS = 4;
const NOTHING = new Uint8Array(0);

export class LazyBytes implements ByteSource {
  readonly length: number;
  readonly file: Blob;
  /** Goes up when bytes have arrived. */
  version = 0;
  readonly kept: KeptBytes;
  /** Blocks in the order of their last use. */
  private readonly blocks = new Map<number, Uint8Array>();
  private readonly reading = new Set<number>();
  private next = -1;
  private readonly listeners = new Set<() => void>();
  private lost: ((error: unknown) => void) | null = null;

  constructor(file: Blob, kept: KeptBytes) {
    this.file = file;
    this.length = file.size;
    this.kept = kept;
  }

  at(offset: number): number | undefined {
    return keptAt(this.kept, offset) ?? this.blocks.get(Math.floor(offset / BLOCK))?.[offset % BLOCK];
  }

  subarray(start = 0, end = this.length): Uint8Array {
    const kept = keptRange(this.kept, start, end);
    if (kept) return kept;
    const to = Math.min(end, this.length);
    if (to <= start || to - start > BLOCK) return NOTHING;
    const out = new Uint8Array(to - start);
    for (let offset = start; offset < to; offset++) {
      const byte = this.at(offset);
      if (byte === undefined) return NOTHING;
      out[offset - start] = byte;
    }
    return out;
  }

  /** Says that these bytes are looked at: they come soon if they are not there, and their neighbours with them. */
  want(start: number, end: number): void {
    const first = Math.floor(Math.max(0, start) / BLOCK);
    const last = Math.floor(Math.max(0, Math.min(end, this.length) - 1) / BLOCK);
    for (let block = first; block <= last; block++) this.bring(block);
    this.bring(last + 1);
    this.bring(first - 1);
  }

  /** A range as it is in the file, whatever is in memory. */
  async read(start: number, end: number): Promise<Uint8Array> {
    try {
      return await readBlob(this.file, start, end);
    } catch (error) {
      this.lost?.(error);
      throw error;
    }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Tells, once, of the first read that failed. */
  onLost(tell: (error: unknown) => void): void {
    this.lost = (error) => {
      this.lost = null;
      tell(error);
    };
  }

  private bring(block: number): void {
    if (block < 0 || block * BLOCK >= this.length || this.reading.has(block)) return;
    const known = this.blocks.get(block);
    if (known) {
      this.blocks.delete(block);
      this.blocks.set(block, known);
      return;
    }
    if (this.reading.size >= MOST_READS) this.next = block;
    else void this.fetch(block);
  }

  private async fetch(block: number): Promise<void> {
    this.reading.add(block);
    try {
      const start = block * BLOCK;
      this.blocks.set(block, await readBlob(this.file, start, Math.min(this.length, start + BLOCK)));
      for (const oldest of this.blocks.keys()) {
        if (this.blocks.size <= MOST_BLOCKS) break;
        this.blocks.delete(oldest);
      }
      this.version++;
      for (const listener of this.listeners) listener();
    } catch (error) {
      this.lost?.(error);
    } finally {
      this.reading.delete(block);
      const { next } = this;
      this.next = -1;
      if (next >= 0) this.bring(next);
    }
  }
}

async function readBlob(file: Blob, start: number, end: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(await file.slice(start, end).arrayBuffer());
  if (bytes.length < end - start) throw new RangeError('it is shorter than it was');
  return bytes;
}
