// Operators on compiled values: which types each takes, and the closure it becomes.
import { widen, type RegisterFile, type BytesCode, type Code, type NumberCode, type TextCode } from './code.ts';
import { bytesFromText, macPattern, matchesMac, matchesText, textPattern } from './match-text.ts';
import type { ByteRange } from './scope.ts';
import { BOOL, QueryError, typeText, U64, type Type } from './types.ts';
import {
  addWide,
  andWide,
  compareWide,
  compareWideNumber,
  multiplyWide,
  orWide,
  shiftLeftWide,
  shiftRightWide,
  subtractWide,
  xorWide,
} from './wide.ts';

/** A code without its place, which the compiler adds. */
type Get<Row> = (row: Row) => number;

const WIDE_OPS = {
  '+': addWide,
  '-': subtractWide,
  '*': multiplyWide,
  '&': andWide,
  '|': orWide,
  '^': xorWide,
  '<<': shiftLeftWide,
  '>>': shiftRightWide,
} as const;
type ArithmeticOp = keyof typeof WIDE_OPS;

export function isArithmetic(op: string): op is ArithmeticOp {
  return op in WIDE_OPS;
}

function isNumeric(type: Type): boolean {
  return type.kind === 'number' || type.kind === 'u64';
}

/** + - * on numbers stay numbers (exact to 2^53); with a 64-bit side, and for & | ^ << >>, 64 bits modulo 2^64. */
export function arithmetic<Row>(op: ArithmeticOp, left: Code<Row>, right: Code<Row>, file: RegisterFile): Code<Row> {
  for (const side of [left, right]) {
    if (!isNumeric(side.type))
      throw new QueryError(`${op} needs numbers, this is ${typeText(side.type)}`, side.start, side.end);
  }
  const place = { start: left.start, end: right.end };
  const unit = left.type.unit ?? right.type.unit;
  const type: Type = unit ? { kind: 'number', unit } : { kind: 'number' };
  if (left.form === 'number' && right.form === 'number' && (op === '+' || op === '-' || op === '*')) {
    sameUnit(op, left, right);
    const [a, b] = [left.get, right.get];
    const get: Get<Row> =
      op === '+' ? (row) => a(row) + b(row) : op === '-' ? (row) => a(row) - b(row) : (row) => a(row) * b(row);
    return { ...place, type, form: 'number', get };
  }
  const a = widen(left, file);
  const b = widen(right, file);
  const at = file.take();
  const apply = WIDE_OPS[op];
  return {
    ...place,
    type: U64,
    form: 'wide',
    at,
    load: (row) => {
      if (!a.load(row) || !b.load(row)) return false;
      apply(file.words, at, a.at, b.at);
      return true;
    },
  };
}

function sameUnit<Row>(op: string, left: Code<Row>, right: Code<Row>): void {
  const [a, b] = [left.type.unit, right.type.unit];
  if (!a || !b || a === b) return;
  throw new QueryError(
    `${op} has ${typeText(left.type)} on its left and ${typeText(right.type)} on its right`,
    left.start,
    right.end,
  );
}

export const COMPARE_OPS = ['==', '!=', '<', '<=', '>', '>='] as const;
export type CompareOp = (typeof COMPARE_OPS)[number];

/** Whether the sign of a comparison (below, equal, above) satisfies the operator; NaN satisfies none. */
function holds(op: CompareOp, sign: number): boolean {
  switch (op) {
    case '==':
      return sign === 0;
    case '!=':
      return sign < 0 || sign > 0;
    case '<':
      return sign < 0;
    case '<=':
      return sign <= 0;
    case '>':
      return sign > 0;
    case '>=':
      return sign >= 0;
  }
}

function onNumbers<Row>(op: CompareOp, a: Get<Row>, b: Get<Row>): (row: Row) => boolean {
  switch (op) {
    case '==':
      return (row) => a(row) === b(row);
    case '!=': // not !==, so that an absent side (NaN) is false
      return (row) => {
        const [x, y] = [a(row), b(row)];
        return x < y || x > y;
      };
    case '<':
      return (row) => a(row) < b(row);
    case '<=':
      return (row) => a(row) <= b(row);
    case '>':
      return (row) => a(row) > b(row);
    case '>=':
      return (row) => a(row) >= b(row);
  }
}

/** A comparison of two values of fitting types. */
export function compare<Row>(op: CompareOp, left: Code<Row>, right: Code<Row>, file: RegisterFile): NumberCode<Row> {
  const test = comparison(op, left, right, file);
  return { type: BOOL, form: 'number', start: left.start, end: right.end, get: (row) => (test(row) ? 1 : 0) };
}

function comparison<Row>(op: CompareOp, left: Code<Row>, right: Code<Row>, file: RegisterFile): (row: Row) => boolean {
  const ordered = op !== '==' && op !== '!=';
  if (isNumeric(left.type) && isNumeric(right.type)) {
    sameUnit(op, left, right);
    if (left.form === 'number' && right.form === 'number') return onNumbers(op, left.get, right.get);
    return onWide(op, left, right, file);
  }
  if (left.type.kind === 'bytes' || right.type.kind === 'bytes') return onBytes(op, left, right);
  if (left.type.kind === 'mac' || right.type.kind === 'mac') {
    const [a, b] = [asMac(left, right), asMac(right, left)];
    return onNumbers(op, a.get, b.get);
  }
  if (left.type.kind !== right.type.kind)
    throw new QueryError(`${op} compares ${typeText(left.type)} with ${typeText(right.type)}`, left.start, right.end);
  if (ordered && left.type.kind !== 'number')
    throw new QueryError(
      `${op} needs numbers; of ${typeText(left.type)} only == and != can be asked`,
      left.start,
      right.end,
    );
  if (left.form === 'text' && right.form === 'text') {
    const [a, b] = [left.get, right.get];
    const equal = op === '==';
    return (row) => {
      const [x, y] = [a(row), b(row)];
      return x !== null && y !== null && (x === y) === equal;
    };
  }
  if (left.form === 'number' && right.form === 'number') return onNumbers(op, left.get, right.get);
  throw new QueryError(`${op} cannot compare these`, left.start, right.end);
}

function onWide<Row>(op: CompareOp, left: Code<Row>, right: Code<Row>, file: RegisterFile): (row: Row) => boolean {
  // A number that is no literal may be negative or a fraction, so it is compared as a number.
  if (left.form === 'wide' && right.form === 'number' && (right.exact === undefined || right.exact === null)) {
    const { get } = right;
    return (row) => left.load(row) && holds(op, compareWideNumber(file.words, left.at, get(row)));
  }
  if (right.form === 'wide' && left.form === 'number' && (left.exact === undefined || left.exact === null)) {
    const { get } = left;
    return (row) => right.load(row) && holds(op, -compareWideNumber(file.words, right.at, get(row)));
  }
  const a = widen(left, file);
  const b = widen(right, file);
  return (row) => a.load(row) && b.load(row) && holds(op, compareWide(file.words, a.at, b.at));
}

function asMac<Row>(code: Code<Row>, other: Code<Row>): NumberCode<Row> {
  if (code.type.kind === 'mac' && code.form === 'number') return code;
  if (code.form === 'text' && code.text !== undefined) {
    const bytes = bytesFromText(code.text);
    if (bytes?.length === 6) {
      const value = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
      return { ...code, type: other.type, form: 'number', get: () => value };
    }
  }
  throw new QueryError('A MAC address such as 52:54:00:12:34:56 is needed here', code.start, code.end);
}

function onBytes<Row>(op: CompareOp, left: Code<Row>, right: Code<Row>): (row: Row) => boolean {
  if (op !== '==' && op !== '!=')
    throw new QueryError(`${op} needs numbers; of bytes only ==, != and ~ can be asked`, left.start, right.end);
  const [a, b] = [asBytes(left), asBytes(right)];
  const equal = op === '==';
  return (row) => a.load(row) && b.load(row) && sameBytes(a.range, b.range) === equal;
}

function asBytes<Row>(code: Code<Row>): BytesCode<Row> {
  if (code.form === 'bytes') return code;
  const bytes = code.form === 'text' && code.text !== undefined ? bytesFromText(code.text) : null;
  if (!bytes)
    throw new QueryError('Bytes are written as text of hexadecimal pairs, such as "52 54 00"', code.start, code.end);
  const range: ByteRange = { bytes, start: 0, end: bytes.length };
  return { type: { kind: 'bytes' }, form: 'bytes', start: code.start, end: code.end, range, load: () => true };
}

function sameBytes(a: ByteRange, b: ByteRange): boolean {
  const length = a.end - a.start;
  if (b.end - b.start !== length) return false;
  for (let i = 0; i < length; i++) if (a.bytes[a.start + i] !== b.bytes[b.start + i]) return false;
  return true;
}

function containsBytes(a: ByteRange, b: ByteRange): boolean {
  const length = b.end - b.start;
  for (let from = a.start; from + length <= a.end; from++) {
    let i = 0;
    while (i < length && a.bytes[from + i] === b.bytes[b.start + i]) i++;
    if (i === length) return true;
  }
  return false;
}

/** ~ : text contains or globs, an enum's word, a MAC's bytes, bytes contain. The right side is a literal. */
export function matches<Row>(left: Code<Row>, right: Code<Row>): NumberCode<Row> {
  const place = { type: BOOL, form: 'number', start: left.start, end: right.end } as const;
  if (right.form !== 'text' || right.text === undefined)
    throw new QueryError('The pattern after ~ is written as text, such as "virtio*"', right.start, right.end);
  if (left.type.kind === 'bytes') {
    const [a, b] = [asBytes(left), asBytes(right)];
    return { ...place, get: (row) => (a.load(row) && containsBytes(a.range, b.range) ? 1 : 0) };
  }
  if (left.type.kind === 'mac' && left.form === 'number') {
    const pattern = macPattern(right.text);
    if (!pattern)
      throw new QueryError('A pattern of a MAC address is six bytes or *, such as 52:54:*', right.start, right.end);
    const { get } = left;
    return { ...place, get: (row) => (matchesMac(pattern, get(row)) ? 1 : 0) };
  }
  const pattern = textPattern(right.text);
  if (left.type.values && left.form === 'number') {
    const fits = left.type.values.map((value) => (matchesText(pattern, value) ? 1 : 0));
    const { get } = left;
    return { ...place, get: (row) => fits[get(row)] ?? 0 };
  }
  if (left.form !== 'text')
    throw new QueryError(`~ looks into text, this is ${typeText(left.type)}`, left.start, left.end);
  return textMatch(left, pattern, place);
}

function textMatch<Row>(
  { get }: TextCode<Row>,
  pattern: ReturnType<typeof textPattern>,
  place: Omit<NumberCode<Row>, 'get'>,
): NumberCode<Row> {
  return {
    ...place,
    get: (row) => {
      const text = get(row);
      return text !== null && matchesText(pattern, text) ? 1 : 0;
    },
  };
}
