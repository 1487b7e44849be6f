// The sizes of the panels as the browser remembers them, and how to forget them.
import { useSyncExternalStore } from 'react';

/** Keys under which react-resizable-panels remembers a layout begin so. */
const PREFIX = 'react-resizable-panels';

let version = 0;
const listeners = new Set<() => void>();

/** Forgets all sizes; the panels are laid out anew, as designed. */
export function resetLayout(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  version++;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Grows with every reset: a key for what must be laid out anew. */
export function useLayoutVersion(): number {
  return useSyncExternalStore(subscribe, () => version);
}
