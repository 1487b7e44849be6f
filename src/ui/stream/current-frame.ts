// Which frame the tree shows: the one that holds the selection, else the last one that has begun at the cursor.
import type { OpenDocument } from '../../store/documents.ts';
import type { Frame } from '../../store/frames.ts';
import type { Selection } from '../../store/selection.ts';

export function currentFrame(document: OpenDocument, selection: Selection | null, time: number): Frame | null {
  const { frames } = document;
  if (selection && selection.row >= 0) {
    const found = frameAt(frames, selection.start);
    if (found) return found;
  }
  if (document.kind === 'file') return frames[0] ?? null;
  // Frames are sent in their order.
  let low = 0;
  let high = frames.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const { sent } = frames[middle]!;
    if (sent >= 0 && sent <= time) low = middle + 1;
    else high = middle;
  }
  return frames[Math.max(0, low - 1)] ?? null;
}

export function frameAt(frames: readonly Frame[], offset: number): Frame | null {
  let low = 0;
  let high = frames.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (frames[middle]!.end <= offset) low = middle + 1;
    else high = middle;
  }
  const frame = frames[low];
  return frame && frame.start <= offset ? frame : null;
}

/** Place of a frame in a list that may be filtered (frames keep their numbers in order); -1 when it is not there. */
export function indexOfFrame(frames: readonly Frame[], frame: Frame): number {
  let low = 0;
  let high = frames.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (frames[middle]!.number < frame.number) low = middle + 1;
    else high = middle;
  }
  return frames[low] === frame ? low : -1;
}
