// The part of the store about what is shared and saved: opening a link, a saved scenario or a session. What reads them is
// loaded when there is something to read. What cannot be read is told with its path, and what is open stays.
import type { Scenario } from '../../engine/scenario/scenario.ts';
import type { BranchState } from '../branches/branch-slice.ts';
import { currentBranch, noteBranch, plantTree, renameBranch, type BranchTree } from '../branches/branch-tree.ts';
import type { OpenDocument } from '../documents.ts';
import type { SelectionOrigin } from '../selection.ts';
import type { Bookmark } from '../bookmarks/bookmark.ts';
import type { Problem, Work } from '../session-types.ts';
import type { SharedView } from './link.ts';

/** A file that is being written; `stop` ends it. */
export interface Saving extends Work {
  readonly stop: AbortController;
}

export interface ShareState {
  /** What a link of this view is about: whoever opens it is told. */
  readonly title: string;
  /** Title, note and number of bookmarks of the link that was opened, until the person has read it. */
  readonly opened: { readonly title: string; readonly note: string; readonly bookmarks: number } | null;
  readonly saving: Saving | null;
}

/** What another document resets: it was said of the one before. */
export const SHARE_RESET = { title: '', opened: null } as const;
export const SHARE_INITIAL: ShareState = { ...SHARE_RESET, saving: null };

export interface ShareActions {
  readonly setTitle: (title: string) => void;
  readonly dismissOpened: () => void;
  /** Whoever saves tells how far it is, and null at the end. */
  readonly tellSaving: (saving: Saving | null) => void;
  readonly stopSaving: () => void;
  /** What could not be done, and what to do. */
  readonly tellProblem: (problem: Problem) => void;
  /** Opens what a link's fragment holds; answers it, or null when it could not be opened. */
  readonly openLink: (fragment: string) => Promise<SharedView | null>;
  /** Opens a saved scenario or session. */
  readonly openSaved: (text: string, name: string) => Promise<boolean>;
}

interface Around extends BranchState, Pick<ShareState, 'saving'> {
  readonly showBranch: (id: number) => Promise<boolean>;
  readonly document: OpenDocument | null;
  readonly openTree: (tree: BranchTree) => Promise<boolean>;
  readonly run: (scenario: Scenario) => Promise<void>;
  readonly moveTo: (head: number) => void;
  readonly selectBytes: (start: number, end: number, origin: SelectionOrigin) => void;
  readonly setNic: (nic: number) => void;
  readonly setQueue: (queue: number) => void;
  readonly setBookmarks: (bookmarks: readonly Bookmark[]) => void;
  readonly loadBreakpoints: (
    saved: readonly unknown[],
  ) => Promise<readonly { readonly path: string; readonly message: string }[]>;
}

export function createShareSlice(
  set: (part: { readonly problem?: Problem } & Partial<ShareState>) => void,
  get: () => Around,
): ShareActions {
  return {
    setTitle: (title) => set({ title }),
    dismissOpened: () => set({ opened: null }),
    tellSaving: (saving) => set({ saving }),
    tellProblem: (problem) => set({ problem }),
    stopSaving: () => {
      get().saving?.stop.abort();
      set({ saving: null });
    },
    openLink: async (fragment) => {
      const { viewOfLink } = await import('./link.ts');
      const read = await viewOfLink(fragment);
      if (!read.ok) {
        const advice = 'Ask for the link again, or open the saved scenario; what was open is as it was.';
        set({ problem: { title: read.message, where: read.where, advice } });
        return null;
      }
      const { scenario, branch, note, cursor, selection, nic, queue, title, bookmarks } = read.view;
      // Back and Forward come to branches that are there.
      const wanted = JSON.stringify(scenario);
      const known = get().branches.present.branches.find((each) => JSON.stringify(each.scenario) === wanted);
      const shown = known
        ? get().showBranch(known.id)
        : get().openTree(noteBranch(renameBranch(plantTree(scenario), 0, branch), 0, note));
      if (!(await shown)) return null;
      const { moveTo, selectBytes, setNic, setQueue } = get();
      moveTo(cursor);
      setNic(nic);
      setQueue(queue);
      if (selection) selectBytes(selection[0], selection[1], 'open');
      const isAbout = title !== '' || note !== '';
      set({ title, opened: isAbout ? { title, note, bookmarks: bookmarks.length } : null });
      return read.view;
    },
    openSaved: async (text, name) => {
      const { readSaved } = await import('./session-file.ts');
      const read = readSaved(text);
      if (!read.ok) {
        const advice = 'Correct the file there and open it again; what was open is as it was.';
        set({ problem: { title: `${name} cannot be opened: ${read.message}.`, where: read.where, advice } });
        return false;
      }
      if (read.kind === 'scenario') return get().openTree(plantTree(read.scenario));
      const { tree, bookmarks } = read.session;
      const { keyOfScenario, rememberBookmarks, rememberedBookmarks } = await import('../bookmarks/bookmark-memory.ts');
      for (const { id, scenario } of tree.branches) {
        const own = bookmarks.filter(({ branch }) => branch === id);
        if (own.length > 0)
          rememberBookmarks(
            keyOfScenario(scenario),
            own.map(({ of, start, end, note }) => ({ of, start, end, note })),
          );
      }
      if (!(await get().openTree(tree))) return false;
      // A run that was shown already has not been shown anew.
      get().setBookmarks(rememberedBookmarks(keyOfScenario(currentBranch(tree).scenario)));
      const [first] = await get().loadBreakpoints(read.session.breakpoints);
      if (first) {
        const advice = 'The other breakpoints and all branches were opened.';
        set({
          problem: { title: `A breakpoint of ${name} was left out: ${first.message}`, where: first.path, advice },
        });
      }
      return true;
    },
  };
}
