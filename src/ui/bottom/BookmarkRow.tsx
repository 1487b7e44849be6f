// One note: where it stands, what was written, and how to take it away.
import type { Bookmark } from '../../store/bookmarks/bookmark.ts';
import { useActions } from '../app/use-app.ts';
import { Button } from '../primitives/Button.tsx';
import { Icon } from '../primitives/Icon.tsx';
import { bookmarkId, bookmarkLength, bookmarkStart } from './bookmark-text.ts';
import css from './bottom.module.css';

export function BookmarkRow({ bookmark }: { readonly bookmark: Bookmark }) {
  const { selectBytes, setBookmark, moveToTime, setRange } = useActions();
  const { of, start, end, note } = bookmark;
  const where = bookmarkStart(bookmark);
  const go = (): void => {
    if (of === 'bytes') return selectBytes(start, end, 'diagnostics');
    moveToTime(start);
    setRange(end > start ? { from: start, to: end } : null);
  };
  return (
    <li className={css.bookmark}>
      <button type="button" className="mono" title="Go there" onClick={go}>
        {where}
      </button>
      <span className="dim">{bookmarkLength(bookmark)}</span>
      <input
        id={bookmarkId(bookmark)}
        value={note}
        placeholder="note"
        maxLength={10_000}
        aria-label={`Note at ${where}`}
        onChange={(event) => setBookmark(bookmark, event.target.value)}
      />
      <Button icon label={`Remove the note at ${where}`} onPress={() => setBookmark(bookmark, null)}>
        <Icon name="close" />
      </Button>
    </li>
  );
}
