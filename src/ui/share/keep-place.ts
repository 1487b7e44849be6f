// What outlives a reload: the address, which says where a person stands, the bookmarks, and the
// filters that were used.
import type { AppStore } from '../../store/app-store.ts';
import { keepBookmarks } from '../../store/bookmarks/bookmark-memory.ts';
import { keepFilters } from '../../store/filter-memory.ts';
import type { SharedView } from '../../store/share/link.ts';
import { keepAddress } from './address.ts';

/** `opened`: what the link that the page began with held, or null. */
export function keepPlace(store: AppStore, opened: SharedView | null): void {
  keepBookmarks(store);
  keepFilters(store);
  keepAddress(store, opened);
}
