// A list of rows of one height in a scroller that browsers can still show: Firefox gives an element above 17.89 M px no
// height, Chromium clamps at 33.55 M px. Longer lists are scaled: the scroller stays at 16 M px, and a pixel of it
// stands for several of the list. Coordinate spaces: `list` px (rows × height) and `scroll` px (what the browser has).

export const MOST_PIXELS = 16_000_000;

export interface RowScale {
  readonly count: number;
  readonly rowHeight: number;
  /** Height of the visible part, px. */
  readonly view: number;
}

const listHeight = ({ count, rowHeight }: RowScale): number => count * rowHeight;

/** Height of the element that is scrolled. */
export function scrollHeight(scale: RowScale): number {
  return Math.min(MOST_PIXELS, listHeight(scale));
}

export function isScaled(scale: RowScale): boolean {
  return listHeight(scale) > MOST_PIXELS;
}

/** Offset in the list at a scroll position. */
export function toList(scale: RowScale, scrollTop: number): number {
  if (!isScaled(scale)) return scrollTop;
  const room = scrollHeight(scale) - scale.view;
  return room <= 0 ? 0 : (Math.max(0, Math.min(room, scrollTop)) / room) * (listHeight(scale) - scale.view);
}

/** Scroll position of an offset in the list. */
export function toScroll(scale: RowScale, offset: number): number {
  if (!isScaled(scale)) return offset;
  return (clampOffset(scale, offset) / (listHeight(scale) - scale.view)) * (scrollHeight(scale) - scale.view);
}

export function clampOffset(scale: RowScale, offset: number): number {
  return Math.max(0, Math.min(listHeight(scale) - scale.view, offset));
}

export type RowAlign = 'auto' | 'center' | 'start' | 'end';

/** Offset at which a row is in view; `auto` moves no more than it must. */
export function offsetFor(scale: RowScale, index: number, align: RowAlign, now: number): number {
  const top = index * scale.rowHeight;
  const bottom = top + scale.rowHeight;
  if (align === 'start') return clampOffset(scale, top);
  if (align === 'end') return clampOffset(scale, bottom - scale.view);
  if (align === 'center') return clampOffset(scale, top - (scale.view - scale.rowHeight) / 2);
  if (top < now) return clampOffset(scale, top);
  return bottom > now + scale.view ? clampOffset(scale, bottom - scale.view) : now;
}

/** Rows to draw: those in view and some before and behind. */
export function rowsInView(scale: RowScale, offset: number, overscan: number): readonly [from: number, to: number] {
  const from = Math.max(0, Math.floor(offset / scale.rowHeight) - overscan);
  const to = Math.min(scale.count, Math.ceil((offset + scale.view) / scale.rowHeight) + overscan);
  return [from, Math.max(from, to)];
}
