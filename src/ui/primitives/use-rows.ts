// Only the visible rows of a long list of rows of one height: arithmetic instead of a measured object for each row, and
// a scaled scroller when the list is longer than a browser can show.
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import {
  clampOffset,
  isScaled,
  offsetFor,
  rowsInView,
  scrollHeight,
  toList,
  toScroll,
  type RowAlign,
  type RowScale,
} from './row-scale.ts';

export interface Rows {
  /** Height of the element inside it, px. */
  readonly height: number;
  /** First row to draw and one past the last. */
  readonly from: number;
  readonly to: number;
  /** Top of a row inside that element, px. */
  readonly top: (index: number) => number;
  readonly scrollTo: (index: number, align: RowAlign) => void;
}

/** A ref to put on the element that scrolls, and what to draw in it. */
export function useRows(
  count: number,
  rowHeight: number,
  overscan = 8,
): readonly [scroller: RefObject<HTMLDivElement | null>, rows: Rows] {
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState(0);
  const [offset, setOffset] = useState(0);
  const scale: RowScale = { count, rowHeight, view };
  // What the callbacks need of the last render; `put` is the scroll position that we set ourselves.
  const last = useRef({ scale, offset, put: -1 });
  useEffect(() => {
    last.current.scale = scale;
    last.current.offset = offset;
  });
  const move = useCallback((to: number) => {
    const element = scroller.current;
    if (!element) return;
    const now = last.current;
    now.offset = clampOffset(now.scale, to);
    now.put = toScroll(now.scale, now.offset);
    element.scrollTop = now.put;
    setOffset(now.offset);
  }, []);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const measure = (): void => setView(element.clientHeight);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    const onScroll = (): void => {
      const now = last.current;
      // Our own move is exact where the browser rounds.
      if (Math.abs(element.scrollTop - now.put) <= 1 && isScaled(now.scale)) return;
      now.put = -1;
      now.offset = toList(now.scale, element.scrollTop);
      setOffset(now.offset);
    };
    const onWheel = (event: WheelEvent): void => {
      const now = last.current;
      if (!isScaled(now.scale) || event.ctrlKey) return;
      // In a scaled list the browser's own step would pass over thousands of rows.
      event.preventDefault();
      move(now.offset + (event.deltaMode === 1 ? event.deltaY * rowHeight : event.deltaY));
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', onScroll);
      element.removeEventListener('wheel', onWheel);
    };
  }, [move, rowHeight]);
  const scrollTo = useCallback(
    (index: number, align: RowAlign) => {
      const { scale: now, offset: at } = last.current;
      // Before the first layout there is no view to be in.
      const height = scroller.current?.clientHeight ?? now.view;
      last.current.scale = { ...now, view: height };
      const to = offsetFor(last.current.scale, index, align, at);
      if (to !== at) move(to);
    },
    [move],
  );
  const shown = Math.min(offset, Math.max(0, count * rowHeight - view));
  const [from, to] = rowsInView(scale, shown, overscan);
  const shift = isScaled(scale) ? toScroll(scale, shown) - shown : 0;
  return [scroller, { height: scrollHeight(scale), from, to, top: (index) => index * rowHeight + shift, scrollTo }];
}
