// Search for bytes in a stream of any length, chunk by chunk so that a caller can tell of progress and stop. A pattern
// may have a mask; text and numbers become patterns in search-query.ts.

/** Bytes to find; a bit that is set in `mask` must agree. Without a mask every bit must. */
export interface Pattern {
  readonly bytes: Uint8Array;
  readonly mask: Uint8Array | null;
}

/** Bytes looked at between two reports: some milliseconds of work. */
export const SEARCH_CHUNK = 8 << 20;

/** Offsets of all matches that begin in [from, to), in order, at most `most`; matches may overlap. */
export function findPattern(stream: Uint8Array, pattern: Pattern, from: number, to: number, most: number): number[] {
  const out: number[] = [];
  const { bytes, mask } = pattern;
  const last = Math.min(to, stream.length - bytes.length + 1);
  if (bytes.length === 0) return out;
  const anchor = anchorOf(bytes, mask);
  if (anchor < 0) {
    for (let at = from; at < last && out.length < most; at++) if (matches(stream, at, bytes, mask)) out.push(at);
    return out;
  }
  // indexOf is several times faster than a loop over bytes: it finds candidates by one byte of the pattern.
  const wanted = bytes[anchor]!;
  const window = stream.subarray(0, Math.max(0, last - 1 + anchor + 1));
  for (let at = window.indexOf(wanted, from + anchor); at >= 0 && out.length < most;) {
    if (matches(stream, at - anchor, bytes, mask)) out.push(at - anchor);
    at = window.indexOf(wanted, at + 1);
  }
  return out;
}

/** The same for several patterns: all their matches in one order, each offset once. */
export function findPatterns(
  stream: Uint8Array,
  patterns: readonly Pattern[],
  from: number,
  to: number,
  most: number,
): number[] {
  if (patterns.length === 1) return findPattern(stream, patterns[0]!, from, to, most);
  const all = patterns.flatMap((pattern) => findPattern(stream, pattern, from, to, most));
  return [...new Set(all)].sort((a, b) => a - b).slice(0, most);
}

/** A byte of the pattern that must agree as a whole, a rare one if there is one: streams are full of 00 and ff. */
function anchorOf(bytes: Uint8Array, mask: Uint8Array | null): number {
  let found = -1;
  for (let i = 0; i < bytes.length; i++) {
    if (mask && mask[i] !== 0xff) continue;
    if (bytes[i] !== 0 && bytes[i] !== 0xff) return i;
    if (found < 0) found = i;
  }
  return found;
}

function matches(stream: Uint8Array, at: number, bytes: Uint8Array, mask: Uint8Array | null): boolean {
  for (let i = 0; i < bytes.length; i++) {
    const different = stream[at + i]! ^ bytes[i]!;
    if (different !== 0 && (!mask || (different & mask[i]!) !== 0)) return false;
  }
  return true;
}
