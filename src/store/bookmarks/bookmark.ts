// A place with what a person wrote about it: bytes of the stream, a moment of virtual time, or a stretch of it.

/** Longest note, characters. */
export const MAX_BOOKMARK_NOTE = 10_000;

export interface BookmarkPlace {
  readonly of: 'bytes' | 'time';
  /** Offsets of the stream, `end` behind the last byte; or ns, alike for a moment. */
  readonly start: number;
  readonly end: number;
}

export interface Bookmark extends BookmarkPlace {
  readonly note: string;
}

export const isSamePlace = (a: BookmarkPlace, b: BookmarkPlace): boolean =>
  a.of === b.of && a.start === b.start && a.end === b.end;

/** Time first, each in the order of its places; with null there is none at the place any more. */
export function withBookmark(
  bookmarks: readonly Bookmark[],
  { of, start, end }: BookmarkPlace,
  note: string | null,
): readonly Bookmark[] {
  const others = bookmarks.filter((mark) => !isSamePlace(mark, { of, start, end }));
  const all = note === null ? others : [...others, { of, start, end, note }];
  return all.sort((a, b) => (a.of === b.of ? a.start - b.start || a.end - b.end : a.of === 'time' ? -1 : 1));
}

/** Both; where a person has written something already, that stays. */
export function mergedBookmarks(own: readonly Bookmark[], others: readonly Bookmark[]): readonly Bookmark[] {
  return others.reduce((all, mark) => {
    const known = all.find((one) => isSamePlace(one, mark));
    return known && known.note !== '' ? all : withBookmark(all, mark, mark.note);
  }, own);
}
