// The part of the store about the stream pane and what stands below it: search over the whole stream, bookmarks, the
// frame filter, which tab is shown, what was pasted to the error desk.
import type { SearchText } from '../engine/capture/search-query.ts';
import { withBookmark, type Bookmark, type BookmarkPlace } from './bookmarks/bookmark.ts';
import type { OpenDocument } from './documents.ts';
import { rateOf } from './rate.ts';
import type { Problem, SearchJob, Session } from './session-types.ts';

/** Most matches that are kept; more are counted as "and more". */
export const MOST_MATCHES = 100_000;

/** A search that was started: what for, how far, what it found. */
export interface Search {
  readonly query: SearchText;
  /** Bytes of each match. */
  readonly length: number;
  readonly matches: readonly number[];
  readonly done: number;
  readonly total: number;
  /** Bytes a second of real time; 0 when too little has passed to say. */
  readonly rate: number;
  readonly state: 'running' | 'done' | 'cancelled' | 'full';
}

export interface StreamState {
  readonly search: Search | null;
  readonly finding: boolean;
  readonly searchText: SearchText;
  /** In order of their places. */
  readonly bookmarks: readonly Bookmark[];
  readonly frameFilter: string;
  /** Filters that were used, the last one first. */
  readonly filterHistory: readonly string[];
  readonly bottomTab: string;
  readonly errorText: string;
  readonly logFilter: string;
}

export interface StreamActions {
  /** Opens or closes the bar; what was typed stays. */
  readonly setFinding: (open: boolean) => void;
  readonly setSearchText: (change: Partial<SearchText>) => void;
  /** Starts the search for what is typed; the one before ends. */
  readonly startSearch: () => Promise<void>;
  readonly cancelSearch: () => void;
  /** Selects the match after or before the selection; goes round at the ends. */
  readonly toMatch: (direction: 1 | -1) => void;
  /** Sets, or with null removes, the bookmark of a place. */
  readonly setBookmark: (place: BookmarkPlace, note: string | null) => void;
  readonly setBookmarks: (bookmarks: readonly Bookmark[]) => void;
  readonly setFrameFilter: (text: string) => void;
  /** Remembers the filter that stands there, if it asks for something. */
  readonly rememberFilter: () => Promise<void>;
  /** Filters by the selected field or frame. */
  readonly filterBySelection: () => Promise<void>;
  readonly setBottomTab: (tab: string) => void;
  readonly setErrorText: (text: string) => void;
  readonly setLogFilter: (text: string) => void;
}

export const STREAM_INITIAL: StreamState = {
  search: null,
  finding: false,
  searchText: { text: '', mode: 'bytes', order: 'either', ignoreCase: true },
  bookmarks: [],
  frameFilter: '',
  filterHistory: [],
  bottomTab: 'diagnostics',
  errorText: '',
  logFilter: '',
};

/** What a new document resets: places in the old one mean nothing in it. */
export const STREAM_RESET = { search: null, bookmarks: [], frameFilter: '' } as const;

interface Around extends Pick<StreamActions, 'rememberFilter'> {
  readonly document: OpenDocument | null;
  readonly selection: { readonly start: number; readonly row: number } | null;
  readonly selectBytes: (start: number, end: number, origin: 'search') => void;
}

export function createStreamSlice(
  session: Session,
  set: (part: Partial<StreamState> & { readonly problem?: Problem }) => void,
  get: () => StreamState & Around,
): StreamActions {
  let job: SearchJob | null = null;
  const end = (): void => {
    job?.cancel();
    job = null;
  };
  return {
    setFinding: (finding) => set({ finding }),
    setSearchText: (change) => set({ searchText: { ...get().searchText, ...change } }),
    startSearch: async () => {
      const { parseSearch } = await import('../engine/capture/search-query.ts');
      const { document, searchText } = get();
      const query = parseSearch(searchText);
      end();
      if (!document || !query.ok) return;
      const total = document.stream.length;
      let matches: readonly number[] = [];
      const began = performance.now();
      const tell = (done: number, state: Search['state']): void => {
        const rate = rateOf(done, began);
        set({ search: { query: searchText, length: query.length, matches, done, total, rate, state } });
      };
      tell(0, 'running');
      const mine = session.search(document.stream, query.patterns, MOST_MATCHES, (done, found) => {
        if (job !== mine) return;
        if (found.length > 0) matches = [...matches, ...found];
        tell(done, 'running');
      });
      job = mine;
      try {
        const ended = await mine.result;
        if (job !== mine) return;
        job = null;
        tell(ended.done, ended.state);
      } catch (error) {
        if (job !== mine) return;
        job = null;
        set({ search: null, problem: session.describe(error) });
      }
    },
    cancelSearch: () => {
      const { search } = get();
      end();
      if (search?.state === 'running') set({ search: { ...search, state: 'cancelled' } });
    },
    toMatch: (direction) => {
      const { search, selection, selectBytes } = get();
      if (!search || search.matches.length === 0) return;
      const at = matchIndex(search.matches, selection?.start ?? -1);
      const here = at >= 0 && search.matches[at] === selection?.start;
      const count = search.matches.length;
      const next = direction > 0 ? at + 1 : here ? at - 1 : at;
      const start = search.matches[(next + count) % count]!;
      selectBytes(start, start + search.length, 'search');
    },
    setBookmark: (place, note) => set({ bookmarks: withBookmark(get().bookmarks, place, note) }),
    setBookmarks: (bookmarks) => set({ bookmarks }),
    setFrameFilter: (frameFilter) => set({ frameFilter }),
    rememberFilter: async () => {
      const { remembered } = await import('./frame-query.ts');
      const { document, frameFilter, filterHistory } = get();
      set({ filterHistory: remembered(filterHistory, document, frameFilter) });
    },
    filterBySelection: async () => {
      const { filterOf } = await import('./frame-query.ts');
      const { document, selection, rememberFilter } = get();
      const frameFilter = document && filterOf(document, selection?.row ?? -1);
      if (!frameFilter) return;
      set({ frameFilter });
      await rememberFilter();
    },
    setBottomTab: (bottomTab) => set({ bottomTab }),
    setErrorText: (errorText) => set({ errorText }),
    setLogFilter: (logFilter) => set({ logFilter }),
  };
}

/** Number of the last match at or before `offset`; -1 when all lie behind it. */
export function matchIndex(matches: readonly number[], offset: number): number {
  let low = 0;
  let high = matches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (matches[middle]! <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
