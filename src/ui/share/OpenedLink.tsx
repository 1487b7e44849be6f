// What the link that was opened is about, in the words of whoever shared it.
import { useActions, useApp } from '../app/use-app.ts';
import { Button } from '../primitives/Button.tsx';
import { Icon } from '../primitives/Icon.tsx';
import css from './share.module.css';

export function OpenedLink() {
  const opened = useApp((state) => state.opened);
  const { dismissOpened, setBottomTab } = useActions();
  if (!opened) return null;
  const { title, note, bookmarks } = opened;
  return (
    <div className={css.opened} role="status" data-testid="opened-link">
      <p>
        {title && <b>{title}</b>} {note}
      </p>
      {bookmarks > 0 && (
        <Button boxed onPress={() => setBottomTab('bookmarks')}>
          {bookmarks} note{bookmarks > 1 ? 's' : ''}
        </Button>
      )}
      <Button icon label="Dismiss" onPress={dismissOpened}>
        <Icon name="close" />
      </Button>
    </div>
  );
}
