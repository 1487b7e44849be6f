// Values of JSON by dotted path, changed by copying. Numbers in a path are places in lists.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The value at a path; undefined where there is none. */
export function valueAt(tree: Json | undefined, path: string): Json | undefined {
  let at: Json | undefined = tree;
  for (const key of keysOf(path)) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Readonly<Record<string, Json>>)[key];
  }
  return at;
}

/** The tree with another value at a path; objects on the way are made. */
export function withValue(tree: Json | undefined, path: string, value: Json): Json {
  return put(tree, keysOf(path), value);
}

/** The tree without what is at a path; entries of a list behind it move up. */
export function without(tree: Json, path: string): Json {
  const keys = keysOf(path);
  const last = keys.pop();
  const parent = valueAt(tree, keys.join('.'));
  if (last === undefined || typeof parent !== 'object' || parent === null) return tree;
  const rest: Json = isList(parent)
    ? parent.filter((_, i) => String(i) !== last)
    : Object.fromEntries(Object.entries(parent).filter(([key]) => key !== last));
  return keys.length === 0 ? rest : put(tree, keys, rest);
}

/** Whether two values are the same JSON, the order of fields included. */
export const isSame = (a: Json | undefined, b: Json | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

export const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A path of `cost.set` ends in a name that has a dot of its own. */
function keysOf(path: string): string[] {
  const free = /^(.*\bset)\.(.+)$/.exec(path);
  if (free) return [...free[1]!.split('.'), free[2]!];
  return path === '' ? [] : path.split('.');
}

function put(tree: Json | undefined, [key, ...rest]: readonly string[], value: Json): Json {
  if (key === undefined) return value;
  if (isList(tree)) {
    const copy = [...tree];
    copy[Number(key)] = put(copy[Number(key)], rest, value);
    return copy;
  }
  const object = isObject(tree) ? tree : {};
  return { ...object, [key]: put(object[key], rest, value) };
}
