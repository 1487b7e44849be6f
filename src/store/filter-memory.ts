// The filters that were used outlive a reload: kept in the browser, the last ones (docs/formats.md).
import { MOST_FILTERS } from './frame-query.ts';
import type { StreamState } from './stream-slice.ts';

export const FILTERS_KEY = 'migrascope-filters';
const VERSION = 1;
/** A longer one was pasted by mistake, characters. */
const LONGEST = 1000;

/** What the browser has; damage counts as nothing. */
export function rememberedFilters(): readonly string[] {
  try {
    const kept = JSON.parse(localStorage.getItem(FILTERS_KEY) ?? 'null') as unknown;
    if (typeof kept !== 'object' || kept === null || !('version' in kept) || kept.version !== VERSION) return [];
    const { frames } = kept as { readonly frames?: unknown };
    if (!Array.isArray(frames)) return [];
    return frames.filter((text): text is string => typeof text === 'string' && isKept(text)).slice(0, MOST_FILTERS);
  } catch {
    return [];
  }
}

const isKept = (text: string): boolean => text.trim() !== '' && text.length <= LONGEST;

interface Store {
  readonly getState: () => Pick<StreamState, 'filterHistory'>;
  readonly setState: (part: Pick<StreamState, 'filterHistory'>) => void;
  readonly subscribe: (
    listener: (now: Pick<StreamState, 'filterHistory'>, before: Pick<StreamState, 'filterHistory'>) => void,
  ) => () => void;
}

/** Takes up those of the last visit and keeps what is used; answers how to stop. */
export function keepFilters(store: Store): () => void {
  const now = store.getState().filterHistory;
  const before = rememberedFilters().filter((text) => !now.includes(text));
  if (before.length > 0) store.setState({ filterHistory: [...now, ...before].slice(0, MOST_FILTERS) });
  return store.subscribe(({ filterHistory }, { filterHistory: last }) => {
    if (filterHistory === last) return;
    try {
      localStorage.setItem(FILTERS_KEY, JSON.stringify({ version: VERSION, frames: filterHistory.filter(isKept) }));
    } catch {
      // No room: they are there until the page is closed.
    }
  });
}
