import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSearch, type SearchText } from './search-query.ts';
import { findPattern, findPatterns } from './search.ts';

const stream = Uint8Array.from([0, 0x52, 0x54, 0, 0x12, 0x52, 0x55, 0, 0x50, 0x43, 0x2e, 0x72, 0x61, 0x6d, 0, 0]);
const bytes = (...list: number[]): Uint8Array => Uint8Array.from(list);
const ask = (text: string, more: Partial<SearchText> = {}) =>
  parseSearch({ text, mode: 'bytes', order: 'either', ignoreCase: false, ...more });
const find = (text: string, more: Partial<SearchText> = {}): number[] => {
  const query = ask(text, more);
  if (!query.ok) throw new Error(query.message);
  return findPatterns(stream, query.patterns, 0, stream.length, 100);
};

describe('search', () => {
  it('finds bytes, overlapping ones too, at both ends', () => {
    expect(find('00')).toEqual([0, 3, 7, 14, 15]);
    expect(find('00 00')).toEqual([14]);
    expect(find('52 54')).toEqual([1]);
    expect(find('6d 00 00')).toEqual([13]);
    expect(find('6d 00 00 00')).toEqual([]);
  });

  it('finds bytes under a mask', () => {
    expect(find('52 5?')).toEqual([1, 5]);
    expect(find('5? ?? 00')).toEqual([1, 5]);
    expect(find('?2')).toEqual([1, 4, 5, 11]);
  });

  it('finds text, with and without case', () => {
    expect(find('PC.ram', { mode: 'text' })).toEqual([8]);
    expect(find('pc.ram', { mode: 'text' })).toEqual([]);
    expect(find('pc.ram', { mode: 'text', ignoreCase: true })).toEqual([8]);
  });

  it('finds numbers in the byte order asked for', () => {
    expect(find('0x5254', { mode: 'u16' })).toEqual([1]);
    expect(find('0x5452', { mode: 'u16', order: 'le' })).toEqual([1]);
    expect(find('0x5452', { mode: 'u16', order: 'be' })).toEqual([]);
    expect(find('21076', { mode: 'u16', order: 'either' })).toEqual([1]);
    expect(find('0x520012', { mode: 'u32', order: 'le' })).toEqual([]);
  });

  it('stays between from and to, and stops at most', () => {
    expect(findPattern(stream, { bytes: bytes(0), mask: null }, 1, 15, 100)).toEqual([3, 7, 14]);
    expect(findPattern(stream, { bytes: bytes(0), mask: null }, 0, 16, 2)).toEqual([0, 3]);
    expect(findPattern(stream, { bytes: bytes(0x54, 0), mask: null }, 0, 3, 9)).toEqual([2]);
  });

  it('in chunks finds what it finds in one piece', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 200, max: 3 }),
        fc.uint8Array({ minLength: 1, maxLength: 4, max: 3 }),
        fc.option(fc.uint8Array({ minLength: 4, maxLength: 4 })),
        fc.integer({ min: 1, max: 50 }),
        (data, wanted, bits, chunk) => {
          const pattern = { bytes: wanted, mask: bits ? bits.slice(0, wanted.length) : null };
          const naive: number[] = [];
          for (let at = 0; at + wanted.length <= data.length; at++) {
            const hit = wanted.every((byte, i) => ((byte ^ data[at + i]!) & (pattern.mask?.[i] ?? 255)) === 0);
            if (hit) naive.push(at);
          }
          const found: number[] = [];
          for (let at = 0; at < data.length; at += chunk)
            found.push(...findPattern(data, pattern, at, Math.min(data.length, at + chunk), 1000));
          expect(found).toEqual(naive);
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });
});

describe('what is typed', () => {
  it.each([
    ['5', 0, 1],
    ['52 5', 3, 4],
    ['52 g4', 3, 4],
    ['5 54', 0, 1],
    ['?? ??', 0, 5],
    ['', 0, 0],
  ])('bytes %j are wrong from %i to %i', (text, at, end) => {
    expect(ask(text)).toMatchObject({ ok: false, at, end });
  });

  it.each([
    ['65536', 'u16', 0, 5],
    ['-129', 'u8', 0, 4],
    ['12z', 'u32', 2, 3],
    ['', 'u64', 0, 0],
  ] as const)('the number %j as %s is wrong from %i to %i', (text, mode, at, end) => {
    expect(ask(text, { mode })).toMatchObject({ ok: false, at, end });
  });

  it('reads prefixes, separators and signs', () => {
    const pattern = (text: string, more: Partial<SearchText> = {}): string | undefined => {
      const query = ask(text, more);
      return query.ok ? query.patterns.map((one) => Array.from(one.bytes).join(' ')).join('|') : undefined;
    };
    expect(pattern('0xef20 0x00')).toBe('239 32 0');
    expect(pattern('52:54:00')).toBe('82 84 0');
    expect(pattern('-1', { mode: 'u16' })).toBe('255 255');
    expect(pattern('1,024', { mode: 'u16' })).toBe('4 0|0 4');
    expect(pattern('18446744073709551615', { mode: 'u64' })).toBe(Array(8).fill(255).join(' '));
  });
});
