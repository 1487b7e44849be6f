// Replay must equal what was live: at every event, forward, backward and at random, across keyframes that were thinned.
import { describe, expect, it } from 'vitest';
import type { ArenaInfo, SideCapture } from './capture.ts';
import { CellTable } from './cells.ts';
import { EventKind } from './event-kinds.ts';
import { ARENA_PAGE_SIZE } from './keyframes.ts';
import { Recorder } from './recorder.ts';
import { SideState } from './seek.ts';

const PAGES = 3;
const INFO: ArenaInfo = { firstPage: 256, pageCount: PAGES, address: 0x100000 };

/** A small generator of its own, so that the test does not lean on what it tests. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state;
  };
}

interface Snapshot {
  readonly values: readonly number[];
  readonly sum: number;
}

function record(
  events: number,
  every: number,
): { side: SideCapture; stream: Uint8Array; snapshots: Map<number, Snapshot> } {
  const next = generator(42);
  const cells = new CellTable();
  for (let i = 0; i < 5; i++) cells.define('dev', `cell${i}`);
  const arena = new Uint8Array(PAGES * ARENA_PAGE_SIZE);
  const view = new DataView(arena.buffer);
  const stream = Uint8Array.from({ length: 4 * ARENA_PAGE_SIZE }, (_, i) => (i * 7) & 0xff);
  const recorder = new Recorder(cells, arena);
  recorder.initial(2, 99);
  const snapshots = new Map<number, Snapshot>();
  for (let i = 0; recorder.log.length < events; i++) {
    if (recorder.log.length % every === 0) snapshots.set(recorder.log.length, snapshot(recorder.values, arena));
    recorder.now = i * 10;
    const what = next() % 5;
    const at = (next() % (PAGES * ARENA_PAGE_SIZE - 8)) & ~7;
    if (what === 0) recorder.event(EventKind.GuestKick, 0);
    else if (what === 1) recorder.set(next() % 5, next() % 100);
    else if (what === 2) {
      recorder.store(EventKind.Store16, at, view.getUint16(at, true), 0xbeef);
      view.setUint16(at, 0xbeef, true);
    } else if (what === 3) {
      const high = next() % 0x100000;
      recorder.store(EventKind.Store64, at, 0, high * 4294967296 + 7);
      view.setUint32(at, 7, true);
      view.setUint32(at + 4, high, true);
    } else {
      const page = next() % PAGES;
      const from = next() % 3 === 0 ? -1 : (next() % 4) * ARENA_PAGE_SIZE;
      recorder.pageLoad(INFO.firstPage + page, 0, from, page * ARENA_PAGE_SIZE);
      if (from < 0) arena.fill(0, page * ARENA_PAGE_SIZE, (page + 1) * ARENA_PAGE_SIZE);
      else arena.set(stream.subarray(from, from + ARENA_PAGE_SIZE), page * ARENA_PAGE_SIZE);
    }
  }
  snapshots.set(recorder.log.length, snapshot(recorder.values, arena));
  const side: SideCapture = {
    events: recorder.log.columns(),
    keyframes: recorder.keyframes.columns(),
    names: recorder.names.list,
    lists: recorder.lists.columns(),
    memory: arena,
  };
  return { side, stream, snapshots };
}

function snapshot(values: Float64Array, arena: Uint8Array): Snapshot {
  let sum = 0;
  for (let i = 0; i < arena.length; i++) sum = (Math.imul(sum, 31) + arena[i]!) | 0;
  return { values: Array.from(values), sum };
}

describe('SideState', () => {
  it('equals the live state at every recorded point, in order, backward and shuffled', () => {
    const { side, stream, snapshots } = record(6000, 97);
    const state = new SideState(side, INFO, stream);
    const points = [...snapshots.keys()].filter((point) => point <= side.events.length);
    const next = generator(7);
    const shuffled = points.map((point) => ({ point, key: next() })).sort((a, b) => a.key - b.key);
    for (const point of [...points, ...points.slice().reverse(), ...shuffled.map((entry) => entry.point)]) {
      state.seek(point);
      expect({ point, ...snapshot(state.values, state.arena) }).toEqual({ point, ...snapshots.get(point)! });
    }
  });

  it('stays right after keyframes were thinned, and their number stays bounded', () => {
    const { side, stream, snapshots } = record(600_000, 29_989);
    expect(side.keyframes.length).toBeLessThanOrEqual(257);
    expect(side.keyframes.interval).toBeGreaterThan(1024);
    const state = new SideState(side, INFO, stream);
    for (const [point, expected] of [...snapshots].reverse()) {
      state.seek(point);
      expect({ point, ...snapshot(state.values, state.arena) }).toEqual({ point, ...expected });
    }
  });

  it('clamps positions outside the run', () => {
    const { side, stream } = record(100, 50);
    const state = new SideState(side, INFO, stream);
    state.seek(-5);
    expect(state.position).toBe(0);
    expect(state.values[2]).toBe(99);
    state.seek(1e9);
    expect(state.position).toBe(side.events.length);
  });
});
