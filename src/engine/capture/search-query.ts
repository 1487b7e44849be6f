// What a person types to search, made into patterns: hex bytes with `?` for a nibble that may be anything, text, or a
// number of a known width in one or both byte orders. A text that means nothing says what is wrong and where.
import { encodeUtf8 } from '../bytes/text.ts';
import type { Pattern } from './search.ts';

export const SEARCH_MODES = ['bytes', 'text', 'u8', 'u16', 'u32', 'u64'] as const;
export type SearchMode = (typeof SEARCH_MODES)[number];
export const BYTE_ORDERS = ['either', 'be', 'le'] as const;
export type ByteOrder = (typeof BYTE_ORDERS)[number];

export interface SearchText {
  readonly text: string;
  readonly mode: SearchMode;
  /** For numbers. */
  readonly order: ByteOrder;
  /** For text. */
  readonly ignoreCase: boolean;
}

/** Patterns of one length, or what is wrong: `at` and `end` are positions in the text. */
export type SearchQuery =
  | { readonly ok: true; readonly patterns: readonly Pattern[]; readonly length: number }
  | { readonly ok: false; readonly at: number; readonly end: number; readonly message: string };

const MOST_BYTES = 4096;

export function parseSearch(search: SearchText): SearchQuery {
  if (search.mode === 'bytes') return parseBytes(search.text);
  if (search.mode === 'text') return parseText(search.text, search.ignoreCase);
  return parseNumber(search.text, Number(search.mode.slice(1)), search.order);
}

const wrong = (at: number, end: number, message: string): SearchQuery => ({ ok: false, at, end, message });

function parseBytes(text: string): SearchQuery {
  const nibbles: { readonly value: number; readonly mask: number }[] = [];
  let group = 0;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i]!;
    if (letter === '0' && /[xX]/.test(text[i + 1] ?? '') && group === 0) {
      i++;
      continue;
    }
    if (/[\s,:]/.test(letter)) {
      if (group % 2 === 1) return wrong(i - 1, i, 'This byte has one digit: write two, or ? for the missing one');
      group = 0;
      continue;
    }
    if (letter === '?') nibbles.push({ value: 0, mask: 0 });
    else if (/[0-9a-fA-F]/.test(letter)) nibbles.push({ value: parseInt(letter, 16), mask: 15 });
    else return wrong(i, i + 1, `"${letter}" is no hexadecimal digit; ? stands for any digit`);
    group++;
  }
  if (nibbles.length === 0) return wrong(0, text.length, 'Bytes such as 52 54 00 or ef2000?? are searched for');
  if (group % 2 === 1)
    return wrong(text.length - 1, text.length, 'The last byte has one digit: write two, or ? for the missing one');
  const length = nibbles.length / 2;
  if (length > MOST_BYTES) return wrong(0, text.length, `At most ${MOST_BYTES} bytes can be searched for`);
  const bytes = new Uint8Array(length);
  const mask = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    bytes[i] = (nibbles[2 * i]!.value << 4) | nibbles[2 * i + 1]!.value;
    mask[i] = (nibbles[2 * i]!.mask << 4) | nibbles[2 * i + 1]!.mask;
  }
  if (mask.every((bits) => bits === 0)) return wrong(0, text.length, 'At least one digit must be known');
  return { ok: true, patterns: [{ bytes, mask: mask.every((bits) => bits === 0xff) ? null : mask }], length };
}

function parseText(text: string, ignoreCase: boolean): SearchQuery {
  if (text === '') return wrong(0, 0, 'Text such as pc.ram is searched for');
  const bytes = encodeUtf8(text);
  if (bytes.length > MOST_BYTES) return wrong(0, text.length, `At most ${MOST_BYTES} bytes can be searched for`);
  // ASCII letters differ from each other's case in bit 5 alone.
  const letter = (byte: number): boolean => (byte & 0xdf) >= 0x41 && (byte & 0xdf) <= 0x5a;
  const mask = ignoreCase && bytes.some(letter) ? bytes.map((byte) => (letter(byte) ? 0xdf : 0xff)) : null;
  return { ok: true, patterns: [{ bytes, mask }], length: bytes.length };
}

function parseNumber(text: string, bits: number, order: ByteOrder): SearchQuery {
  const start = text.length - text.trimStart().length;
  const trimmed = text.trim().replace(/[,_\u2009]/g, '');
  if (trimmed === '') return wrong(0, text.length, `A number of ${bits} bits such as 1024 or 0x400 is searched for`);
  const digits = /^(-?)(0x[0-9a-f]+|[0-9]+)$/i.exec(trimmed);
  if (!digits) {
    const bad = text.search(/[^\s0-9a-fA-FxX,_-]/);
    return wrong(bad < 0 ? start : bad, bad < 0 ? text.length : bad + 1, 'A number is 1024, 0x400 or -1');
  }
  const value = BigInt(digits[2]!) * (digits[1] === '-' ? -1n : 1n);
  const limit = 1n << BigInt(bits);
  if (value >= limit || value < -(limit >> 1n))
    return wrong(start, text.length, `This does not fit in ${bits} bits: 0 to ${limit - 1n}`);
  const length = bits / 8;
  const big = new Uint8Array(length);
  let rest = BigInt.asUintN(bits, value);
  for (let i = length - 1; i >= 0; i--) {
    big[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  const little = big.slice().reverse();
  const same = big.every((byte, i) => byte === little[i]);
  const chosen = order === 'be' || same ? [big] : order === 'le' ? [little] : [big, little];
  return { ok: true, patterns: chosen.map((bytes) => ({ bytes, mask: null })), length };
}
