// Cuts the text of an expression into tokens, each with its place. Whole paths (`virtio.vqs.0.vring.num`), MAC addresses
// and numbers with their unit are one token.
import { QueryError, type Unit } from './types.ts';

export type Token = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'path'; readonly path: readonly string[] }
  | { readonly kind: 'number'; readonly value: number; readonly wide: bigint | null; readonly unit: Unit | undefined }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'mac'; readonly value: number }
  | { readonly kind: 'op'; readonly op: string }
  | { readonly kind: 'end' }
);

/** Units of literals in ns or bytes. */
const UNITS: Readonly<Record<string, readonly [factor: number, unit: Unit]>> = {
  ns: [1, 'ns'],
  us: [1_000, 'ns'],
  µs: [1_000, 'ns'],
  ms: [1_000_000, 'ns'],
  s: [1_000_000_000, 'ns'],
  B: [1, 'bytes'],
  KiB: [1024, 'bytes'],
  MiB: [1048576, 'bytes'],
  GiB: [1073741824, 'bytes'],
};

/** Longest first. */
const OPERATORS = /^(?:&&|\|\||==|!=|<=|>=|<<|>>|->|\.\.|[<>~!+\-*&|^(),])/;
/** Words that are operators or their other spelling. */
const WORDS: Readonly<Record<string, string>> = { in: 'in', and: '&&', or: '||', not: '!' };
const MAC = /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}(?![0-9a-z:])/i;
const SPACE = /^\s+/;
const SEGMENT = /^[A-Za-z_][A-Za-z0-9_]*/;
/** `.name`, `.0`, `[0]`, `."virtio-net-device"`; two dots are a range. */
const MORE = /^(?:\.([A-Za-z0-9_]+)|\[(\d+)\]|\."([^"]*)")/;
const NUMBER = /^(?:0x([0-9a-f_]+)|(\d[\d_]*(?:\.\d+)?))([A-Za-zµ]*)/i;
const TEXT = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')/;
const U64_LIMIT = 1n << 64n;

/** All tokens, the last of kind `end`. Throws QueryError with the place of what cannot be read. */
export function lex(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const space = SPACE.exec(rest);
    if (space) {
      at += space[0].length;
      continue;
    }
    const token = next(rest, at);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: 'end', start: text.length, end: text.length });
  return tokens;
}

function next(rest: string, start: number): Token {
  const mac = MAC.exec(rest);
  if (mac) {
    const value = mac[0].split(':').reduce((sum, part) => sum * 256 + parseInt(part, 16), 0);
    return { kind: 'mac', value, start, end: start + mac[0].length };
  }
  const name = SEGMENT.exec(rest);
  if (name) return word(rest, name[0], start);
  const number = NUMBER.exec(rest);
  if (number) return literal(number, start);
  const quoted = TEXT.exec(rest);
  if (quoted) {
    const text = (quoted[1] ?? quoted[2] ?? '').replace(/\\(.)/g, '$1');
    return { kind: 'text', text, start, end: start + quoted[0].length };
  }
  const operator = OPERATORS.exec(rest);
  if (operator) return { kind: 'op', op: operator[0], start, end: start + operator[0].length };
  const shown = String.fromCodePoint(rest.codePointAt(0)!);
  const message =
    shown === '"' || shown === "'"
      ? `The text that begins here has no closing ${shown}`
      : shown === '='
        ? 'Equal is written =='
        : `${shown} means nothing here`;
  throw new QueryError(message, start, shown === '"' || shown === "'" ? start + rest.length : start + shown.length);
}

function word(rest: string, first: string, start: number): Token {
  const path = [first];
  let length = first.length;
  for (let more = MORE.exec(rest.slice(length)); more; more = MORE.exec(rest.slice(length))) {
    path.push(more[1] ?? more[2] ?? more[3] ?? '');
    length += more[0].length;
  }
  const end = start + length;
  const op = path.length === 1 ? WORDS[first] : undefined;
  return op === undefined ? { kind: 'path', path, start, end } : { kind: 'op', op, start, end };
}

function literal(match: RegExpExecArray, start: number): Token {
  const end = start + match[0].length;
  const suffix = match[3] ?? '';
  const unit = suffix === '' ? undefined : UNITS[suffix];
  if (suffix !== '' && !unit)
    throw new QueryError(
      `${suffix} is no unit: ${Object.keys(UNITS)
        .filter((name) => name !== 'µs')
        .join(', ')}`,
      end - suffix.length,
      end,
    );
  const digits = (match[1] ?? match[2] ?? '').replace(/_/g, '');
  if (digits === '') throw new QueryError('Hexadecimal digits are missing after 0x', start, end);
  const factor = unit?.[0] ?? 1;
  if (digits.includes('.') && match[1] === undefined) {
    const value = Number(digits) * factor;
    return { kind: 'number', value: unit ? Math.round(value) : value, wide: null, unit: unit?.[1], start, end };
  }
  const wide = BigInt(match[1] === undefined ? digits : `0x${digits}`) * BigInt(factor);
  if (wide >= U64_LIMIT) throw new QueryError('The number does not fit in 64 bits', start, end);
  return { kind: 'number', value: Number(wide), wide, unit: unit?.[1], start, end };
}
