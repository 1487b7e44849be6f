// What ~ does: text that contains a pattern, or matches it as a whole when it has * (anything) or ? (one character).
// Case of ASCII letters makes no difference. Patterns are prepared once; matching makes nothing.

/** A prepared pattern. */
export interface TextPattern {
  readonly codes: readonly number[];
  readonly glob: boolean;
}

const STAR = 0x2a;
const QUESTION = 0x3f;

function fold(code: number): number {
  return code >= 0x41 && code <= 0x5a ? code + 32 : code;
}

export function textPattern(text: string): TextPattern {
  const codes = Array.from({ length: text.length }, (_, i) => fold(text.charCodeAt(i)));
  return { codes, glob: codes.includes(STAR) || codes.includes(QUESTION) };
}

export function matchesText({ codes, glob }: TextPattern, text: string): boolean {
  return glob ? matchesGlob(codes, text) : contains(codes, text);
}

function contains(codes: readonly number[], text: string): boolean {
  const last = text.length - codes.length;
  for (let from = 0; from <= last; from++) {
    let i = 0;
    while (i < codes.length && fold(text.charCodeAt(from + i)) === codes[i]) i++;
    if (i === codes.length) return true;
  }
  return false;
}

/** Goes back to the last star only, which is enough for globs and never slow. */
function matchesGlob(codes: readonly number[], text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let mark = 0;
  while (t < text.length) {
    const code = codes[p];
    if (code === STAR) {
      star = p++;
      mark = t;
    } else if (code !== undefined && (code === QUESTION || code === fold(text.charCodeAt(t)))) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else return false;
  }
  while (codes[p] === STAR) p++;
  return p === codes.length;
}

/** Hexadecimal pairs, with or without spaces or colons, as bytes; null when it is something else. */
export function bytesFromText(text: string): Uint8Array | null {
  const digits = text.replace(/[\s:]/g, '');
  if (!/^(?:[0-9a-f]{2})*$/i.test(digits)) return null;
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}

/** `52:54:*`: for each byte of a MAC its value or -1 for any; null when it is no such pattern. */
export function macPattern(text: string): readonly number[] | null {
  const parts = text.split(':');
  const open = parts[parts.length - 1] === '*' && parts.length < 6;
  if (parts.length > 6 || (parts.length < 6 && !open) || !parts.every((part) => /^(?:[0-9a-f]{2}|\*)$/i.test(part)))
    return null;
  return Array.from({ length: 6 }, (_, i) => {
    const part = parts[i] ?? '*';
    return part === '*' ? -1 : parseInt(part, 16);
  });
}

/** Whether a MAC held as a 48-bit number fits the pattern. */
export function matchesMac(pattern: readonly number[], mac: number): boolean {
  let rest = mac;
  for (let i = 5; i >= 0; i--) {
    const byte = rest % 256;
    if (pattern[i] !== -1 && pattern[i] !== byte) return false;
    rest = (rest - byte) / 256;
  }
  return mac >= 0;
}
