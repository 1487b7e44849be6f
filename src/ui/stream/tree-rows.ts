// The rows of the field tree: spans that are open, with long arrays folded in hundreds and page runs opened record by
// record. Pure: spans and the set of open keys in, a flat list out; the depth of the data never becomes recursion.
import { childCount, isLeaf } from '../../engine/capture/span-query.ts';
import { isRun, type SpanColumns } from '../../engine/capture/spans.ts';
import { absentBelow } from './absent.ts';

export const FOLD = 100;

export interface TreeRow {
  readonly key: string;
  readonly depth: number;
  readonly kind: 'span' | 'fold' | 'record' | 'absent';
  /** Span row; for a fold, a record and what is absent the row of the span that they belong to. */
  readonly row: number;
  /** A fold's first and last child number; a record's index in the run, of what is absent its number. */
  readonly from: number;
  readonly to: number;
  readonly openable: boolean;
  readonly open: boolean;
}

/** Keys that must be open for `row` to be visible. */
export function keysTo(spans: SpanColumns, row: number): string[] {
  const keys: string[] = [];
  for (let at = row; at >= 0; at = spans.parent[at]!) {
    if (at !== row) keys.push(String(at));
    const parent = spans.parent[at]!;
    if (parent >= 0 && childCount(spans, parent) > FOLD) {
      let number = 0;
      for (let child = parent + 1; child < at; child = spans.next[child]!) number++;
      keys.push(`${parent}:${Math.floor(number / FOLD)}`);
    }
  }
  return keys;
}

/** Rows below and including `root`, as far as they are open. */
export function treeRows(spans: SpanColumns, root: number, open: ReadonlySet<string>): readonly TreeRow[] {
  const out: TreeRow[] = [];
  const stack: (() => void)[] = [() => span(root, 0)];
  const span = (row: number, depth: number): void => {
    const key = String(row);
    const run = isRun(spans, row);
    const openable = run || !isLeaf(spans, row);
    const isOpen = openable && open.has(key);
    out.push({ key, depth, kind: 'span', row, from: 0, to: 0, openable, open: isOpen });
    if (!isOpen) return;
    // Put first on the stack, it stands behind the children.
    const missing = absentBelow(spans, row);
    if (missing.length > 0)
      stack.push(() =>
        missing.forEach((_, i) =>
          out.push({
            key: `${row}-${i}`,
            depth: depth + 1,
            kind: 'absent',
            row,
            from: i,
            to: i,
            openable: false,
            open: false,
          }),
        ),
      );
    const count = run ? spans.index[row]! : childCount(spans, row);
    if (count > FOLD) folds(row, count, depth + 1, run);
    else items(row, 0, count, depth + 1, run);
  };
  const folds = (row: number, count: number, depth: number, run: boolean): void => {
    for (let fold = Math.ceil(count / FOLD) - 1; fold >= 0; fold--) {
      stack.push(() => {
        const key = `${row}:${fold}`;
        const isOpen = open.has(key);
        const from = fold * FOLD;
        const to = Math.min(count, from + FOLD);
        out.push({ key, depth, kind: 'fold', row, from, to: to - 1, openable: true, open: isOpen });
        if (isOpen) items(row, from, to, depth + 1, run);
      });
    }
  };
  const items = (row: number, from: number, to: number, depth: number, run: boolean): void => {
    if (run) {
      for (let i = from; i < to; i++)
        out.push({ key: `${row}#${i}`, depth, kind: 'record', row, from: i, to: i, openable: false, open: false });
      return;
    }
    const children: number[] = [];
    let number = 0;
    for (let child = row + 1; child < spans.next[row]! && number < to; child = spans.next[child]!) {
      if (number++ >= from) children.push(child);
    }
    for (const child of children.reverse()) stack.push(() => span(child, depth));
  };
  for (let job = stack.pop(); job; job = stack.pop()) job();
  return out;
}
