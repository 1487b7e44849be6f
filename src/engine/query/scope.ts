// What names mean: a scope answers what a path stands for in its kind of row, with the type, a sentence and a reader. The
// readers fill in what they are given and make nothing.
import type { Registers } from './wide.ts';
import type { Type } from './types.ts';

/** A range of bytes where it lies. */
export interface ByteRange {
  bytes: Uint8Array;
  start: number;
  end: number;
}

/** How to read a value of each kind from a row. */
export type Reader<Row> =
  /** Number, MAC (48 bits), enum (place in its list), bool (0 or 1); NaN when the row has none. */
  | { readonly kind: 'number'; readonly read: (row: Row) => number }
  /** Writes two words; false when the row has none. */
  | { readonly kind: 'wide'; readonly read: (row: Row, to: Registers, at: number) => boolean }
  | { readonly kind: 'text'; readonly read: (row: Row) => string | null }
  | { readonly kind: 'bytes'; readonly read: (row: Row, to: ByteRange) => boolean };

export interface Entry<Row> {
  readonly type: Type;
  /** One sentence for the completion list. */
  readonly doc: string;
  readonly reader: Reader<Row>;
  /** Whether the row is the moment at which the value changes; absent where values do not change. */
  readonly changed?: (row: Row) => boolean;
}

/** What may follow a path: a name, and more behind it or not. */
export interface ScopeName {
  readonly name: string;
  readonly doc: string;
  /** Null when it only leads on to others. */
  readonly type: Type | null;
  readonly leadsOn: boolean;
}

export interface Scope<Row> {
  readonly title: string;
  readonly find: (path: readonly string[]) => Entry<Row> | null;
  /** Names directly behind a path; of the empty path, all that an expression may begin with. */
  readonly namesBehind: (path: readonly string[]) => readonly ScopeName[];
  /** Why a path means nothing, where the scope can say more than that. */
  readonly explain?: (path: readonly string[]) => string;
}

/** A number that is NaN when it is negative: how frames and events say "none". */
export function orNone(value: number): number {
  return value < 0 ? NaN : value;
}
