// Places in the stream with what a person wrote about them.
import { groupThousands, hex } from '../../engine/bytes/text.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { Button } from '../primitives/Button.tsx';
import { Icon } from '../primitives/Icon.tsx';
import css from './bottom.module.css';

export function Bookmarks() {
  const bookmarks = useApp((state) => state.bookmarks);
  const { selectBytes, setBookmark } = useActions();
  if (bookmarks.length === 0)
    return <p className={`${css.text} dim`}>No bookmarks. Select bytes, a field or a frame and press m.</p>;
  return (
    <ul className={css.list} aria-label="Bookmarks">
      {bookmarks.map(({ start, end, note }) => (
        <li key={`${start}-${end}`} className={css.bookmark}>
          <button type="button" className="mono" onClick={() => selectBytes(start, end, 'diagnostics')}>
            {hex(start, 6)}
          </button>
          <span className="dim">{groupThousands(end - start)} bytes</span>
          <input
            id={`bookmark-${start}-${end}`}
            value={note}
            placeholder="note"
            maxLength={10_000}
            aria-label={`Note at ${hex(start, 6)}`}
            onChange={(event) => setBookmark(start, end, event.target.value)}
          />
          <Button icon label={`Remove the bookmark at ${hex(start, 6)}`} onPress={() => setBookmark(start, end, null)}>
            <Icon name="close" />
          </Button>
        </li>
      ))}
    </ul>
  );
}
