// Marks on the timeline: what a person put there, and where something failed. Each kind has its own shape.
import type { Bookmark } from '../../store/bookmarks/bookmark.ts';
import type { OpenDocument } from '../../store/documents.ts';
import type { Sketch } from '../pictures/picture.ts';

export type MarkKind =
  'breakpoint' | 'intervention' | 'error' | 'bookmark' | 'throttle' | 'ack' | 'follow' | 'difference';

export interface Mark {
  /** ns of a run, offset of a file. */
  readonly at: number;
  /** Where what it marks ends; without it, a moment or a byte. */
  readonly until?: number;
  readonly kind: MarkKind;
  readonly label: string;
}

/** Half of a mark's width, CSS pixels: what a click may miss it by. */
export const MARK_REACH = 5;

/** Where the bookmarks stand: a run's bytes at the time at which they leave the source. */
export function bookmarkMarks(document: OpenDocument, bookmarks: readonly Bookmark[]): readonly Mark[] {
  return bookmarks.map(({ of, start, end, note }): Mark => {
    if (of === 'time') return { at: start, until: end, kind: 'bookmark', label: note };
    return { at: document.kind === 'run' ? document.link.leftAt(start) : start, kind: 'bookmark', label: note };
  });
}

/** Draws a mark whose tip stands at x, y: a flag, a triangle, a cross in a box, a ribbon, two bars, a tick, a diamond, a pin. */
export function sketchMark(sketch: Sketch, kind: MarkKind, x: number, y: number): void {
  if (kind === 'breakpoint') sketch.shape([x, y, x, y - 9, x + 9, y - 9, x + 6, y - 6, x + 9, y - 3, x, y - 3], 'text');
  else if (kind === 'intervention') sketch.shape([x - 5, y - 9, x + 5, y - 9, x, y], 'text');
  else if (kind === 'bookmark') sketch.shape([x - 4, y - 10, x + 4, y - 10, x + 4, y, x, y - 3, x - 4, y], 'text');
  else if (kind === 'ack')
    sketch.shape([x - 5, y - 5, x - 3, y - 7, x - 1, y - 5, x + 4, y - 10, x + 6, y - 8, x - 1, y - 1], 'text');
  else if (kind === 'follow') sketch.shape([x, y - 10, x + 5, y - 5, x, y, x - 5, y - 5], 'text');
  else if (kind === 'difference')
    sketch.shape([x - 3, y - 11, x + 3, y - 11, x + 3, y - 5, x, y, x - 3, y - 5], 'text');
  else if (kind === 'throttle') sketch.rects([x - 4, y - 10, 3, 10, x + 1, y - 10, 3, 10], 'text');
  else {
    sketch.box(x - 5, y - 10, 10, 10, { fill: 'error', radius: 2 });
    sketch.text(x, y - 5, '×', 'letter', 'surface', 'center');
  }
}
