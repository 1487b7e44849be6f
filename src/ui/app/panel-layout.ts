// The sizes of the panels as the browser remembers them, and how to forget them.
import { useSyncExternalStore } from 'react';

/** Keys under which react-resizable-panels remembers a layout begin so. */
const PREFIX = 'react-resizable-panels';

let version = 0;
const listeners = new Set<() => void>();

/** Forgets all sizes; the panels are laid out anew, as designed. */
export function resetLayout(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  layOutAnew();
}

function layOutAnew(): void {
  version++;
  for (const listener of listeners) listener();
}

/** Share of each panel in per cent, as the browser remembers it; null when nobody has moved these dividers. */
export function rememberedSizes(layout: {
  readonly id: string;
  readonly panelIds: readonly string[];
}): Readonly<Record<string, number>> | null {
  const text = localStorage.getItem([PREFIX, layout.id, ...layout.panelIds].join(':'));
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

/** Sizes that differ from the designed ones, in per mille: `rows-wide:main:bottom/main` → 773. */
export function sharedLayout(): Readonly<Record<string, number>> {
  const sizes: Record<string, number> = {};
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(PREFIX)) continue;
    const saved: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    if (typeof saved !== 'object' || saved === null) continue;
    for (const [panel, size] of Object.entries(saved))
      if (typeof size === 'number') sizes[`${key.slice(PREFIX.length + 1)}/${panel}`] = Math.round(size * 10);
  }
  return sizes;
}

/** Lays the panels out as a link says. */
export function takeLayout(sizes: Readonly<Record<string, number>>): void {
  const layouts: Record<string, Record<string, number>> = {};
  for (const [name, size] of Object.entries(sizes)) {
    const [layout, panel] = name.split('/');
    if (layout && panel) (layouts[layout] ??= {})[panel] = size / 10;
  }
  for (const [layout, panels] of Object.entries(layouts))
    localStorage.setItem(`${PREFIX}:${layout}`, JSON.stringify(panels));
  layOutAnew();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Grows with every reset: a key for what must be laid out anew. */
export function useLayoutVersion(): number {
  return useSyncExternalStore(subscribe, () => version);
}
