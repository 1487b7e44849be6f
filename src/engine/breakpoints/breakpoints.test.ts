// Breakpoints over a real run: every kind of them, both ways, against a plain walk over all events.
import { describe, expect, it } from 'vitest';
import { EVENT_KINDS, EventKind } from '../capture/event-kinds.ts';
import { headOfPosition, positionOfRow, type RunSpace } from '../capture/run-space.ts';
import { eventAt } from '../capture/timeline.ts';
import { complete } from '../query/complete.ts';
import type { Intervention } from '../scenario/action-groups.ts';
import type { Strategy } from '../scenario/scenario.ts';
import { runDocument } from '../../testing/documents.ts';
import { breakpointFromJson, breakpointJson } from './breakpoint-json.ts';
import { breakpointTitle, type Breakpoint, type BreakpointOn } from './breakpoint.ts';
import { BreakpointSearch } from './search.ts';

const run = runDocument();
const { capture, timeline, phases } = run;
const space: RunSpace = { capture, timeline, phases, spans: run.inspection.spans };
const search = new BreakpointSearch(space);

function on(what: BreakpointOn, parts: Partial<Breakpoint> = {}): Breakpoint {
  return { id: 1, name: '', on: what, condition: '', skip: 0, enabled: true, ...parts };
}

interface Row {
  readonly side: 'source' | 'destination';
  readonly kind: number;
  readonly subject: number;
  readonly before: number;
  readonly after: number;
  readonly offset: number;
  readonly time: number;
}

/** Heads of the events for which `holds` says so, by walking over all of them. */
function walk(holds: (row: Row) => boolean): readonly number[] {
  const heads: number[] = [];
  for (let position = 0; position < timeline.length; position++) {
    const { side, row } = eventAt(timeline, position);
    const { events } = capture[side];
    const event = {
      side,
      kind: events.kind[row]!,
      subject: events.subject[row]!,
      before: events.before[row]!,
      after: events.after[row]!,
      offset: events.offset[row]!,
      time: events.time[row]!,
    };
    if (!holds(event)) continue;
    const head = headOfPosition(timeline, position);
    if (heads[heads.length - 1] !== head) heads.push(head);
  }
  return heads;
}

const cell = (name: string, queue = -1): number =>
  capture.cells.find((def) => def.name === name && def.queue === queue)!.id;

describe('positions', () => {
  it('row → position → row', () => {
    for (let position = 0; position < timeline.length; position += 101) {
      const { side, row } = eventAt(timeline, position);
      expect(positionOfRow(timeline, side, row)).toBe(position);
    }
  });
});

describe('what a breakpoint waits for', () => {
  it('a phase: its first event', () => {
    const { start } = phases.find(({ kind }) => kind === 'stop')!;
    expect(search.hits(on({ kind: 'phase', phase: 'stop' }))[0]).toBe(walk(({ time }) => time >= start)[0]);
    expect(
      walk(({ kind, side, time }) => kind === EventKind.GuestStop && side === 'source' && time === start),
    ).toHaveLength(1);
    expect(search.hits(on({ kind: 'phase', phase: 'any' }))).toHaveLength(phases.length);
  });

  it('a section by type, name and side', () => {
    const full = walk(
      ({ kind, before, after, side }) =>
        kind === EventKind.SectionLoadStart && before === 4 && capture[side].names[after]!.endsWith('/virtio-net'),
    );
    expect(full).toHaveLength(1);
    expect([...search.hits(on({ kind: 'section', type: 'FULL', name: '*/virtio-net', side: 'destination' }))]).toEqual(
      full,
    );
    const every = walk(({ kind }) => kind === EventKind.SectionSaveStart || kind === EventKind.SectionLoadStart);
    expect([...search.hits(on({ kind: 'section', type: 'any', name: '', side: 'either' }))]).toEqual(every);
  });

  it('a flag: the section that holds it', () => {
    const start = run.frames.find(({ flag }) => flag === 'INIT')!.start;
    expect([...search.hits(on({ kind: 'flag', flag: 'VNET_MIG_F_END_DATA', side: 'source' }))]).toEqual(
      walk(({ kind, offset }) => kind === EventKind.SectionSaveStart && offset === start),
    );
  });

  it('a change of a value, and a value', () => {
    const id = cell('last_avail_idx', 0);
    const changes = walk(
      ({ side, kind, subject, before, after }) =>
        side === 'source' && kind === EventKind.CellSet && subject === id && before !== after,
    );
    expect(changes.length).toBeGreaterThan(100);
    expect([...search.hits(on({ kind: 'value', name: 'source.rx0.last_avail_idx', becomes: '' }))]).toEqual(changes);
    const wraps = [...search.hits(on({ kind: 'value', name: 'source.rx0.last_avail_idx', becomes: '0' }))];
    expect(wraps).toEqual(
      walk(
        ({ side, kind, subject, after }) =>
          side === 'source' && kind === EventKind.CellSet && subject === id && after === 0,
      ),
    );
    expect(wraps).toHaveLength(1);
  });

  it('a ring index in guest memory', () => {
    const address = capture.source.keyframes.values[cell('avail', 0)]!;
    const at = address + 2 - capture.arena.address;
    const [first, second] = walk(
      ({ side, kind, subject }) => side === 'source' && kind === EventKind.Store16 && subject === at,
    );
    const { row } = eventAt(timeline, timeline.heads[first! + 1]! - 1);
    const after = capture.source.events.after[row]!;
    expect(capture.source.events.subject[row]).toBe(at);
    const becomes = on({ kind: 'value', name: 'source.rx0.avail.idx', becomes: String(after) });
    expect([...search.hits(becomes)]).toEqual([first]);
    expect(search.hits(on({ kind: 'value', name: 'source.rx0.avail.idx', becomes: '' }))[1]).toBe(second);
  });

  it('a write to guest memory: stores that touch it, programs, packets, loads', () => {
    const { address, firstPage } = capture.arena;
    const byte = on({ kind: 'memory', address: address + 3, length: 1, side: 'source' });
    expect([...search.hits(byte)]).toEqual(
      walk(
        ({ side, kind, subject }) =>
          side === 'source' &&
          ((kind === EventKind.Store64 && subject === 0) ||
            (kind === EventKind.Store32 && subject === 0) ||
            (kind === EventKind.Store16 && subject === 2)),
      ),
    );
    const page = on({ kind: 'memory', address: firstPage * 4096, length: 4096, side: 'destination' });
    const loads = walk(
      ({ side, kind, subject }) => side === 'destination' && kind === EventKind.PageLoad && subject === firstPage,
    );
    expect(loads.length).toBeGreaterThan(0);
    for (const head of loads) expect([...search.hits(page)]).toContain(head);
    const buffer = walk(({ kind }) => kind === EventKind.DeviceFillBuffer);
    expect(buffer.length).toBeGreaterThan(0);
  });

  it('any diagnostic: what a side reports, and the bytes that the inspection has something to say of', () => {
    const flip = { do: 'flip', section: 'FULL 0000:00:03.0/virtio-net', occurrence: 1, offset: 33, bit: 7 };
    const found = (strategy: Strategy, interventions: readonly Intervention[]): readonly string[] => {
      const other = runDocument(strategy, interventions);
      const space = { ...other, spans: other.inspection.spans };
      return [...new BreakpointSearch(space).hits(on({ kind: 'error' }))].map((head) => {
        const { side, row } = eventAt(other.timeline, other.timeline.heads[head]!);
        const { kind, time } = other.capture[side].events;
        expect(time[row]).toBeGreaterThan(0);
        return `${side} ${EVENT_KINDS.find((one) => one.kind === kind[row])!.name}`;
      });
    };
    expect(found('iterative', [])).toEqual([]);
    expect(found('delta', [])).toEqual(['destination header loaded']);
    expect(found('iterative', [{ at: 0, action: flip }])).toContain('destination load failed');
  });

  it('an event by its name, an error', () => {
    expect([...search.hits(on({ kind: 'event', event: 'completion test' }))]).toEqual(
      walk(({ kind }) => kind === EventKind.CompletionTest),
    );
    expect([...search.hits(on({ kind: 'error' }))]).toEqual([]);
  });

  it('a condition over event and state', () => {
    const heads = [...search.hits(on({ kind: 'condition' }, { condition: 'phase == stop && kind == pop' }))];
    expect(heads).toEqual([]);
    const inuse = cell('inuse', 0);
    const state = run.state.source;
    const pops = [
      ...search.hits(
        on({ kind: 'event', event: 'pop' }, { condition: 'side == source && queue == 0 && source.rx0.inuse >= 2' }),
      ),
    ];
    const expected = walk(
      ({ kind, subject, side }) => kind === EventKind.DevicePop && subject === 0 && side === 'source',
    );
    const slow: number[] = [];
    for (const head of expected) {
      // inuse moves in the details of the pop, so the state after the pop's own row is what the condition sees
      const { row } = eventAt(timeline, timeline.heads[head]!);
      state.seek(row + 1);
      if (state.values[inuse]! >= 2) slow.push(head);
    }
    expect(pops).toEqual(slow);
  });

  it('says what is wrong with one that cannot hold', () => {
    expect(search.problem(on({ kind: 'event', event: 'nothing' }))).toEqual({
      part: 'on',
      message: 'There is no event called nothing',
      start: 0,
      end: 0,
    });
    expect(search.problem(on({ kind: 'error' }, { condition: 'source.rx9.num == 1' }))).toEqual({
      part: 'condition',
      message: 'An event of this run has no source.rx9.num',
      start: 0,
      end: 14,
    });
    expect(search.problem(on({ kind: 'error' }))).toBeNull();
  });
});

describe('findNext', () => {
  const change = on({ kind: 'value', name: 'source.tx0.last_avail_idx', becomes: '' }, { id: 1 });
  const sync = on({ kind: 'event', event: 'dirty sync' }, { id: 2 });

  it('goes through all hits forward, and through the same backward', () => {
    const forward: number[] = [];
    for (let hit = search.findNext(-1, 1, [change, sync]); hit; hit = search.findNext(hit.head, 1, [change, sync]))
      forward.push(hit.head);
    const backward: number[] = [];
    const end = timeline.heads.length;
    for (let hit = search.findNext(end, -1, [change, sync]); hit; hit = search.findNext(hit.head, -1, [change, sync]))
      backward.push(hit.head);
    const all = [...new Set([...search.hits(change), ...search.hits(sync)])].sort((a, b) => a - b);
    expect(forward).toEqual(all);
    expect(backward.reverse()).toEqual(all);
  });

  it('counts hits, skips the first ones, leaves out what is disabled', () => {
    const hits = search.hits(sync);
    expect(search.findNext(-1, 1, [{ ...sync, skip: 2 }])).toMatchObject({ head: hits[2], ordinal: 3 });
    expect(search.findNext(hits[2]!, -1, [{ ...sync, skip: 2 }])).toBeNull();
    expect(search.findNext(hits[3]!, -1, [{ ...sync, skip: 2 }])).toMatchObject({ head: hits[2], ordinal: 3 });
    expect(search.findNext(-1, 1, [{ ...sync, enabled: false }])).toBeNull();
    expect(search.findNext(-1, 1, [])).toBeNull();
  });
});

describe('completion of conditions', () => {
  it('knows events and state', () => {
    const texts = (text: string): readonly string[] =>
      complete(text, text.length, search.scope).items.map((item) => item.text);
    expect(texts('destination.rx0.last')).toEqual(['destination.rx0.last_avail_idx']);
    expect(texts('sou')).toEqual(['source.']);
    expect(texts('kind == dirty')).toEqual(['"dirty sync"']);
    expect(texts('phase == st')).toEqual(['stop']);
  });
});

describe('JSON', () => {
  const all: readonly BreakpointOn[] = [
    { kind: 'phase', phase: 'stop' },
    { kind: 'section', type: 'FULL', name: 'ram', side: 'either' },
    { kind: 'flag', flag: 'VNET_MIG_F_NO_DATA', side: 'source' },
    { kind: 'value', name: 'source.nic.mac', becomes: '' },
    { kind: 'memory', address: 0x100000, length: 8, side: 'destination' },
    { kind: 'error' },
    { kind: 'event', event: 'pop' },
    { kind: 'condition' },
  ];

  it.each(all.map((what) => [breakpointTitle(what), what] as const))('%s goes out and comes back', (_, what) => {
    const breakpoint = on(what, { name: 'mine', condition: 'queue == 0', skip: 3, enabled: false });
    const text = JSON.stringify(breakpointJson(breakpoint));
    expect(breakpointFromJson(JSON.parse(text), 1)).toEqual({ ok: true, breakpoint });
  });

  it.each([
    [null, '(breakpoint)', 'must be an object'],
    [{ version: 2 }, 'version', 'must be 1, is 2'],
    [{ version: 1 }, 'on', 'must be an object'],
    [
      { version: 1, on: { kind: 'x' } },
      'on.kind',
      'must be one of phase, section, flag, value, memory, event, error, condition',
    ],
    [{ version: 1, on: { kind: 'memory', address: -1 } }, 'on.address', 'must be a whole number from 0'],
    [
      { version: 1, on: { kind: 'flag', flag: 'x', side: 'left' } },
      'on.side',
      'must be one of source, destination, either',
    ],
    [{ version: 1, on: { kind: 'error' }, skip: 0.5 }, 'skip', 'must be a whole number from 0'],
    [{ version: 1, on: { kind: 'error' }, name: 7 }, 'name', 'must be a text of at most 1000 characters'],
  ])('refuses %j', (value, path, message) => {
    expect(breakpointFromJson(value, 1)).toEqual({ ok: false, path, message });
  });
});
