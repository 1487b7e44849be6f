// Which matches of a search are in view, and how many begin in a range: by binary search, the list is sorted.
import { matchIndex, type Search } from '../../store/stream-slice.ts';

/** Offsets of the matches that overlap [from, to). */
export function matchesIn(search: Search, from: number, to: number): readonly number[] {
  const { matches, length } = search;
  return matches.slice(matchIndex(matches, from - length) + 1, matchIndex(matches, to - 1) + 1);
}

/** How many matches begin in [from, to). */
export function countIn(search: Search, from: number, to: number): number {
  return matchIndex(search.matches, to - 1) - matchIndex(search.matches, from - 1);
}
