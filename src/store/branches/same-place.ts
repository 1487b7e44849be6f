// The same place in another run: two branches are alike up to what was changed, so the event that the cursor stands on is
// mostly there again, under the same row of its side.
import type { ByteSource } from '../../engine/bytes/byte-source.ts';
import { headAtTime, headEvent, type RunDocument } from '../documents.ts';

export interface Place {
  readonly document: RunDocument;
  readonly cursor: number;
  /** Virtual time shown, ns; the place where the event is not there. */
  readonly time: number;
}

/** The head of `document` that is the event of `place`; where there is none, the last at or before its time. */
export function headOfPlace(document: RunDocument, { document: old, cursor, time }: Place): number {
  const { side, row } = headEvent(old, cursor);
  const [was, now] = [old.capture[side].events, document.capture[side].events];
  const isSame =
    row < now.length &&
    was.time[row] === now.time[row] &&
    was.kind[row] === now.kind[row] &&
    was.subject[row] === now.subject[row] &&
    was.offset[row] === now.offset[row];
  const near = headAtTime(document, time);
  if (!isSame) return near;
  for (let head = near; head >= 0; head--) {
    const event = headEvent(document, head);
    if (event.side === side && event.row === row) return head;
    if (event.side === side && event.row < row) break;
  }
  return near;
}

/** Whether both streams begin with the same `end` bytes. */
export function beginsAlike(a: ByteSource, b: ByteSource, end: number): boolean {
  if (end > a.length || end > b.length) return false;
  for (let i = 0; i < end; i++) if (a.at(i) !== b.at(i)) return false;
  return true;
}
