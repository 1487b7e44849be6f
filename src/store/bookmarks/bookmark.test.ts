// Bookmarks of bytes and of time in one list.
import { expect, it } from 'vitest';
import { mergedBookmarks, withBookmark, type Bookmark } from './bookmark.ts';

const bytes: Bookmark = { of: 'bytes', start: 1, end: 9, note: 'bytes' };
const moment: Bookmark = { of: 'time', start: 50, end: 50, note: 'moment' };
const stretch: Bookmark = { of: 'time', start: 50, end: 80, note: 'stretch' };

const all = [bytes, stretch, moment].reduce<readonly Bookmark[]>(
  (list, mark) => withBookmark(list, mark, mark.note),
  [],
);

it('stand in order, time first, one at a place', () => {
  expect(all).toEqual([moment, stretch, bytes]);
  expect(withBookmark(all, moment, 'new')).toEqual([{ ...moment, note: 'new' }, stretch, bytes]);
  expect(withBookmark(all, stretch, null)).toEqual([moment, bytes]);
});

it('of others come in beside the own, which stay', () => {
  const own = [
    { ...moment, note: 'mine' },
    { ...bytes, note: '' },
  ];
  expect(mergedBookmarks(own, all)).toEqual([{ ...moment, note: 'mine' }, stretch, bytes]);
});
