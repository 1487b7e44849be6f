// Checks the types of an expression against a scope and makes one closure of it. Problems come with their place and a
// plain sentence; nothing throws out of here.
import { RegisterFile, type Code, type NumberCode } from './code.ts';
import { arithmetic, compare, COMPARE_OPS, isArithmetic, matches, type CompareOp } from './operators.ts';
import { parse, type Node, type Range } from './parse.ts';
import type { Entry, Scope } from './scope.ts';
import { BOOL, enumType, MAC, QueryError, TEXT, typeText, type QueryProblem, type Type } from './types.ts';

export interface CompiledQuery<Row> {
  readonly ok: true;
  readonly test: (row: Row) => boolean;
  /** Paths that it reads, as written. */
  readonly reads: readonly (readonly string[])[];
  /** Its tree, for whoever wants to narrow down where it can hold. */
  readonly tree: Node;
}

export type QueryResult<Row> = CompiledQuery<Row> | { readonly ok: false; readonly problem: QueryProblem };

/** Functions of the language with what the completion says of them. */
export const FUNCTIONS: readonly { readonly name: string; readonly doc: string }[] = [
  { name: 'changed', doc: 'Whether this event changed the value.' },
  { name: 'has', doc: 'Whether the row has this value at all.' },
];

/** Compiles a condition. */
export function compile<Row>(text: string, scope: Scope<Row>): QueryResult<Row> {
  try {
    const tree = parse(text);
    const compiler = new Compiler(scope);
    const { get } = compiler.condition(tree);
    return { ok: true, test: (row) => get(row) === 1, reads: compiler.reads, tree };
  } catch (error) {
    if (error instanceof QueryError) return { ok: false, problem: error.problem };
    throw error;
  }
}

function isCompare(op: string): op is CompareOp {
  return (COMPARE_OPS as readonly string[]).includes(op);
}

class Compiler<Row> {
  readonly reads: (readonly string[])[] = [];
  private readonly scope: Scope<Row>;
  private readonly file = new RegisterFile();

  constructor(scope: Scope<Row>) {
    this.scope = scope;
  }

  /** Something that is true or false. */
  condition(node: Node): NumberCode<Row> {
    const code = this.value(node);
    if (code.type.kind === 'bool' && code.form === 'number') return code;
    throw new QueryError(
      `This is ${typeText(code.type)}; a condition compares it with something`,
      code.start,
      code.end,
    );
  }

  private value(node: Node): Code<Row> {
    const { start, end } = node;
    switch (node.kind) {
      case 'number': {
        const { value, wide, unit } = node;
        const type: Type = unit ? { kind: 'number', unit } : { kind: 'number' };
        return { type, start, end, form: 'number', get: () => value, exact: wide };
      }
      case 'text': {
        const { text } = node;
        return { type: TEXT, start, end, form: 'text', get: () => text, text };
      }
      case 'mac': {
        const { value } = node;
        return { type: MAC, start, end, form: 'number', get: () => value };
      }
      case 'path':
        return this.path(node.path, start, end);
      case 'call':
        return this.call(node.name, node.argument, start, end);
      case 'unary':
        return this.unary(node.op, node.operand, start, end);
      case 'in':
        return this.within(node.value, node.choices, start, end);
      case 'binary':
        return this.binary(node.op, node.left, node.right, start, end);
    }
  }

  private path(path: readonly string[], start: number, end: number): Code<Row> {
    const [only] = path;
    if (path.length === 1 && (only === 'true' || only === 'false')) {
      const value = only === 'true' ? 1 : 0;
      return { type: BOOL, start, end, form: 'number', get: () => value };
    }
    const { type, reader } = this.entry(path, start, end);
    const place = { type, start, end };
    switch (reader.kind) {
      case 'number':
        return { ...place, form: 'number', get: reader.read };
      case 'text':
        return { ...place, form: 'text', get: reader.read };
      case 'wide': {
        const { file } = this;
        const at = file.take();
        return { ...place, form: 'wide', at, load: (row) => reader.read(row, file.words, at) };
      }
      case 'bytes': {
        const range = { bytes: new Uint8Array(0), start: 0, end: 0 };
        return { ...place, form: 'bytes', range, load: (row) => reader.read(row, range) };
      }
    }
  }

  private entry(path: readonly string[], start: number, end: number): Entry<Row> {
    const entry = this.scope.find(path);
    if (!entry) throw new QueryError(this.unknown(path), start, end);
    this.reads.push(path);
    return entry;
  }

  /** Why a path means nothing, with names that look like it. */
  private unknown(path: readonly string[]): string {
    const written = path.join('.');
    const reason = this.scope.explain?.(path);
    if (reason) return reason;
    const near = this.scope
      .namesBehind(path.slice(0, -1))
      .map(({ name }) => name)
      .filter((name) => isNear(name, path[path.length - 1]!))
      .slice(0, 3);
    const hint = near.length > 0 ? `: did you mean ${near.join(', ')}?` : '';
    return `${this.scope.title} has no ${written}${hint}`;
  }

  private unary(op: '!' | '-', operand: Node, start: number, end: number): Code<Row> {
    if (op === '!') {
      const { get } = this.condition(operand);
      return { type: BOOL, start, end, form: 'number', get: (row) => (get(row) === 0 ? 1 : 0) };
    }
    const code = this.value(operand);
    if (code.form !== 'number' || code.type.kind !== 'number')
      throw new QueryError(`- needs a number, this is ${typeText(code.type)}`, code.start, code.end);
    const { get } = code;
    return { type: code.type, start, end, form: 'number', get: (row) => -get(row) };
  }

  private call(name: string, argument: Node, start: number, end: number): Code<Row> {
    if (name !== 'changed' && name !== 'has') {
      const known = FUNCTIONS.map((each) => `${each.name}()`).join(', ');
      throw new QueryError(`There is no function ${name}(): ${known}`, start, start + name.length);
    }
    if (argument.kind !== 'path') throw new QueryError(`${name}() takes a name`, argument.start, argument.end);
    if (name === 'has') {
      const present = this.presence(this.path(argument.path, argument.start, argument.end));
      return { type: BOOL, start, end, form: 'number', get: (row) => (present(row) ? 1 : 0) };
    }
    const changed = this.changed(argument);
    return { type: BOOL, start, end, form: 'number', get: (row) => (changed(row) ? 1 : 0) };
  }

  private presence(code: Code<Row>): (row: Row) => boolean {
    if (code.form === 'number') return (row) => !Number.isNaN(code.get(row));
    if (code.form === 'text') return (row) => code.get(row) !== null;
    return code.load;
  }

  private changed(node: Node): (row: Row) => boolean {
    if (node.kind !== 'path') throw new QueryError('Only a name can change', node.start, node.end);
    const { changed } = this.entry(node.path, node.start, node.end);
    if (!changed) throw new QueryError(`${node.path.join('.')} does not change during a run`, node.start, node.end);
    return changed;
  }

  private binary(op: string, left: Node, right: Node, start: number, end: number): Code<Row> {
    if (op === '&&' || op === '||') {
      const [a, b] = [this.condition(left).get, this.condition(right).get];
      const get =
        op === '&&'
          ? (row: Row): number => (a(row) === 1 && b(row) === 1 ? 1 : 0)
          : (row: Row): number => (a(row) === 1 || b(row) === 1 ? 1 : 0);
      return { type: BOOL, start, end, form: 'number', get };
    }
    if (isArithmetic(op)) return arithmetic(op, this.value(left), this.value(right), this.file);
    if (op === '->') {
      const changed = this.changed(left);
      const { get } = this.compared('==', left, right);
      return { type: BOOL, start, end, form: 'number', get: (row) => (changed(row) && get(row) === 1 ? 1 : 0) };
    }
    if (op === '~') return matches(this.value(left), this.value(right));
    if (isCompare(op)) return this.compared(op, left, right);
    throw new QueryError(`${op} is no operator`, start, end);
  }

  private compared(op: CompareOp, left: Node, right: Node): NumberCode<Row> {
    const [a, b] = this.pair(left, right);
    return compare(op, a, b, this.file);
  }

  /** Both sides; a bare word or a text beside an enum is one of its values. */
  private pair(left: Node, right: Node): readonly [Code<Row>, Code<Row>] {
    const leftIsWord = wordOf(left) !== null && this.meansNothing(left);
    if (leftIsWord) {
      const b = this.value(right);
      return [b.type.values ? this.enumValue(left, b.type.values) : this.value(left), b];
    }
    const a = this.value(left);
    if (a.type.values && wordOf(right) !== null) return [a, this.enumValue(right, a.type.values)];
    return [a, this.value(right)];
  }

  private meansNothing(node: Node): boolean {
    return node.kind === 'text' || (node.kind === 'path' && this.scope.find(node.path) === null);
  }

  private enumValue(node: Node, values: readonly string[]): Code<Row> {
    const word = wordOf(node)!;
    const wanted = canonical(word);
    const value = values.findIndex((each) => canonical(each) === wanted);
    const { start, end } = node;
    if (value >= 0) return { type: enumType(values), start, end, form: 'number', get: () => value };
    if (node.kind === 'path' && this.scope.find(node.path)) return this.value(node);
    throw new QueryError(`${word} is none of ${values.filter(Boolean).join(', ')}`, start, end);
  }

  private within(value: Node, choices: readonly (Node | Range)[], start: number, end: number): Code<Row> {
    const tests = choices.map((choice) => {
      if (choice.kind !== 'range') return this.compared('==', value, choice).get;
      const [low, high] = [this.compared('>=', value, choice.low).get, this.compared('<=', value, choice.high).get];
      return (row: Row): number => (low(row) === 1 && high(row) === 1 ? 1 : 0);
    });
    const get = (row: Row): number => {
      for (let i = 0; i < tests.length; i++) if (tests[i]!(row) === 1) return 1;
      return 0;
    };
    return { type: BOOL, start, end, form: 'number', get };
  }
}

function wordOf(node: Node): string | null {
  if (node.kind === 'text') return node.text;
  return node.kind === 'path' ? node.path.join('.') : null;
}

/** Enum values are found whatever their case and whether words are joined by spaces, _ or -. */
function canonical(word: string): string {
  return word.toLowerCase().replace(/[\s_-]+/g, '_');
}

/** Same beginning, or one the other's part, or one edit apart. */
function isNear(name: string, written: string): boolean {
  const [a, b] = [name.toLowerCase(), written.toLowerCase()];
  if (a.startsWith(b) || b.startsWith(a) || (b.length > 2 && a.includes(b))) return true;
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  return a.slice(i + 1) === b.slice(i + 1) || a.slice(i) === b.slice(i + 1) || a.slice(i + 1) === b.slice(i);
}
