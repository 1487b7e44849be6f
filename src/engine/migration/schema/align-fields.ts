// Which field of one structure is which of another: by name in the order of the wire, the longest common part. What stands
// between two that are common, one for one and of the same size, is the same under another name.
import type { SchemaField } from './schema.ts';

export type FieldPair = readonly [SchemaField | null, SchemaField | null];

/** Pairs in the order of the first; null where a side has none. */
export function alignFields(a: readonly SchemaField[], b: readonly SchemaField[]): readonly FieldPair[] {
  const common = longestCommon(a, b);
  const out: FieldPair[] = [];
  let [i, j] = [0, 0];
  for (const [nextA, nextB] of [...common, [a.length, b.length] as const]) {
    out.push(...between(a.slice(i, nextA), b.slice(j, nextB)));
    if (nextA < a.length) out.push([a[nextA]!, b[nextB]!]);
    [i, j] = [nextA + 1, nextB + 1];
  }
  return out;
}

function between(a: readonly SchemaField[], b: readonly SchemaField[]): readonly FieldPair[] {
  if (a.length === b.length && a.every((field, i) => isAlike(field, b[i]!))) return a.map((field, i) => [field, b[i]!]);
  return [...a.map((field): FieldPair => [field, null]), ...b.map((field): FieldPair => [null, field])];
}

const isAlike = (a: SchemaField, b: SchemaField): boolean =>
  (a.struct === null) === (b.struct === null) &&
  a.size === b.size &&
  (a.type === b.type || a.type === '' || b.type === '');

/** Places of the longest series of names that both have. */
function longestCommon(a: readonly SchemaField[], b: readonly SchemaField[]): readonly (readonly [number, number])[] {
  const wide = b.length + 1;
  /** Length of the longest series from (i, j) on. */
  const best = new Uint32Array((a.length + 1) * wide);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      best[i * wide + j] =
        a[i]!.name === b[j]!.name
          ? best[(i + 1) * wide + j + 1]! + 1
          : Math.max(best[(i + 1) * wide + j]!, best[i * wide + j + 1]!);
  const out: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i]!.name === b[j]!.name) out.push([i++, j++]);
    else if (best[(i + 1) * wide + j]! >= best[i * wide + j + 1]!) i++;
    else j++;
  }
  return out;
}
