// Which kinds of event a condition can hold at, read off its tree: what lets a search pass over a million rows without
// evaluating most of them. Never too few; all of them when nothing can be said.
import { EVENT_KINDS, EventKind } from '../capture/event-kinds.ts';
import type { Node, Range } from './parse.ts';

/** Numbers of kinds, or null for all. */
export function kindsOf(node: Node): ReadonlySet<number> | null {
  switch (node.kind) {
    case 'binary': {
      const { op, left, right } = node;
      if (op === '&&') return both(kindsOf(left), kindsOf(right));
      if (op === '||') return either(kindsOf(left), kindsOf(right));
      if (op === '->') return CHANGES;
      if (op !== '==') return null;
      if (isKind(left)) return kindNamed([right]);
      return isKind(right) ? kindNamed([left]) : null;
    }
    case 'in':
      return isKind(node.value) ? kindNamed(node.choices) : null;
    case 'call':
      return node.name === 'changed' ? CHANGES : null;
    default:
      return null;
  }
}

/** Values change by these only. */
const CHANGES: ReadonlySet<number> = new Set([EventKind.CellSet, EventKind.Store16]);

function isKind(node: Node): boolean {
  return node.kind === 'path' && node.path.length === 1 && node.path[0] === 'kind';
}

function kindNamed(choices: readonly (Node | Range)[]): ReadonlySet<number> | null {
  const out = new Set<number>();
  for (const choice of choices) {
    const word = choice.kind === 'text' ? choice.text : choice.kind === 'path' ? choice.path.join('.') : null;
    if (word === null) return null;
    const wanted = word.toLowerCase().replace(/[\s_-]+/g, '_');
    for (const { kind, name } of EVENT_KINDS) if (name.toLowerCase().replace(/[\s_-]+/g, '_') === wanted) out.add(kind);
  }
  return out;
}

function both(a: ReadonlySet<number> | null, b: ReadonlySet<number> | null): ReadonlySet<number> | null {
  if (!a || !b) return a ?? b;
  return new Set([...a].filter((kind) => b.has(kind)));
}

function either(a: ReadonlySet<number> | null, b: ReadonlySet<number> | null): ReadonlySet<number> | null {
  return a && b ? new Set([...a, ...b]) : null;
}
