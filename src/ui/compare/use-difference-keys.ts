// [ and ] go from difference to difference of whatever view is open, before the app's own keys, which step through those of
// the sides. A view with rows that are not all there says itself where to go; in the others the buttons are asked.
import { useCallback, useEffect, useRef, type RefObject } from 'react';

export type Walk = (direction: 1 | -1) => void;

/** Says how a view goes itself; null when it is left. */
export type RegisterWalk = (walk: Walk | null) => void;

/** A ref for the element that holds the view, and what a view that goes itself calls. */
export function useDifferenceKeys(): readonly [RefObject<HTMLDivElement | null>, RegisterWalk] {
  const body = useRef<HTMLDivElement>(null);
  const walk = useRef<Walk | null>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if ((event.key !== ']' && event.key !== '[') || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.matches('input:not([type="checkbox"])')) return;
      const direction = event.key === ']' ? 1 : -1;
      const buttons = [...(body.current?.querySelectorAll<HTMLElement>('[data-difference]') ?? [])];
      if (!walk.current && buttons.length === 0) return;
      event.preventDefault();
      if (walk.current) return walk.current(direction);
      const at = buttons.findIndex((button) => button === document.activeElement);
      const next = buttons[(at + direction + buttons.length + (at < 0 && direction < 0 ? 1 : 0)) % buttons.length];
      next?.focus();
      next?.click();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, []);
  const register = useCallback((way: Walk | null) => {
    walk.current = way;
  }, []);
  return [body, register];
}
