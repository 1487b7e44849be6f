// Marks for what breakpoints and a followed buffer find in a run.
import { describe, expect, it } from 'vitest';
import { EventKind, eventKindInfo, QUEUE_SUBJECTS } from '../../engine/capture/event-kinds.ts';
import type { Breakpoint } from '../../engine/breakpoints/breakpoint.ts';
import { runDocument } from '../../testing/documents.ts';
import { breakpointMarks, followMarks } from './found-marks.ts';

const document = runDocument();
const breakpoint = (parts: Partial<Breakpoint>): Breakpoint => ({
  id: 1,
  name: 'FULL of the NIC',
  on: { kind: 'section', type: 'FULL', name: '0000:00:03.0/virtio-net', side: 'source' },
  condition: '',
  skip: 0,
  enabled: true,
  ...parts,
});

describe('marks of breakpoints', () => {
  it('stand where they hit, and only of those that are on and make sense', () => {
    const marks = breakpointMarks(document, [
      breakpoint({}),
      breakpoint({ id: 2, enabled: false }),
      breakpoint({ id: 3, condition: 'no such thing ==' }),
    ]);
    const frame = document.frames.find(({ type, idstr }) => type === 'FULL' && idstr === '0000:00:03.0/virtio-net')!;
    const { events } = document.capture.source;
    const at = Array.from({ length: events.length }, (_, i) => i).find(
      (i) => events.kind[i] === EventKind.SectionSaveStart && events.offset[i] === frame.start,
    )!;
    expect(marks).toEqual([
      { at: events.time[at], kind: 'breakpoint', label: 'breakpoint: FULL of the NIC, hit 1 of 1' },
    ]);
  });

  it('are no more than can be told from each other, spread over all', () => {
    const { kind } = document.capture.source.events;
    const count = kind.filter((one) => one === EventKind.GuestAddBuffer).length;
    const marks = breakpointMarks(document, [
      breakpoint({ on: { kind: 'event', event: eventKindInfo(EventKind.GuestAddBuffer).name } }),
    ]);
    expect(count).toBeGreaterThan(200);
    expect(marks.length).toBeGreaterThan(100);
    expect(marks.length).toBeLessThanOrEqual(200);
  });
});

describe('marks of a followed buffer', () => {
  it('are its steps, in their order', () => {
    const { events } = document.capture.source;
    const row = events.kind.indexOf(EventKind.GuestAddBuffer);
    const marks = followMarks(
      document,
      0,
      events.subject[row]! % QUEUE_SUBJECTS,
      events.before[row]!,
      document.timeline.heads.length - 1,
    );
    expect(marks.length).toBeGreaterThan(0);
    expect(marks.every(({ kind }) => kind === 'follow')).toBe(true);
    expect(marks.map(({ at }) => at)).toEqual(marks.map(({ at }) => at).sort((a, b) => a - b));
    expect(marks[0]!.label).toBe(`buffer ${events.before[row]}: available, source`);
  });
});
