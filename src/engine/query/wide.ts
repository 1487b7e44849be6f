// 64-bit values as two u32 words in a Uint32Array, high word first, so that evaluating makes no bigint. All arithmetic is
// modulo 2^64.

const WORD = 4294967296;

/** Registers of one compiled expression; a value takes two. */
export type Registers = Uint32Array;

export function setWide(r: Registers, at: number, high: number, low: number): void {
  r[at] = high;
  r[at + 1] = low;
}

/** A whole number into two words; negative ones as two's complement. Fractions are cut off. */
export function wideFromNumber(r: Registers, at: number, value: number): void {
  const whole = Math.trunc(value);
  const high = Math.floor(whole / WORD);
  r[at] = high;
  r[at + 1] = whole - high * WORD;
}

/** Negative, 0 or positive as a is below, equal to or above b. */
export function compareWide(r: Registers, a: number, b: number): number {
  return r[a]! - r[b]! || r[a + 1]! - r[b + 1]!;
}

/** The same against a number, which may be negative, a fraction or larger than 64 bits. */
export function compareWideNumber(r: Registers, a: number, value: number): number {
  if (value < 0) return 1;
  if (value >= WORD * WORD) return -1;
  const high = Math.floor(value / WORD);
  return r[a]! - high || r[a + 1]! - (value - high * WORD);
}

export function addWide(r: Registers, to: number, a: number, b: number): void {
  const low = r[a + 1]! + r[b + 1]!;
  r[to] = r[a]! + r[b]! + (low >= WORD ? 1 : 0);
  r[to + 1] = low;
}

export function subtractWide(r: Registers, to: number, a: number, b: number): void {
  const low = r[a + 1]! - r[b + 1]!;
  r[to] = r[a]! - r[b]! - (low < 0 ? 1 : 0);
  r[to + 1] = low;
}

export function multiplyWide(r: Registers, to: number, a: number, b: number): void {
  const low = Math.imul(r[a + 1]!, r[b + 1]!);
  const high = multiplyHigh(r[a + 1]!, r[b + 1]!) + Math.imul(r[a]!, r[b + 1]!) + Math.imul(r[a + 1]!, r[b]!);
  r[to] = high;
  r[to + 1] = low;
}

/** High 32 bits of a product of two u32, by halves of 16 bits so that every sum is exact. */
function multiplyHigh(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  const other = a0 * b1 + (middle % 65536);
  return a1 * b1 + Math.floor(middle / 65536) + Math.floor(other / 65536);
}

export function andWide(r: Registers, to: number, a: number, b: number): void {
  r[to] = r[a]! & r[b]!;
  r[to + 1] = r[a + 1]! & r[b + 1]!;
}

export function orWide(r: Registers, to: number, a: number, b: number): void {
  r[to] = r[a]! | r[b]!;
  r[to + 1] = r[a + 1]! | r[b + 1]!;
}

export function xorWide(r: Registers, to: number, a: number, b: number): void {
  r[to] = r[a]! ^ r[b]!;
  r[to + 1] = r[a + 1]! ^ r[b + 1]!;
}

/** Bits that a shift moves by: 64 or more leaves nothing. */
function shiftCount(r: Registers, at: number): number {
  return r[at]! > 0 || r[at + 1]! > 64 ? 64 : r[at + 1]!;
}

export function shiftLeftWide(r: Registers, to: number, a: number, b: number): void {
  const count = shiftCount(r, b);
  const high = r[a]!;
  const low = r[a + 1]!;
  if (count === 0) setWide(r, to, high, low);
  else if (count >= 64) setWide(r, to, 0, 0);
  else if (count >= 32) setWide(r, to, low << (count - 32), 0);
  else setWide(r, to, (high << count) | (low >>> (32 - count)), low << count);
}

export function shiftRightWide(r: Registers, to: number, a: number, b: number): void {
  const count = shiftCount(r, b);
  const high = r[a]!;
  const low = r[a + 1]!;
  if (count === 0) setWide(r, to, high, low);
  else if (count >= 64) setWide(r, to, 0, 0);
  else if (count >= 32) setWide(r, to, 0, high >>> (count - 32));
  else setWide(r, to, high >>> count, (low >>> count) | (high << (32 - count)));
}
