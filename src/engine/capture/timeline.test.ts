// Two logs become one order: by time, the source first at equal times, details with their event.
import { describe, expect, it } from 'vitest';
import { EventKind } from './event-kinds.ts';
import { EventLog } from './event-log.ts';
import { countsAfterHead, eventAt, mergeTimeline } from './timeline.ts';

function log(rows: readonly (readonly [time: number, detail: 0 | 1])[]): EventLog {
  const events = new EventLog(2);
  for (const [time, detail] of rows)
    events.push(time, detail ? EventKind.CellSet : EventKind.GuestKick, detail, 0, -1, 0, 0);
  return events;
}

describe('mergeTimeline', () => {
  const source = log([
    [0, 0],
    [5, 0],
    [5, 1],
    [9, 0],
  ]).columns();
  const destination = log([
    [5, 0],
    [5, 1],
    [7, 0],
  ]).columns();
  const timeline = mergeTimeline(source, destination);

  it('orders by time, the source first, groups unbroken', () => {
    const rows = Array.from({ length: timeline.length }, (_, i) => eventAt(timeline, i));
    expect(rows.map(({ side, row }) => `${side[0]}${row}`)).toEqual(['s0', 's1', 's2', 'd0', 'd1', 'd2', 's3']);
  });

  it('counts heads only, and each head includes its details', () => {
    expect(Array.from(timeline.heads)).toEqual([0, 1, 3, 5, 6]);
    expect(countsAfterHead(timeline, 0)).toEqual({ source: 1, destination: 0 });
    expect(countsAfterHead(timeline, 1)).toEqual({ source: 3, destination: 0 });
    expect(countsAfterHead(timeline, 2)).toEqual({ source: 3, destination: 2 });
    expect(countsAfterHead(timeline, 4)).toEqual({ source: 4, destination: 3 });
  });

  it('holds with an empty side', () => {
    const alone = mergeTimeline(source, new EventLog(1).columns());
    expect(Array.from(alone.heads)).toEqual([0, 1, 3]);
    expect(countsAfterHead(alone, 2)).toEqual({ source: 4, destination: 0 });
  });
});
