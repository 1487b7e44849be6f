// A search in the inspector's thread: piece by piece, so that the page sees progress and can stop it. Each report has been
// taken before the search goes on or ends: reports go another way than the answer, which could overtake the last of them.
import { findPatterns, SEARCH_CHUNK, type Pattern } from '../engine/capture/search.ts';
import type { InspectorApi, SearchEnd } from '../protocol/messages.ts';
import { rangeReader } from './read-range.ts';

/** Matches that begin in [from, to), at most `most`. */
type Find = (from: number, to: number, most: number) => readonly number[];

export async function searchStream(...asked: Parameters<InspectorApi['search']>): Promise<SearchEnd> {
  const [stream, patterns, most, report] = asked;
  const length = stream instanceof Blob ? stream.size : stream.length;
  const find: Find =
    stream instanceof Blob
      ? inFile(stream, patterns)
      : (from, to, left) => findPatterns(stream, patterns, from, to, left);
  let left = most;
  for (let at = 0; at < length; at += SEARCH_CHUNK) {
    const end = Math.min(length, at + SEARCH_CHUNK);
    const found = find(at, end, left);
    left -= found.length;
    const reached = left === 0 ? (found[found.length - 1] ?? end) : end;
    const goesOn = await report(reached, found);
    if (left === 0) return { done: reached, state: 'full' };
    if (!goesOn) return { done: reached, state: reached === length ? 'done' : 'cancelled' };
  }
  return { done: length, state: 'done' };
}

/** Reads each piece, with what the last match in it may reach into. */
function inFile(file: Blob, patterns: readonly Pattern[]): Find {
  const read = rangeReader(file, file instanceof File ? file.name : 'the file');
  const longest = Math.max(...patterns.map(({ bytes }) => bytes.length));
  return (from, to, most) => {
    const piece = read(from, Math.min(file.size, to + longest - 1));
    return findPatterns(piece, patterns, 0, to - from, most).map((at) => at + from);
  };
}
