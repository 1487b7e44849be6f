// Against the host's zlib: stored, fixed and dynamic blocks, and every truncation.
import { deflateSync, constants } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { StreamError } from './errors.ts';
import { inflate } from './inflate.ts';
import { SeededRandom } from './random.ts';

const random = new SeededRandom(3);
const noise = Uint8Array.from({ length: 4096 }, () => random.below(256));
const words = Uint8Array.from({ length: 4096 }, (_, i) => (i * i) % 23);
const PAGES = { zero: new Uint8Array(4096), noise, words, little: Uint8Array.of(1, 2, 3) };

describe.each(Object.entries(PAGES))('%s', (_, page) => {
  it.each([
    ['stored', { level: 0 }],
    ['quick', { level: 1 }],
    ['best', { level: 9 }],
    ['fixed codes', { strategy: constants.Z_FIXED }],
  ])('%s', (__, options) => {
    const packed = new Uint8Array(deflateSync(page, options));
    expect(inflate(packed, page.length)).toEqual(page);
    expect(() => inflate(packed, page.length - 1)).toThrow(StreamError);
    expect(() => inflate(packed, page.length + 1)).toThrow(StreamError);
  });
});

it('fails at every truncation and at a wrong checksum', () => {
  const packed = new Uint8Array(deflateSync(words));
  for (let length = 0; length < packed.length; length++)
    expect(() => inflate(packed.subarray(0, length), words.length)).toThrow(StreamError);
  packed[packed.length - 1]! ^= 1;
  expect(() => inflate(packed, words.length)).toThrow('the wrong length or checksum');
});
