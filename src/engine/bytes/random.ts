// The one random generator: sfc32, integers only, so that every engine draws the same numbers from the same seed.

export class SeededRandom {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: number, stream = 0) {
    this.a = seed >>> 0;
    this.b = (stream ^ 0x9e3779b9) >>> 0;
    this.c = 0x243f6a88;
    for (let i = 0; i < 12; i++) this.u32();
  }

  /** Uniform in 0 … 2^32 - 1. */
  u32(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    this.c |= 0;
    return sum >>> 0;
  }

  /** Uniform in 0 … bound - 1 (by multiplication; the bias is below bound / 2^32). */
  below(bound: number): number {
    return Math.floor((this.u32() / 4294967296) * bound);
  }
}

/**
 * A u32 that depends on three numbers and on nothing else: for schedules and contents that both sides of a migration
 * must be able to work out from a counter alone.
 */
export function hash32(seed: number, stream: number, counter: number): number {
  let h =
    Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^
    Math.imul(stream + 0x7f4a7c15, 0xc2b2ae35) ^
    Math.imul(counter + 1, 0x27d4eb2f);
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
