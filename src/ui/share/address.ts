// The address bar follows what is shown: its fragment is replaced while a person steps, and pushed when it has stood still,
// so that Back goes from place to place. A file has no link: its bytes are nowhere but here. What a person writes (title,
// bookmarks) replaces the address and makes no place of its own.
import type { AppState, AppStore } from '../../store/app-store.ts';
import { currentBranch, MAX_BRANCH_NOTE } from '../../store/branches/branch-tree.ts';
import { mergedBookmarks } from '../../store/bookmarks/bookmark.ts';
import { fragmentWith, parseFragment } from '../../store/share/fragment.ts';
import { linkWithin, SAFE_LENGTH, type SharedView, type ShortLink } from '../../store/share/link.ts';
import { EMBED } from '../embed/embedded.ts';
import { sharedLayout, takeLayout } from './shared-layout.ts';
import { sharedTimeline, takeTimeline } from './shared-timeline.ts';

/** Browsers refuse more than some 200 changes of the address in 10 s. */
const REPLACE_EVERY = 200;
/** Standing still for this long, ms, is a place to come back to. */
const SETTLED_AFTER = 1500;
/** Marks the addresses that this page wrote: going back to one brings no bookmarks that were taken away since. */
const OWN = 'own';
const NAME = 'Migrascope';

/** What a link of the present state holds, or null for a file. */
export function sharedView(state: AppState): SharedView | null {
  const { document, cursor, selection, nic, queue, branches, title, bookmarks } = state;
  if (document?.kind !== 'run') return null;
  const { name, note } = currentBranch(branches.present);
  return {
    scenario: document.scenario,
    branch: name === 'main' ? '' : name,
    note: note.slice(0, MAX_BRANCH_NOTE),
    cursor,
    selection: selection && selection.end > selection.start ? [selection.start, selection.end] : null,
    nic,
    queue,
    layout: sharedLayout(),
    title,
    ...sharedTimeline(state),
    bookmarks,
  };
}

/** The fragment of a link of the present state, short enough for where links are sent. */
export async function sharedLink(view: SharedView): Promise<ShortLink> {
  const address = location.origin.length + location.pathname.length;
  return linkWithin(view, SAFE_LENGTH - address - fragmentWith('', EMBED).length);
}

/** Keeps the address in step with the store; `opened` is what the page began with, or null. Answers how to stop. */
export function keepAddress(store: AppStore, opened: SharedView | null): () => void {
  if (opened) takeView(store, opened, true);
  let replaceTimer = 0;
  let pushTimer = 0;
  let writing = false;
  let pushed = location.hash;
  let latest = 0;

  const write = async (push: boolean): Promise<void> => {
    const mine = ++latest;
    const view = sharedView(store.getState());
    const fragment = fragmentWith(view ? (await sharedLink(view)).fragment : '', EMBED);
    // A longer link takes longer: what was written since is newer.
    if (mine !== latest) return;
    if (fragment === location.hash && (!push || fragment === pushed)) return;
    const url = fragment || `${location.pathname}${location.search}`;
    if (push && fragment !== pushed) {
      // The entry that stepping replaced goes back to the place before; this place gets one of its own.
      history.replaceState(OWN, '', pushed || url);
      history.pushState(OWN, '', url);
      pushed = fragment;
    } else history.replaceState(OWN, '', url);
  };
  const later = (isPlace: boolean): void => {
    if (!writing) {
      writing = true;
      replaceTimer = window.setTimeout(() => {
        writing = false;
        void write(false);
      }, REPLACE_EVERY);
    }
    // A frame's places would stand in the history of the page around it.
    if (!isPlace || EMBED) return;
    clearTimeout(pushTimer);
    pushTimer = window.setTimeout(() => void write(true), SETTLED_AFTER);
  };
  const unsubscribe = store.subscribe((now, before) => {
    if (now.playing) return;
    const isMoved =
      now.document !== before.document ||
      now.cursor !== before.cursor ||
      now.selection !== before.selection ||
      now.nic !== before.nic ||
      now.queue !== before.queue ||
      now.view !== before.view ||
      now.crumbs !== before.crumbs ||
      now.axisBy !== before.axisBy ||
      now.range !== before.range ||
      now.branches !== before.branches ||
      now.playing !== before.playing;
    const isWritten = now.title !== before.title || now.bookmarks !== before.bookmarks;
    if (now.title !== before.title) document.title = now.title ? `${now.title} · ${NAME}` : NAME;
    if ((isMoved || isWritten) && now.work === null) later(isMoved);
  });
  /** Back, Forward, or a link pasted into the address. */
  const onPop = ({ state }: PopStateEvent): void => {
    clearTimeout(pushTimer);
    clearTimeout(replaceTimer);
    writing = false;
    pushed = location.hash;
    if (parseFragment(location.hash).link) void openAddress(store, state === OWN);
  };
  window.addEventListener('popstate', onPop);
  // Who stepped before this was loaded has moved already.
  if (!opened && store.getState().cursor > 0) later(true);
  return () => {
    unsubscribe();
    window.removeEventListener('popstate', onPop);
    clearTimeout(pushTimer);
    clearTimeout(replaceTimer);
  };
}

async function openAddress(store: AppStore, isOwn: boolean): Promise<void> {
  const view = await store.getState().openLink(parseFragment(location.hash).link);
  if (!view) return;
  takeView(store, view, !isOwn);
  if (isOwn) store.getState().dismissOpened();
}

/** What of a link is not the store's business: the layout, the timeline; and its bookmarks, unless they were ours. */
function takeView(store: AppStore, view: SharedView, withBookmarks: boolean): void {
  takeLayout(view.layout);
  takeTimeline(store, view);
  const { bookmarks, setBookmarks } = store.getState();
  if (withBookmarks && view.bookmarks.length > 0) setBookmarks(mergedBookmarks(bookmarks, view.bookmarks));
}
