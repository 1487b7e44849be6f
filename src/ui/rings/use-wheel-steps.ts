// Turning the wheel sideways, or with Shift, over a drawing scrolls it by whole cells. Up and down stays the panel's.
import { useEffect, useRef, type RefObject } from 'react';

/** `cell`: pixels a step; `move` is told how many steps, right being positive. */
export function useWheelSteps<E extends HTMLElement>(cell: number, move: (steps: number) => void): RefObject<E | null> {
  const ref = useRef<E | null>(null);
  const latest = useRef(move);
  useEffect(() => {
    latest.current = move;
  });
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    let rest = 0;
    const onWheel = (event: WheelEvent): void => {
      const by = event.deltaX !== 0 ? event.deltaX : event.shiftKey ? event.deltaY : 0;
      if (by === 0 || event.ctrlKey) return;
      event.preventDefault();
      rest += by;
      const steps = Math.trunc(rest / cell);
      rest -= steps * cell;
      if (steps !== 0) latest.current(steps);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [cell]);
  return ref;
}
