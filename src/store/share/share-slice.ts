// The part of the store about what is shared and saved: opening a link, a saved scenario or a session. What reads them is
// loaded when there is something to read. What cannot be read is told with its path, and what is open stays.
import type { Scenario } from '../../engine/scenario/scenario.ts';
import type { BranchState } from '../branches/branch-slice.ts';
import { currentBranch, noteBranch, plantTree, renameBranch, type BranchTree } from '../branches/branch-tree.ts';
import type { OpenDocument } from '../documents.ts';
import type { SelectionOrigin } from '../selection.ts';
import type { Bookmark } from '../stream-slice.ts';
import type { Problem } from '../session-types.ts';
import type { SharedView } from './link.ts';

export interface ShareActions {
  /** Opens what a link's fragment holds; answers it, or null when it could not be opened. */
  readonly openLink: (fragment: string) => Promise<SharedView | null>;
  /** Opens a saved scenario or session. */
  readonly openSaved: (text: string, name: string) => Promise<boolean>;
}

interface Around extends BranchState {
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

export function createShareSlice(set: (part: { readonly problem: Problem }) => void, get: () => Around): ShareActions {
  return {
    openLink: async (fragment) => {
      const { viewOfLink } = await import('./link.ts');
      const read = await viewOfLink(fragment);
      if (!read.ok) {
        const advice = 'Ask for the link again, or open the saved scenario; what was open is as it was.';
        set({ problem: { title: read.message, where: read.where, advice } });
        return null;
      }
      const { scenario, branch, note, cursor, selection, nic, queue } = read.view;
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
            own.map(({ start, end, note }) => ({ start, end, note })),
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
