// The address bar follows what is shown: its fragment is replaced while a person steps, and pushed when it has stood still,
// so that Back goes from place to place. A file has no link: its bytes are nowhere but here.
import type { AppState, AppStore } from '../../store/app-store.ts';
import { currentBranch, MAX_BRANCH_NOTE } from '../../store/branches/branch-tree.ts';
import { linkOf, type SharedView } from '../../store/share/link.ts';
import { sharedLayout, takeLayout } from './shared-layout.ts';

/** Browsers refuse more than some 200 changes of the address in 10 s. */
const REPLACE_EVERY = 200;
/** Standing still for this long, ms, is a place to come back to. */
const SETTLED_AFTER = 1500;

/** What a link of the present state holds, or null for a file. */
export function sharedView(state: AppState): SharedView | null {
  const { document, cursor, selection, nic, queue, branches } = state;
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
  };
}

/** Keeps the address in step with the store; `opened` is what the page began with, or null. Answers how to stop. */
export function keepAddress(store: AppStore, opened: SharedView | null): () => void {
  if (opened) takeLayout(opened.layout);
  let replaceTimer = 0;
  let pushTimer = 0;
  let writing = false;
  let pushed = location.hash;

  const write = async (push: boolean): Promise<void> => {
    const view = sharedView(store.getState());
    const fragment = view ? await linkOf(view) : '';
    if (fragment === location.hash && (!push || fragment === pushed)) return;
    const url = fragment || `${location.pathname}${location.search}`;
    if (push && fragment !== pushed) {
      // The entry that stepping replaced goes back to the place before; this place gets one of its own.
      history.replaceState(null, '', pushed || url);
      history.pushState(null, '', url);
      pushed = fragment;
    } else history.replaceState(null, '', url);
  };
  const later = (): void => {
    if (!writing) {
      writing = true;
      replaceTimer = window.setTimeout(() => {
        writing = false;
        void write(false);
      }, REPLACE_EVERY);
    }
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
      now.branches !== before.branches ||
      now.playing !== before.playing;
    if (isMoved && now.work === null) later();
  });
  /** Back, Forward, or a link pasted into the address. */
  const onPop = (): void => {
    clearTimeout(pushTimer);
    clearTimeout(replaceTimer);
    writing = false;
    pushed = location.hash;
    if (location.hash.startsWith('#v')) void openAddress(store);
  };
  window.addEventListener('popstate', onPop);
  return () => {
    unsubscribe();
    window.removeEventListener('popstate', onPop);
    clearTimeout(pushTimer);
    clearTimeout(replaceTimer);
  };
}

async function openAddress(store: AppStore): Promise<void> {
  const view = await store.getState().openLink(location.hash);
  if (view) takeLayout(view.layout);
}
