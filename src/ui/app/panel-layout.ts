// The sizes of the panels as the browser remembers them, and how to forget them.
import { useSyncExternalStore } from 'react';

/** Keys under which react-resizable-panels remembers a layout begin so. */
export const LAYOUT_PREFIX = 'react-resizable-panels';
/** The timeline's lanes (timeline/lanes.ts). */
export const LANES_KEY = 'migrascope-lanes';

let version = 0;
const listeners = new Set<() => void>();

/** Forgets all sizes; the panels are laid out anew, as designed. */
export function resetLayout(): void {
  for (const key of Object.keys(localStorage))
    if (key.startsWith(LAYOUT_PREFIX) || key === LANES_KEY) localStorage.removeItem(key);
  layOutAnew();
}

/** Lays the panels out anew, by what is remembered now. */
export function layOutAnew(): void {
  version++;
  for (const listener of listeners) listener();
}

/** Share of each panel in per cent, as the browser remembers it; null when nobody has moved these dividers. */
export function rememberedSizes(layout: {
  readonly id: string;
  readonly panelIds: readonly string[];
}): Readonly<Record<string, number>> | null {
  const text = localStorage.getItem([LAYOUT_PREFIX, layout.id, ...layout.panelIds].join(':'));
  if (text === null) return null;
  const saved = JSON.parse(text) as Record<string, unknown>;
  const sizes: Record<string, number> = {};
  for (const id of layout.panelIds) {
    const size = saved[id];
    if (typeof size !== 'number') return null;
    sizes[id] = size;
  }
  return sizes;
}

export function subscribeLayout(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Grows with every reset: a key for what must be laid out anew. */
export function useLayoutVersion(): number {
  return useSyncExternalStore(subscribeLayout, () => version);
}
