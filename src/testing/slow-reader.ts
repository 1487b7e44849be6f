// A reader whose bytes arrive a few at a time, as over a link: every read that needs more asks for it.
import { ByteReader } from '../engine/bytes/reader.ts';

export class SlowReader extends ByteReader {
  private readonly whole: Uint8Array;
  private readonly chunk: number;

  constructor(whole: Uint8Array, chunk: number) {
    super(whole, 0, 0);
    this.whole = whole;
    this.chunk = chunk;
  }

  protected override more(end: number): boolean {
    let there = this.end;
    while (there < end && there < this.whole.length) there = Math.min(this.whole.length, there + this.chunk);
    // Another buffer each time, as when a stream outgrows its memory.
    this.grown(this.whole.slice(0, there), there);
    return there >= end;
  }
}
