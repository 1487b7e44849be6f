// Who wrote this, from the destination back to the guest at the source.
import { describe, expect, it } from 'vitest';
import { makeRunDocument } from '../../store/documents.ts';
import { runDocument, smallScenario } from '../../testing/documents.ts';
import { inspect } from '../inspect/inspect.ts';
import { runScenario } from '../migration/run.ts';
import { DEFAULT_NIC_SCENARIO } from '../scenario/default-scenario.ts';
import { EventKind } from './event-kinds.ts';
import { whoWroteByte, whoWroteCell, whoWroteMemory } from './provenance.ts';
import type { RunSpace } from './run-space.ts';
import { readValue } from './span-query.ts';

const run = runDocument();
const { capture, timeline, phases } = run;
const space: RunSpace = { capture, timeline, phases, spans: run.inspection.spans };
const { source, destination } = capture;

const cell = (name: string, queue = -1): number =>
  capture.cells.find((def) => def.name === name && def.queue === queue)!.id;

/** Destination events up to and with the last one of a kind. */
function countAfter(kind: number): number {
  return destination.events.kind.subarray(0, destination.events.length).lastIndexOf(kind) + 1;
}
const started = destination.events.kind.indexOf(EventKind.GuestStart);
const loaded = started;

describe('who wrote a value', () => {
  it('an entry of a list leads to the list', () => {
    const filters = { ...DEFAULT_NIC_SCENARIO.filters, unicast: ['52:54:00:aa:00:00', '52:54:00:aa:00:01'] };
    const nics = [{ ...DEFAULT_NIC_SCENARIO, filters }];
    const listed = runScenario({ ...smallScenario(), nics });
    const made = makeRunDocument({ ...smallScenario(), nics }, listed, inspect(listed.stream));
    const around = { capture: listed, timeline: made.timeline, phases: made.phases, spans: made.inspection.spans };
    const macs = listed.cells.find(({ name }) => name === 'mac_table.macs')!.id;
    const { events } = listed.destination;
    const row = events.kind.findIndex((kind, i) => kind === EventKind.CellSet && events.subject[i] === macs);
    const hops = whoWroteByte(around, events.offset[row]! + 6);
    expect(hops.map(({ kind, words }) => [kind, words]).at(-1)).toEqual([
      'initial',
      'mac_table.macs has not changed since the run began',
    ]);
    const [load] = whoWroteCell(around, 'destination', macs, row + 1);
    expect(load!.words).toMatch(/^mac_table\.macs = 52:54:00:aa:00:00 52:54:00:aa:00:01 was loaded from offset 0x/);
  });

  it('last_avail_idx: bytes, put, pop at the source, the driver before it', () => {
    const id = cell('last_avail_idx', 0);
    const hops = whoWroteCell(space, 'destination', id, loaded);
    expect(hops.map(({ kind, side }) => `${side} ${kind}`)).toEqual([
      'destination loaded',
      'source bytes',
      'source put',
      'source set',
      'source cause',
      'source available',
    ]);
    const [load, , put, set, cause, available] = hops;
    const value = destination.events.after[load!.row]!;
    expect(source.events.after[set!.row]).toBe(value);
    expect(source.events.subject[set!.row]).toBe(id);
    expect(source.events.kind[cause!.row]).toBe(EventKind.DevicePop);
    expect(source.events.after[available!.row]).toBe(value);
    expect(put!.end - put!.start).toBe(2);
    const bytes = run.stream.subarray(put!.start, put!.end);
    expect(bytes[0]! * 256 + bytes[1]!).toBe(value);
    expect(hops.map(({ head }) => head)).toEqual([...hops.map(({ head }) => head)].sort((a, b) => b - a));
  });

  it('the same early: what the START section carried, as it stood when it was taken', () => {
    const id = cell('last_avail_idx', 0);
    const rows = Array.from({ length: destination.events.length }, (_, i) => i).filter(
      (i) =>
        destination.events.kind[i] === EventKind.CellSet &&
        destination.events.subject[i] === id &&
        destination.events.offset[i]! >= 0,
    );
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      const hops = whoWroteCell(space, 'destination', id, row + 1);
      const made = hops.find(({ kind }) => kind === 'set');
      const value = destination.events.after[row]!;
      if (made) expect(source.events.after[made.row]).toBe(value);
      else expect(source.keyframes.values[id]).toBe(value);
    }
  });

  it('a value that never changed is from before the run', () => {
    const hops = whoWroteCell(space, 'destination', cell('mac'), loaded);
    expect(hops.map(({ kind }) => kind)).toEqual(['loaded', 'bytes', 'put', 'initial']);
    expect(whoWroteCell(space, 'destination', cell('mac'), 0)).toMatchObject([{ kind: 'initial', row: -1, head: 0 }]);
  });

  it('used_idx was read from guest memory: page loaded, page sent, the device at the source', () => {
    const id = cell('used_idx', 0);
    const hops = whoWroteCell(space, 'destination', id, loaded);
    expect(hops.map(({ kind, side }) => `${side} ${kind}`)).toEqual([
      'destination set',
      'destination page loaded',
      'source page sent',
      'source store',
      'source cause',
    ]);
    const [set, load, sent, store, cause] = hops;
    expect(source.events.after[store!.row]).toBe(destination.events.after[set!.row]);
    expect(source.events.offset[sent!.row]).toBe(destination.events.offset[load!.row]);
    expect(source.events.kind[cause!.row]).toBe(EventKind.DeviceUse);
    // the byte that the hop names is the low byte of used.idx
    expect(run.stream[load!.start]).toBe(destination.events.after[set!.row]! & 0xff);
  });

  it('after the guest goes on, the destination is its own cause', () => {
    const hops = whoWroteCell(space, 'destination', cell('used_idx', 0), countAfter(EventKind.DeviceUse) + 8);
    expect(hops.every(({ side }) => side === 'destination')).toBe(true);
    expect(hops[1]).toMatchObject({ kind: 'cause', words: 'by use (device)' });
  });
});

describe('who wrote memory and bytes', () => {
  it('memory at the source: the last store', () => {
    const { events } = source;
    const row = events.kind.subarray(0, events.length).lastIndexOf(EventKind.Store16);
    const address = capture.arena.address + events.subject[row]!;
    expect(whoWroteMemory(space, 'source', address + 1, events.length)[0]).toMatchObject({ kind: 'store', row });
  });

  it('a byte of a field, of a page and of a header', () => {
    const hops = whoWroteCell(space, 'destination', cell('last_avail_idx', 1), loaded);
    const { start } = hops.find(({ kind }) => kind === 'put')!;
    expect(whoWroteByte(space, start).map(({ kind }) => kind)).toEqual(['put', 'set', 'cause', 'available']);
    const used = whoWroteCell(space, 'destination', cell('used_idx', 0), loaded).find(
      ({ kind }) => kind === 'page loaded',
    )!;
    expect(whoWroteByte(space, used.start).map(({ kind }) => kind)).toEqual(['page sent', 'store', 'cause']);
    const frame = run.frames.find(({ type }) => type === 'FULL')!;
    expect(whoWroteByte(space, frame.start)).toMatchObject([{ kind: 'put', side: 'source' }]);
    expect(whoWroteByte(space, 0)).toEqual([]);
  });

  it('spans are read where the hop says', () => {
    const hops = whoWroteCell(space, 'destination', cell('status'), loaded);
    const { start } = hops.find(({ kind }) => kind === 'put')!;
    const { spans } = run.inspection;
    const row = spans.start.indexOf(start);
    expect(row).toBeGreaterThan(0);
    expect(readValue(run.stream, spans, run.inspection.spans.next[row] === row + 1 ? row : row + 1)).toBe(15n);
  });
});
