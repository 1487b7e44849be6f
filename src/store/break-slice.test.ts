// Breakpoints and the small steps, through the store.
import { describe, expect, it } from 'vitest';
import { fileDocument, runDocument } from '../testing/documents.ts';
import { fakeSession } from '../testing/fake-session.ts';
import { breakpointJson } from '../engine/breakpoints/breakpoint-json.ts';
import { createAppStore, type AppStore } from './app-store.ts';
import { headEvent, type OpenDocument } from './documents.ts';
import { EventKind } from '../engine/capture/event-kinds.ts';

const run = runDocument();
const file = fileDocument();

async function open(document: OpenDocument): Promise<AppStore> {
  const store = createAppStore(fakeSession({ run: () => Promise.resolve(document) }));
  await store.getState().run(run.scenario);
  return store;
}

describe('runToBreakpoint', () => {
  it('stops at each hit forward and at the same ones backward, then at the ends', async () => {
    const store = await open(run);
    const id = store.getState().addBreakpoint({ kind: 'event', event: 'dirty sync' });
    expect(store.getState().breakpoints[0]).toMatchObject({ id: 1, name: 'dirty sync', enabled: true, skip: 0 });
    const stops: number[] = [];
    while (await store.getState().runToBreakpoint(1)) {
      const { cursor, lastHit } = store.getState();
      stops.push(cursor);
      expect(lastHit).toEqual({ breakpoint: id, ordinal: stops.length });
      const { side, row } = headEvent(run, cursor);
      expect(run.capture[side].events.kind[row]).toBe(EventKind.PassStart);
    }
    expect(stops.length).toBeGreaterThan(2);
    expect(store.getState().cursor).toBe(run.timeline.heads.length - 1);
    expect(store.getState().lastHit).toBeNull();
    const back: number[] = [];
    while (await store.getState().runToBreakpoint(-1)) back.push(store.getState().cursor);
    expect(back.reverse()).toEqual(stops);
    expect(store.getState().cursor).toBe(0);
  });

  it('a disabled or removed breakpoint does not stop', async () => {
    const store = await open(run);
    const id = store.getState().addBreakpoint({ kind: 'phase', phase: 'stop' });
    store.getState().toggleBreakpoint(id);
    expect(await store.getState().runToBreakpoint(1)).toBeNull();
    store.getState().toggleBreakpoint(id);
    store.getState().moveTo(0);
    expect((await store.getState().runToBreakpoint(1))?.ordinal).toBe(1);
    store.getState().changeBreakpoint(id, { condition: 'side == destination && side == source' });
    expect(await store.getState().runToBreakpoint(-1)).toBeNull();
    store.getState().removeBreakpoint(id);
    expect(store.getState().breakpoints).toEqual([]);
  });

  it('nothing happens on a file', async () => {
    const store = await open(file);
    store.getState().addBreakpoint({ kind: 'error' });
    expect(await store.getState().runToBreakpoint(1)).toBeNull();
  });

  it('saves and loads; what cannot be read is told with its path', async () => {
    const store = await open(run);
    store.getState().addBreakpoint({ kind: 'value', name: 'source.nic.mac', becomes: '' }, { skip: 2 });
    const saved: unknown = JSON.parse(JSON.stringify(store.getState().breakpoints.map(breakpointJson)));
    const other = await open(run);
    expect(await other.getState().loadBreakpoints([...(saved as unknown[]), { version: 9 }])).toEqual([
      { path: 'breakpoints.1.version', message: 'must be 1, is 9' },
    ]);
    expect(other.getState().breakpoints).toEqual(store.getState().breakpoints);
  });
});

describe('small steps', () => {
  it.each([
    ['run', run],
    ['file', file],
  ] as const)('by field through a %s: every byte once, and back', async (_, document) => {
    const store = await open(document);
    const seen: number[] = [];
    let at = 0;
    for (let i = 0; i < 200; i++) {
      store.getState().step(1, 'field');
      const { selection } = store.getState();
      expect(selection!.start).toBe(at);
      at = selection!.end;
      seen.push(selection!.start);
    }
    for (let i = 198; i >= 0; i--) {
      store.getState().step(-1, 'field');
      expect(store.getState().selection!.start).toBe(seen[i]);
    }
  });

  it('by byte, time goes along with the link', async () => {
    const store = await open(run);
    for (let i = 0; i < 5; i++) store.getState().step(1, 'byte');
    const { selection, time } = store.getState();
    expect([selection!.start, selection!.end]).toEqual([4, 5]);
    expect(time).toBe(run.link.leftAt(4));
    store.getState().step(-1, 'byte');
    expect(store.getState().selection!.start).toBe(3);
    for (let i = 0; i < 9; i++) store.getState().step(-1, 'byte');
    expect(store.getState().selection!.start).toBe(0);
  });

  it('by iteration, from dirty sync to dirty sync', async () => {
    const store = await open(run);
    const syncs: number[] = [];
    for (let i = 0; i < 3; i++) {
      store.getState().step(1, 'iteration');
      const { side, row } = headEvent(run, store.getState().cursor);
      syncs.push(run.capture[side].events.subject[row]!);
    }
    expect(syncs).toEqual([1, 2, 3]);
    store.getState().step(-1, 'iteration');
    expect(run.capture.source.events.subject[headEvent(run, store.getState().cursor).row]).toBe(2);
  });
});
