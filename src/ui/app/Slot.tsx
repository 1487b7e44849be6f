// A place for an element that lives longer than the layout around it: what is in the element keeps its state, its focus
// and where it is scrolled to when another layout takes over. `Main` draws into the element through a portal.
import { useLayoutEffect, useRef } from 'react';
import css from './App.module.css';

export function Slot({ host }: { readonly host: HTMLElement }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    place.current!.append(host);
    restore.get(host)?.();
    return () => void restore.set(host, remember(host));
  }, [host]);
  return <div ref={place} className={css.slot} />;
}

/** What to do for an element once it is in its next slot: taking an element out of the page loses focus and scrolling. */
const restore = new WeakMap<HTMLElement, () => void>();

function remember(host: HTMLElement): () => void {
  const focused = document.activeElement;
  const scrolled = Array.from(host.querySelectorAll('*'), (node) => [node, node.scrollTop, node.scrollLeft] as const);
  return () => {
    for (const [node, top, left] of scrolled) if (top > 0 || left > 0) node.scrollTo(left, top);
    if (focused instanceof HTMLElement && host.contains(focused)) focused.focus({ preventScroll: true });
  };
}
