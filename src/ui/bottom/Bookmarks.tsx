// Places with what a person wrote about them: moments and stretches of time, and bytes of the stream.
import { useApp } from '../app/use-app.ts';
import { BookmarkRow } from './BookmarkRow.tsx';
import { bookmarkId } from './bookmark-text.ts';
import css from './bottom.module.css';

export function Bookmarks() {
  const bookmarks = useApp((state) => state.bookmarks);
  const isRun = useApp((state) => state.document?.kind === 'run');
  if (bookmarks.length === 0) {
    return (
      <p className={`${css.text} dim`}>
        No notes. <kbd>m</kbd> notes the selected bytes, field or frame
        {isRun ? (
          <>
            , <kbd>Shift M</kbd> the moment at the cursor or the marked stretch of time. Notes stand on the timeline,
            are kept in this browser, and go into links and sessions.
          </>
        ) : (
          '. Notes stand on the strip and are kept in this browser.'
        )}
      </p>
    );
  }
  return (
    <ul className={css.list} aria-label="Notes">
      {bookmarks.map((bookmark) => (
        <BookmarkRow key={bookmarkId(bookmark)} bookmark={bookmark} />
      ))}
    </ul>
  );
}
