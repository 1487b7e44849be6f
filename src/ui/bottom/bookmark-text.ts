// Where a bookmark stands, in words.
import { formatMs, groupThousands, hex } from '../../engine/bytes/text.ts';
import type { BookmarkPlace } from '../../store/bookmarks/bookmark.ts';

/** Id of the field with its note. */
export const bookmarkId = ({ of, start, end }: BookmarkPlace): string => `bookmark-${of}-${start}-${end}`;

export const bookmarkStart = ({ of, start }: BookmarkPlace): string =>
  of === 'bytes' ? hex(start, 6) : formatMs(start);

export function bookmarkLength({ of, start, end }: BookmarkPlace): string {
  if (of === 'bytes') return `${groupThousands(end - start)} ${end - start === 1 ? 'byte' : 'bytes'}`;
  return end > start ? `for ${formatMs(end - start)}` : 'virtual';
}
