import { describe, expect, it } from 'vitest';
import { runDocument } from '../../testing/documents.ts';
import { readSplitRing } from './read-split-ring.ts';
import { cellPlaces, plainWindow, stripWindow } from './strip-window.ts';

describe('stripWindow', () => {
  it('shows a ring that fits as it is', () => {
    expect(stripWindow(3, 5, 8)).toEqual({ cells: [0, 1, 2, 3, 4, 5, 6, 7], hidden: 0 });
  });

  it('leaves out the middle of a long window and says how much', () => {
    const { cells, hidden } = stripWindow(100, 200, 1024);
    expect(cells.slice(0, 9)).toEqual([94, 95, 96, 97, 98, 99, 100, 101, -1]);
    expect(cells.slice(-1)).toEqual([203]);
    expect(hidden).toBe(196 - 102);
  });

  it('wraps at the end of the ring', () => {
    const { cells, hidden } = stripWindow(1018, 10, 1024);
    expect(cells.slice(7, 11)).toEqual([1019, -1, 6, 7]);
    expect(hidden).toBe(10);
    expect(cells.every((cell) => cell < 1024)).toBe(true);
  });

  it('leaves nothing out of a window that fits', () => {
    const { cells, hidden } = stripWindow(1020, 4, 1024);
    expect([cells[0], cells.length, cells.at(-1), hidden]).toEqual([1014, 19, 8, 0]);
  });

  it('scrolled or zoomed: as many as fit, over the end', () => {
    expect(plainWindow(-2, 1024, 383, 40).cells).toEqual([1022, 1023, 0, 1, 2, 3, 4, 5, 6]);
    expect(plainWindow(0, 8, 383, 4).cells).toHaveLength(8);
  });

  it('gives every cell its place, side by side', () => {
    const window = stripWindow(100, 200, 1024);
    const places = cellPlaces(window, 383);
    for (let i = 1; i < places.length; i++)
      expect(places[i]!.left).toBeCloseTo(places[i - 1]!.left + places[i - 1]!.width);
    expect(places.at(-1)!.left + places.at(-1)!.width).toBeCloseTo(383);
  });
});

describe('readSplitRing', () => {
  it('reads the indices that the cells hold', () => {
    const run = runDocument();
    const { arena } = run.capture;
    const state = run.state.source;
    state.seek(run.capture.source.events.length);
    const value = (name: string): number =>
      state.values[run.capture.cells.find((cell) => cell.name === name && cell.queue === 0)!.id]!;
    const place = {
      num: value('num'),
      desc: value('desc'),
      avail: value('avail'),
      used: value('used'),
    };
    const ring = readSplitRing(state.arena, arena.address, place)!;
    expect(ring.usedIdx).toBe(value('used_idx'));
    expect((ring.availIdx - value('last_avail_idx')) & 0xffff).toBeLessThanOrEqual(place.num);
  });

  it('refuses addresses outside, and ends chains that point in a circle', () => {
    const bytes = new Uint8Array(4096);
    expect(readSplitRing(bytes, 0, { num: 8, desc: 4090, avail: 0, used: 0 })).toBeNull();
    expect(readSplitRing(bytes, 0, { num: 0, desc: 0, avail: 0, used: 0 })).toBeNull();
    for (let id = 0; id < 4; id++) {
      bytes[16 * id + 12] = 1;
      bytes[16 * id + 14] = (id + 1) % 4;
    }
    const ring = readSplitRing(bytes, 0, { num: 4, desc: 0, avail: 128, used: 256 })!;
    expect(ring.chain(0)).toEqual([0, 1, 2, 3]);
    expect(ring.next(9)).toBe(-1);
  });
});
