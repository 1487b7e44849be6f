// Tokens to a tree. From loose to tight: || · && · comparison (== != < <= > >= ~ in ->) · | · ^ · & · << >> · + - · * ·
// ! and -. Unlike C, & | ^ bind tighter than a comparison: `flags & 1 == 1` asks for the bit.
import { lex, type Token } from './lex.ts';
import { QueryError, type Unit } from './types.ts';

export type Node = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'path'; readonly path: readonly string[] }
  | { readonly kind: 'number'; readonly value: number; readonly wide: bigint | null; readonly unit: Unit | undefined }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'mac'; readonly value: number }
  | { readonly kind: 'call'; readonly name: string; readonly argument: Node }
  | { readonly kind: 'unary'; readonly op: '!' | '-'; readonly operand: Node }
  | { readonly kind: 'binary'; readonly op: string; readonly left: Node; readonly right: Node }
  | { readonly kind: 'in'; readonly value: Node; readonly choices: readonly (Node | Range)[] }
);

/** Both ends belong to it. */
export interface Range {
  readonly kind: 'range';
  readonly low: Node;
  readonly high: Node;
  readonly start: number;
  readonly end: number;
}

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=', '~', 'in', '->']);
const LEVELS: readonly (readonly string[])[] = [['|'], ['^'], ['&'], ['<<', '>>'], ['+', '-'], ['*']];
/** Nesting that no person writes; a guard of the stack. */
const MAX_DEPTH = 200;

/** The tree of an expression; throws QueryError. */
export function parse(text: string): Node {
  return new Parser(lex(text)).whole();
}

class Parser {
  private readonly tokens: readonly Token[];
  private at = 0;
  private depth = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  whole(): Node {
    if (this.token.kind === 'end') throw new QueryError('An expression is missing', 0, this.token.end);
    const node = this.or();
    const left = this.tokens[this.at]!;
    if (left.kind === 'end') return node;
    if (left.kind === 'op' && left.op === ')') throw this.wrong('No bracket is open that this one could close');
    if (left.kind === 'op') throw this.wrong(`${left.op} does not fit here`);
    throw this.wrong('An operator such as && or == is missing before this');
  }

  private get token(): Token {
    return this.tokens[this.at]!;
  }

  private wrong(message: string): QueryError {
    return new QueryError(message, this.token.start, this.token.end);
  }

  /** Takes the operator when it is next. */
  private take(...ops: readonly string[]): string | null {
    const { token } = this;
    if (token.kind !== 'op' || !ops.includes(token.op)) return null;
    this.at++;
    return token.op;
  }

  private or(): Node {
    if (++this.depth > MAX_DEPTH) throw this.wrong('Too many brackets inside each other');
    let left = this.and();
    while (this.take('||')) left = binary('||', left, this.and());
    this.depth--;
    return left;
  }

  private and(): Node {
    let left = this.comparison();
    while (this.take('&&')) left = binary('&&', left, this.comparison());
    return left;
  }

  private comparison(): Node {
    const left = this.level(0);
    const op = this.take(...COMPARISONS);
    if (op === null) return left;
    const node = op === 'in' ? this.choices(left) : binary(op, left, this.level(0));
    const { token } = this;
    if (token.kind === 'op' && COMPARISONS.has(token.op))
      throw this.wrong('Two comparisons in a row: put && between them, each with both of its sides');
    return node;
  }

  private choices(value: Node): Node {
    if (!this.take('(')) {
      const only = this.choice();
      return { kind: 'in', value, choices: [only], start: value.start, end: only.end };
    }
    const choices = [this.choice()];
    while (this.take(',')) choices.push(this.choice());
    const { end } = this.token;
    if (!this.take(')')) throw this.wrong('A comma or ) is missing in the list after in');
    return { kind: 'in', value, choices, start: value.start, end };
  }

  private choice(): Node | Range {
    const low = this.level(0);
    if (!this.take('..')) return low;
    const high = this.level(0);
    return { kind: 'range', low, high, start: low.start, end: high.end };
  }

  private level(number: number): Node {
    const ops = LEVELS[number];
    if (!ops) return this.unary();
    let left = this.level(number + 1);
    for (let op = this.take(...ops); op !== null; op = this.take(...ops))
      left = binary(op, left, this.level(number + 1));
    return left;
  }

  private unary(): Node {
    const { start } = this.token;
    const op = this.take('!', '-');
    if (op === null) return this.primary();
    if (++this.depth > MAX_DEPTH) throw this.wrong('Too many signs in a row');
    const operand = this.unary();
    this.depth--;
    return { kind: 'unary', op: op === '!' ? '!' : '-', operand, start, end: operand.end };
  }

  private primary(): Node {
    const { token } = this;
    if (token.kind === 'end') throw this.wrong('Something is missing at the end');
    this.at++;
    if (token.kind === 'op') {
      this.at--;
      if (token.op !== '(') throw this.wrong(`A name or a value is missing before ${token.op}`);
      this.at++;
      const inner = this.or();
      const { end } = this.token;
      if (!this.take(')')) throw new QueryError('This bracket is not closed', token.start, token.end);
      return { ...inner, start: token.start, end };
    }
    if (token.kind === 'path' && token.path.length === 1 && this.take('(')) {
      const argument = this.or();
      const { end } = this.token;
      if (!this.take(')')) throw new QueryError('This bracket is not closed', token.end, token.end + 1);
      return { kind: 'call', name: token.path[0]!, argument, start: token.start, end };
    }
    return token;
  }
}

function binary(op: string, left: Node, right: Node): Node {
  return { kind: 'binary', op, left, right, start: left.start, end: right.end };
}
