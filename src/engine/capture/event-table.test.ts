// Events as CSV and JSON: every event of both sides in its place, names quoted where they must be.
import { describe, expect, it } from 'vitest';
import { runScenario } from '../migration/run.ts';
import { DEFAULT_SCENARIO } from '../scenario/default-scenario.ts';
import { EventKind } from './event-kinds.ts';
import { EVENT_COLUMNS, eventsCsv, eventsJson } from './event-table.ts';
import { eventAt, mergeTimeline } from './timeline.ts';

const capture = runScenario(DEFAULT_SCENARIO);
const timeline = mergeTimeline(capture.source.events, capture.destination.events);

describe('events as a table', () => {
  const lines = [...eventsCsv(capture, timeline)].join('').split('\r\n');

  it('has a line for every event and one of names', () => {
    expect(lines[0]).toBe('event,time,side,actor,kind,subject,offset,before,after');
    expect(lines).toHaveLength(timeline.length + 2);
    expect(lines.at(-1)).toBe('');
  });

  it('gives the columns as they are', () => {
    for (const number of [0, 1, 999, timeline.length - 1]) {
      const { side, row } = eventAt(timeline, number);
      const { events } = capture[side];
      const cells = lines[number + 1]!.split(',');
      expect(cells[0]).toBe(String(number));
      expect(cells[1]).toBe(String(events.time[row]));
      expect(cells[2]).toBe(side);
      expect(cells.slice(-3)).toEqual([events.offset[row], events.before[row], events.after[row]].map(String));
    }
  });

  it('names cells', () => {
    const number = Array.from({ length: timeline.length }, (_, i) => i).find((i) => {
      const { side, row } = eventAt(timeline, i);
      const { events } = capture[side];
      return events.kind[row] === EventKind.CellSet && capture.cells[events.subject[row]!]!.name === 'last_avail_idx';
    })!;
    expect(lines[number + 1]!.split(',')[5]).toMatch(/^queue [01] last_avail_idx$/);
  });

  it('is the same as JSON', () => {
    const json = JSON.parse([...eventsJson(capture, timeline)].join('')) as Record<string, unknown>[];
    expect(json).toHaveLength(timeline.length);
    expect(Object.keys(json[0]!)).toEqual([...EVENT_COLUMNS]);
    expect(Object.values(json[999]!).map(String).join(',')).toBe(lines[1000]);
  });

  it('quotes what has a comma or a quote', () => {
    const names = ['VQ 0, "broken"'];
    const source = { ...capture.source, names };
    const { events } = source;
    const kind = events.kind.slice();
    const subject = events.subject.slice();
    kind[0] = EventKind.DeviceError;
    subject[0] = 0;
    const damaged = { ...capture, source: { ...source, events: { ...events, kind, subject } } };
    const at = timeline.order.indexOf(0);
    const line = [...eventsCsv(damaged, timeline)].join('').split('\r\n')[at + 1]!;
    expect(line).toContain(',"VQ 0, ""broken""",');
  });
});
