// zlib data (RFC 1950) with deflate blocks (RFC 1951), as the capability `compress` puts a page on the wire. For small
// pieces: one bit after another, canonical codes by their counts.
import { StreamError } from './errors.ts';

const MAX_BITS = 15;
const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = Array.from({ length: 30 }, (_, i) => (i < 4 ? i + 1 : (2 + (i & 1)) * 2 ** ((i >> 1) - 1) + 1));
const DISTANCE_EXTRA = Array.from({ length: 30 }, (_, i) => (i < 4 ? 0 : (i >> 1) - 1));
/** The order in which the lengths of the code length code are sent. */
const LENGTHS_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const END_OF_BLOCK = 256;

/** How many codes each length has, and the symbols in the order of their codes. */
interface Codes {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

function codesOf(lengths: ArrayLike<number>): Codes {
  const counts = new Uint16Array(MAX_BITS + 1);
  for (let i = 0; i < lengths.length; i++) counts[lengths[i]!]!++;
  const next = new Uint16Array(MAX_BITS + 2);
  for (let bits = 1; bits <= MAX_BITS; bits++) next[bits + 1] = next[bits]! + counts[bits]!;
  const symbols = new Uint16Array(lengths.length);
  for (let i = 0; i < lengths.length; i++) if (lengths[i] !== 0) symbols[next[lengths[i]!]!++] = i;
  counts[0] = 0;
  return { counts, symbols };
}

const FIXED = codesOf(Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)));
const FIXED_DISTANCES = codesOf(new Uint8Array(30).fill(5));

class Inflater {
  private readonly bytes: Uint8Array;
  private readonly out: Uint8Array;
  private at = 2;
  private held = 0;
  private bits = 0;
  private done = 0;

  constructor(bytes: Uint8Array, size: number) {
    this.bytes = bytes;
    this.out = new Uint8Array(size);
  }

  run(): Uint8Array {
    const [method = 0, flags = 0] = this.bytes;
    if ((method & 15) !== 8 || (method * 256 + flags) % 31 !== 0 || (flags & 0x20) !== 0) this.bad('no zlib header');
    for (let last = false; !last;) {
      last = this.take(1) === 1;
      const type = this.take(2);
      if (type === 0) this.stored();
      else if (type === 1) this.block(FIXED, FIXED_DISTANCES);
      else if (type === 2) this.dynamic();
      else this.bad('a block of an unknown type');
    }
    const sum = [0, 1, 2, 3].reduce((value, i) => value * 256 + (this.bytes[this.at + i] ?? -1), 0);
    if (this.done !== this.out.length || sum !== adler32(this.out)) this.bad('the wrong length or checksum');
    return this.out;
  }

  private bad(what: string): never {
    throw new StreamError(`compressed data has ${what}`, this.at);
  }

  private take(count: number): number {
    while (this.bits < count) {
      if (this.at >= this.bytes.length) this.bad('no end');
      this.held |= this.bytes[this.at++]! << this.bits;
      this.bits += 8;
    }
    const value = this.held & ((1 << count) - 1);
    this.held >>>= count;
    this.bits -= count;
    return value;
  }

  private symbol({ counts, symbols }: Codes): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= MAX_BITS; length++) {
      code |= this.take(1);
      const count = counts[length]!;
      if (code - count < first) return symbols[index + (code - first)]!;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    return this.bad('a code that is none');
  }

  private put(byte: number): void {
    if (this.done === this.out.length) this.bad('more than was said');
    this.out[this.done++] = byte;
  }

  private stored(): void {
    this.held = 0;
    this.bits = 0;
    const length = this.take(16);
    if (this.take(16) !== (length ^ 0xffff)) this.bad('a stored block of an unclear length');
    for (let i = 0; i < length; i++) this.put(this.take(8));
  }

  private dynamic(): void {
    const literals = this.take(5) + 257;
    const distances = this.take(5) + 1;
    const sent = this.take(4) + 4;
    const small = new Uint8Array(19);
    for (let i = 0; i < sent; i++) small[LENGTHS_ORDER[i]!] = this.take(3);
    const code = codesOf(small);
    const lengths = new Uint8Array(literals + distances);
    for (let i = 0; i < lengths.length;) {
      const symbol = this.symbol(code);
      if (symbol < 16) {
        lengths[i++] = symbol;
        continue;
      }
      const value = symbol === 16 ? (lengths[i - 1] ?? this.bad('nothing to repeat')) : 0;
      const times = symbol === 16 ? 3 + this.take(2) : symbol === 17 ? 3 + this.take(3) : 11 + this.take(7);
      if (i + times > lengths.length) this.bad('too many code lengths');
      lengths.fill(value, i, (i += times));
    }
    this.block(codesOf(lengths.subarray(0, literals)), codesOf(lengths.subarray(literals)));
  }

  private block(literals: Codes, distances: Codes): void {
    for (;;) {
      const symbol = this.symbol(literals);
      if (symbol === END_OF_BLOCK) return;
      if (symbol < END_OF_BLOCK) {
        this.put(symbol);
        continue;
      }
      const length = this.from(LENGTH_BASE, LENGTH_EXTRA, symbol - 257);
      const distance = this.from(DISTANCE_BASE, DISTANCE_EXTRA, this.symbol(distances));
      if (distance > this.done) this.bad('a distance before its beginning');
      for (let i = 0; i < length; i++) this.put(this.out[this.done - distance]!);
    }
  }

  private from(base: readonly number[], extra: readonly number[], symbol: number): number {
    if (symbol >= base.length) this.bad('a length or distance that is none');
    return base[symbol]! + this.take(extra[symbol]!);
  }
}

function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return b * 65536 + a;
}

/** The `size` bytes that zlib data holds; throws StreamError when it does not. */
export function inflate(bytes: Uint8Array, size: number): Uint8Array {
  return new Inflater(bytes, size).run();
}
