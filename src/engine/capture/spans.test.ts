// The span columns: depth-first rows, skip pointers, unwinding after damage, growth.
import { describe, expect, it } from 'vitest';
import { FieldType, SpanKind, SpanLog } from './spans.ts';

describe('SpanLog', () => {
  it('keeps parents, subtree ends and byte ranges', () => {
    const log = new SpanLog(1);
    const name = log.names.id('ram');
    const section = log.enter(SpanKind.Section, name, 0, 1, 2);
    const header = log.leaf(SpanKind.SectionHeader, FieldType.None, name, 0, 5);
    const run = log.enter(SpanKind.PageRun, name, 5);
    const page = log.leaf(SpanKind.Field, FieldType.U64, name, 5, 13);
    log.leave(13);
    log.leave(18);
    const spans = log.columns();
    expect(spans.length).toBe(4);
    expect(Array.from(spans.parent.subarray(0, 4))).toEqual([-1, section, section, run]);
    expect(Array.from(spans.next.subarray(0, 4))).toEqual([4, 2, 4, 4]);
    expect([spans.start[page], spans.end[page], spans.end[section], spans.end[header]]).toEqual([5, 13, 18, 5]);
    expect(spans.names[spans.name[section]!]).toBe('ram');
  });

  it('unwinds to a depth when reading stops', () => {
    const log = new SpanLog();
    log.enter(SpanKind.Section, 0, 0);
    const depth = log.depth;
    log.enter(SpanKind.Vmstate, 0, 2);
    log.enter(SpanKind.Array, 0, 4);
    log.unwind(depth, 9);
    expect(log.depth).toBe(depth);
    const spans = log.columns();
    expect(Array.from(spans.end.subarray(0, 3))).toEqual([0, 9, 9]);
    expect(() => {
      log.unwind(0, 10);
      log.leave(11);
    }).toThrow('leave without enter');
  });
});
