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
  let last: Frame | null = frames[0] ?? null;
  for (const frame of frames) if (frame.sent >= 0 && frame.sent <= time) last = frame;
  return last;
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
