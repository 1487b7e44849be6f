// Begins a note at a place, or goes on with the one that is there.
import { isSamePlace, type BookmarkPlace } from '../../store/bookmarks/bookmark.ts';
import type { AppActions, AppState } from '../../store/app-store.ts';
import { focusWhenThere } from '../shortcuts/focus-when-there.ts';
import { bookmarkId } from './bookmark-text.ts';

export function takeNote(store: AppState & AppActions, place: BookmarkPlace): void {
  if (!store.bookmarks.some((mark) => isSamePlace(mark, place))) store.setBookmark(place, '');
  store.setBottomTab('bookmarks');
  focusWhenThere(`#${bookmarkId(place)}`);
}

/** The marked stretch, else the moment at the cursor; of a file the marked or the selected bytes. */
export function notePlace({ document, range, time, selection }: AppState): BookmarkPlace | null {
  if (!document) return null;
  const isRun = document.kind === 'run';
  const of = isRun ? 'time' : 'bytes';
  if (range && range.to > range.from) {
    const [start, end] = isRun
      ? [Math.round(range.from), Math.round(range.to)]
      : [Math.floor(range.from), Math.min(document.stream.length, Math.ceil(range.to))];
    if (end > start) return { of, start, end };
  }
  if (isRun) return { of, start: Math.round(time), end: Math.round(time) };
  return selection && selection.end > selection.start ? { of, start: selection.start, end: selection.end } : null;
}
