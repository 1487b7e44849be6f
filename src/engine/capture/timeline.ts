// Both sides' events in one order: by virtual time, the source first where times are equal, each event together with
// its details. The cursor of the app counts events in this order.
import type { Side } from './capture.ts';
import type { EventColumns } from './event-log.ts';

export interface Timeline {
  /** Events of both sides, details included. */
  readonly length: number;
  /** Event number i is row order[i] >> 1 of the source (low bit 0) or the destination (low bit 1). */
  readonly order: Uint32Array;
  /** How many of the first i events are the source's; length + 1 entries. */
  readonly sourceBefore: Uint32Array;
  /** Positions in `order` of events that are not details: what "event n of m" counts. */
  readonly heads: Uint32Array;
}

/** Merges two logs; linear in their length. */
export function mergeTimeline(source: EventColumns, destination: EventColumns): Timeline {
  const length = source.length + destination.length;
  const order = new Uint32Array(length);
  const sourceBefore = new Uint32Array(length + 1);
  const heads = new Uint32Array(length);
  let headCount = 0;
  let s = 0;
  let d = 0;
  for (let i = 0; i < length; i++) {
    const fromSource = s < source.length && (d >= destination.length || source.time[s]! <= destination.time[d]!);
    const log = fromSource ? source : destination;
    const row = fromSource ? s++ : d++;
    order[i] = row * 2 + (fromSource ? 0 : 1);
    sourceBefore[i + 1] = s;
    if (log.detail[row] === 0) heads[headCount++] = i;
  }
  return { length, order, sourceBefore, heads: heads.slice(0, headCount) };
}

/** Which log and row an event of the timeline is. */
export function eventAt(timeline: Timeline, position: number): { side: Side; row: number } {
  const packed = timeline.order[position]!;
  return { side: (packed & 1) === 0 ? 'source' : 'destination', row: packed >>> 1 };
}

/** How many events of each side have happened when the event of head `head` and its details have. */
export function countsAfterHead(timeline: Timeline, head: number): { source: number; destination: number } {
  const position = head + 1 < timeline.heads.length ? timeline.heads[head + 1]! : timeline.length;
  const source = timeline.sourceBefore[position]!;
  return { source, destination: position - source };
}
