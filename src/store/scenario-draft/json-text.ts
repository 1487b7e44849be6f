// Reads JSON and remembers where each value stands in the text, so that a problem with a path can be shown at its place.
// What is no JSON is told with the place where it stops being any.
import type { Json } from './json-tree.ts';

/** Characters of the text: first, and one past the last. */
export interface TextPlace {
  readonly start: number;
  readonly end: number;
}

export type JsonText =
  | { readonly ok: true; readonly value: Json; readonly places: ReadonlyMap<string, TextPlace> }
  | { readonly ok: false; readonly message: string; readonly at: number };

/** Deeper nesting is refused: a scenario has six levels. */
const MAX_DEPTH = 64;
const WORDS: Readonly<Record<string, Json>> = { true: true, false: false, null: null };

class Wrong extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

export function readJsonText(text: string): JsonText {
  const places = new Map<string, TextPlace>();
  let at = 0;

  const space = (): void => {
    while (/[\s\uFEFF]/.test(text[at] ?? '')) at++;
  };
  const found = (): string => (at >= text.length ? 'the end' : text[at] === '"' ? 'a text' : `"${text[at]}"`);
  const expect = (sign: string, where: string): void => {
    if (text[at] !== sign) throw new Wrong(`"${sign}" is expected ${where}, not ${found()}`, at);
    at++;
  };
  const string = (): string => {
    const start = at++;
    while (at < text.length && text[at] !== '"') {
      if (text[at] === '\n') break;
      at += text[at] === '\\' ? 2 : 1;
    }
    if (text[at] !== '"') throw new Wrong('this text has no closing "', start);
    at++;
    try {
      return JSON.parse(text.slice(start, at)) as string;
    } catch {
      throw new Wrong('this text has an escape or a control character that JSON does not know', start);
    }
  };
  const members = (close: string, path: string, depth: number, one: (index: number) => void): void => {
    at++;
    space();
    if (text[at] === close) {
      at++;
      return;
    }
    if (depth > MAX_DEPTH) throw new Wrong('this is nested too deeply', at);
    for (let index = 0; ; index++) {
      space();
      one(index);
      space();
      if (text[at] === close) {
        at++;
        return;
      }
      expect(',', `or "${close}" behind the values of ${path || 'the scenario'}`);
    }
  };
  const value = (path: string, depth: number): Json => {
    space();
    const start = at;
    const result = bare(path, depth);
    places.set(path, { start, end: at });
    return result;
  };
  const below = (path: string, key: string | number): string => (path ? `${path}.${key}` : String(key));
  const bare = (path: string, depth: number): Json => {
    const sign = text[at];
    if (sign === '{') {
      const entries = new Map<string, Json>();
      members('}', path, depth, () => {
        if (text[at] !== '"') throw new Wrong(`a name in "" is expected, not ${found()}`, at);
        const nameAt = at;
        const key = string();
        if (entries.has(key)) throw new Wrong(`"${key}" is there twice`, nameAt);
        space();
        expect(':', `behind "${key}"`);
        entries.set(key, value(below(path, key), depth + 1));
      });
      return Object.fromEntries(entries);
    }
    if (sign === '[') {
      const list: Json[] = [];
      members(']', path, depth, (index) => list.push(value(below(path, index), depth + 1)));
      return list;
    }
    if (sign === '"') return string();
    const start = at;
    const word = /^[-+.\w]+/.exec(text.slice(at, at + 40))?.[0] ?? '';
    at += word.length;
    if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/.test(word)) return Number(word);
    if (Object.hasOwn(WORDS, word)) return WORDS[word]!;
    at = start;
    throw new Wrong(word ? `"${word}" is no JSON value` : `a value is expected, not ${found()}`, at);
  };

  try {
    const whole = value('', 0);
    space();
    if (at < text.length) throw new Wrong(`nothing is expected behind the end, not ${found()}`, at);
    return { ok: true, value: whole, places };
  } catch (error) {
    if (error instanceof Wrong) return { ok: false, message: error.message, at: error.at };
    throw error;
  }
}

/** Line and column of a character, both from 1. */
export function lineOf(text: string, at: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

/** Where a path, or what it hangs below, stands in the text. */
export function placeOf(places: ReadonlyMap<string, TextPlace>, path: string): TextPlace {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
    const place = places.get(at);
    if (place) return place;
  }
  return { start: 0, end: 0 };
}
