// What may stand at the cursor: names of the scope, values of an enum behind a comparison, operators behind a value.
import { FUNCTIONS } from './compile.ts';
import { lex, type Token } from './lex.ts';
import type { Scope } from './scope.ts';
import { QueryError, typeText, type Type } from './types.ts';

export interface Completion {
  /** What replaces the characters [start, end) of the text. */
  readonly text: string;
  readonly kind: 'name' | 'value' | 'operator' | 'function';
  /** `a number`, `one of START, PART …`; empty for operators. */
  readonly type: string;
  readonly doc: string;
}

export interface Completions {
  readonly start: number;
  readonly end: number;
  readonly items: readonly Completion[];
}

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=', '~', '->']);
const OPERATOR_DOCS: readonly (readonly [op: string, doc: string])[] = [
  ['==', 'equal'],
  ['!=', 'not equal'],
  ['<', 'below'],
  ['<=', 'at most'],
  ['>', 'above'],
  ['>=', 'at least'],
  ['~', 'contains; with * and ? matches as a whole'],
  ['in', 'is one of a list or inside a range: in (1, 4..7)'],
  ['->', 'becomes, at this event'],
  ['&', 'bits that both have'],
  ['&&', 'and'],
  ['||', 'or'],
];

/** Completions for the cursor at character `at`. */
export function complete<Row>(text: string, at: number, scope: Scope<Row>): Completions {
  const before = text.slice(0, at);
  const partial = /(?:[A-Za-z_][\w]*(?:\.[\w]*|\[\d*\]?|\."[^"]*"?)*)$/.exec(before);
  const start = partial ? partial.index : at;
  const tokens = tokensOf(text.slice(0, start));
  if (!tokens) return { start: at, end: at, items: [] };
  const last = tokens[tokens.length - 1];
  if (last && endsValue(last)) {
    const type = last.kind === 'path' ? (scope.find(last.path)?.type ?? null) : null;
    const typed = partial?.[0] ?? '';
    return { start, end: at, items: operatorsFor(type).filter((item) => item.text.startsWith(typed)) };
  }
  const typed = partial?.[0] ?? '';
  return { start, end: at, items: [...values(tokens, typed, scope), ...names(typed, scope)] };
}

function tokensOf(text: string): readonly Token[] | null {
  try {
    return lex(text).slice(0, -1);
  } catch (error) {
    if (error instanceof QueryError) return null;
    throw error;
  }
}

function endsValue(token: Token): boolean {
  return token.kind !== 'op' || token.op === ')';
}

function operatorsFor(type: Type | null): readonly Completion[] {
  const fits = (op: string): boolean => {
    if (!type) return op !== '->';
    switch (op) {
      case '<':
      case '<=':
      case '>':
      case '>=':
      case '&':
        return type.kind === 'number' || type.kind === 'u64';
      case '~':
        return type.kind !== 'number' && type.kind !== 'u64' && type.kind !== 'bool';
      default:
        return true;
    }
  };
  return OPERATOR_DOCS.filter(([op]) => fits(op)).map(([text, doc]) => ({ text, kind: 'operator', type: '', doc }));
}

/** Values of the enum that the operand before the comparison is. */
function values<Row>(tokens: readonly Token[], typed: string, scope: Scope<Row>): readonly Completion[] {
  let i = tokens.length - 1;
  while (i >= 0 && isListPart(tokens[i]!)) i--;
  const op = tokens[i];
  const operand = tokens[i - 1];
  if (op?.kind !== 'op' || (!COMPARISONS.has(op.op) && op.op !== 'in') || operand?.kind !== 'path') return [];
  const type = scope.find(operand.path)?.type;
  const list = type?.values ?? (type?.kind === 'bool' ? ['true', 'false'] : []);
  return list
    .filter((value) => value !== '' && value.toLowerCase().startsWith(typed.toLowerCase()))
    .map((value) => ({
      text: /^[A-Za-z_]\w*$/.test(value) ? value : JSON.stringify(value),
      kind: 'value',
      type: '',
      doc: `A value of ${operand.path.join('.')}.`,
    }));
}

/** Inside `in (A, B,`: what lies between the list's end and its `in`. */
function isListPart(token: Token): boolean {
  return token.kind !== 'op' || token.op === '(' || token.op === ',' || token.op === '..';
}

function names<Row>(typed: string, scope: Scope<Row>): readonly Completion[] {
  const parts = typed.split('.').map((part) => part.replace(/"/g, ''));
  const prefix = parts.pop() ?? '';
  const behind = typed === '' ? scope.namesBehind([]) : scope.namesBehind(parts);
  const head = parts.map((part, i) => pathPart(part, i === 0)).join('');
  const found = behind
    .filter(({ name }) => name.toLowerCase().startsWith(prefix.toLowerCase()))
    .filter(({ name }) => parts.length > 0 || /^[A-Za-z_]\w*$/.test(name))
    .map(({ name, doc, type, leadsOn }): Completion => ({
      text: head + pathPart(name, parts.length === 0) + (leadsOn && !type ? '.' : ''),
      kind: 'name',
      type: type ? typeText(type) : '',
      doc,
    }));
  if (parts.length > 0) return found;
  const functions = FUNCTIONS.filter(({ name }) => name.startsWith(prefix)).map(({ name, doc }): Completion => ({
    text: `${name}(`,
    kind: 'function',
    type: 'true or false',
    doc,
  }));
  return [...found, ...functions];
}

function pathPart(name: string, first: boolean): string {
  const plain = /^\w+$/.test(name) ? name : `"${name}"`;
  return first ? plain : `.${plain}`;
}
