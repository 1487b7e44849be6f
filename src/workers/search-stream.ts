// A search in the inspector's thread: piece by piece, so that the page sees progress and can stop it. Each report has been
// taken before the search goes on or ends: reports go another way than the answer, which could overtake the last of them.
import { findPatterns, SEARCH_CHUNK } from '../engine/capture/search.ts';
import type { InspectorApi, SearchEnd } from '../protocol/messages.ts';

export async function searchStream(...asked: Parameters<InspectorApi['search']>): Promise<SearchEnd> {
  const [stream, patterns, most, stop, report] = asked;
  const stopped = new Int32Array(stop);
  let left = most;
  for (let at = 0; at < stream.length; at += SEARCH_CHUNK) {
    if (Atomics.load(stopped, 0) !== 0) return { done: at, state: 'cancelled' };
    const end = Math.min(stream.length, at + SEARCH_CHUNK);
    const found = findPatterns(stream, patterns, at, end, left);
    left -= found.length;
    await report(left === 0 ? (found[found.length - 1] ?? end) : end, found);
    if (left === 0) return { done: found[found.length - 1] ?? end, state: 'full' };
  }
  return { done: stream.length, state: 'done' };
}
