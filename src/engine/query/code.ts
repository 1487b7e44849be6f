// What the compiler makes of each part of an expression: a type and closures over a row. Nothing is made while they run:
// 64-bit values live in the expression's registers, byte ranges in one object per place.
import type { ByteRange } from './scope.ts';
import { QueryError, type Type } from './types.ts';
import { wideFromNumber, type Registers } from './wide.ts';

interface Place {
  readonly type: Type;
  readonly start: number;
  readonly end: number;
}

export interface NumberCode<Row> extends Place {
  readonly form: 'number';
  /** NaN when absent; booleans are 0 and 1. */
  readonly get: (row: Row) => number;
  /** Of a literal: its exact value. */
  readonly exact?: bigint | null;
}

export interface WideCode<Row> extends Place {
  readonly form: 'wide';
  /** Where in the registers the value is after load(). */
  readonly at: number;
  /** False when absent. */
  readonly load: (row: Row) => boolean;
}

export interface TextCode<Row> extends Place {
  readonly form: 'text';
  readonly get: (row: Row) => string | null;
  /** Of a literal. */
  readonly text?: string;
}

export interface BytesCode<Row> extends Place {
  readonly form: 'bytes';
  readonly range: ByteRange;
  readonly load: (row: Row) => boolean;
}

export type Code<Row> = NumberCode<Row> | WideCode<Row> | TextCode<Row> | BytesCode<Row>;

/** Registers that grow while compiling; closures hold this object and use `words` as it ends up. */
export class RegisterFile {
  words: Registers = new Uint32Array(16);
  private used = 0;

  /** Room for one value. */
  take(): number {
    const at = this.used;
    this.used += 2;
    if (this.used > this.words.length) {
      const grown = new Uint32Array(this.words.length * 2);
      grown.set(this.words);
      this.words = grown;
    }
    return at;
  }
}

/** A number as 64 bits: literals exactly, others cut to whole numbers. */
export function widen<Row>(code: Code<Row>, file: RegisterFile): WideCode<Row> {
  if (code.form === 'wide') return code;
  if (code.form !== 'number') throw new QueryError('A number is needed here', code.start, code.end);
  const at = file.take();
  const { get, exact } = code;
  const place = { type: code.type, start: code.start, end: code.end, form: 'wide', at } as const;
  if (exact !== undefined && exact !== null) {
    const high = Number((exact >> 32n) & 0xffffffffn);
    const low = Number(exact & 0xffffffffn);
    return {
      ...place,
      load: () => {
        file.words[at] = high;
        file.words[at + 1] = low;
        return true;
      },
    };
  }
  return {
    ...place,
    load: (row) => {
      const value = get(row);
      if (Number.isNaN(value)) return false;
      wideFromNumber(file.words, at, value);
      return true;
    },
  };
}
