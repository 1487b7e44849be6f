// The types of the expression language and how a problem is told. A value is one of four things at run time: a number
// (also durations, sizes, MACs as 48-bit numbers, enums as the place in their list, booleans as 0 and 1), 64 bits in two
// words, text, or a range of bytes. An absent value (a field that this row does not have) makes any comparison false.

export type TypeKind = 'number' | 'u64' | 'text' | 'bool' | 'bytes' | 'mac' | 'enum';

/** What a number counts; numbers of two different units are not compared. */
export type Unit = 'ns' | 'bytes';

export interface Type {
  readonly kind: TypeKind;
  /** Of a number. */
  readonly unit?: Unit;
  /** Of an enum: its values in the order of their numbers. */
  readonly values?: readonly string[];
}

export const NUMBER: Type = { kind: 'number' };
export const NANOSECONDS: Type = { kind: 'number', unit: 'ns' };
export const BYTES_COUNT: Type = { kind: 'number', unit: 'bytes' };
export const U64: Type = { kind: 'u64' };
export const TEXT: Type = { kind: 'text' };
export const BOOL: Type = { kind: 'bool' };
export const BYTES: Type = { kind: 'bytes' };
export const MAC: Type = { kind: 'mac' };

export function enumType(values: readonly string[]): Type {
  return { kind: 'enum', values };
}

const TYPE_WORDS: Readonly<Record<TypeKind, string>> = {
  number: 'a number',
  u64: 'a 64-bit number',
  text: 'text',
  bool: 'true or false',
  bytes: 'bytes',
  mac: 'a MAC address',
  enum: 'one of a list',
};

/** `a time`, `a number`, `one of START, PART, END, FULL`. */
export function typeText(type: Type): string {
  if (type.unit === 'ns') return 'a time';
  if (type.unit === 'bytes') return 'a number of bytes';
  if (type.values) {
    const shown = type.values.slice(0, 6).join(', ');
    return `one of ${shown}${type.values.length > 6 ? ' …' : ''}`;
  }
  return TYPE_WORDS[type.kind];
}

/** What is wrong with an expression: characters [start, end) of its text and a plain sentence. */
export interface QueryProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** Thrown inside the language; compile() turns it into a result. */
export class QueryError extends Error {
  readonly problem: QueryProblem;

  constructor(message: string, start: number, end: number) {
    super(message);
    this.name = 'QueryError';
    this.problem = { message, start, end };
  }
}
