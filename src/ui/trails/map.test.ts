// The map of guest memory: cells of small and large guests, places of pages, and where rings and buffers lie.
import { describe, expect, it } from 'vitest';
import { PageState, type PageMap } from '../../engine/capture/page-map.ts';
import { seekStates } from '../../store/documents.ts';
import { runDocument } from '../../testing/documents.ts';
import {
  CELL,
  cellContent,
  cellOfPage,
  countHeat,
  countStates,
  heatStep,
  mapLayout,
  MAX_ROWS,
  pageAtPlace,
  zoomedRange,
} from './map-cells.ts';
import { memoryAreas } from './memory-areas.ts';
import { pageWords } from './page-words.ts';

const mapOf = (states: readonly number[], sends: readonly number[] = []): PageMap => ({
  pageCount: states.length,
  stateOf: (page) => states[page]!,
  sendsOf: (page) => sends[page] ?? 0,
});

describe('cells', () => {
  it('are pages while they fit', () => {
    expect(mapLayout(0, 4178, 624)).toEqual({ columns: 104, rows: 41, group: 1, first: 0, pages: 4178 });
  });

  it('of a guest of 1 GiB are groups that fit', () => {
    const layout = mapLayout(0, 262_144, 624);
    expect(layout.group).toBe(64);
    expect(layout.rows).toBe(40);
    expect(layout.rows).toBeLessThanOrEqual(MAX_ROWS);
    expect(cellOfPage(layout, 262_143)).toBe(4095);
  });

  it('are found again at their place', () => {
    const layout = mapLayout(1000, 9000, 300);
    for (const page of [layout.first, 5000, 9999]) {
      const cell = cellOfPage(layout, page);
      const [x, y] = [(cell % layout.columns) * CELL + 1, Math.floor(cell / layout.columns) * CELL + 1];
      const at = pageAtPlace(layout, x, y);
      expect([at <= page, page < at + layout.group]).toEqual([true, true]);
    }
    expect(cellOfPage(layout, layout.first - 1)).toBe(-1);
    expect(pageAtPlace(layout, -1, 0)).toBe(-1);
    expect(pageAtPlace(layout, 0, layout.rows * CELL + CELL)).toBe(-1);
  });

  it('show the most urgent of their pages, and where it is', () => {
    const map = mapOf([PageState.Zero, PageState.DirtyAgain, PageState.Loaded, PageState.DirtyAgain], [1, 2, 7, 3]);
    const layout = { columns: 16, rows: 1, group: 4, first: 0, pages: 4 };
    expect(cellContent(map, layout, 0)).toEqual({ state: PageState.DirtyAgain, share: 0.5, sends: 7, page: 1 });
    expect(countStates(map)).toEqual([1, 1, 0, 0, 0, 2]);
    expect(countHeat(map)).toEqual([0, 1, 1, 1, 1, 0]);
    expect([0, 1, 2, 3, 4, 5, 8, 9, 1000].map(heatStep)).toEqual([0, 1, 2, 3, 3, 4, 4, 5, 5]);
  });

  it('zoom around a page, not past the ends', () => {
    expect(zoomedRange(5, 4096, 0)).toEqual([0, 4096]);
    expect(zoomedRange(5, 4096, 1)).toEqual([0, 1024]);
    expect(zoomedRange(4090, 4096, 2)).toEqual([3840, 256]);
    expect(zoomedRange(2048, 4096, 9)).toEqual([1920, 256]);
  });
});

describe('areas', () => {
  const document = runDocument();
  seekStates(document, document.timeline.heads.length >> 1);
  const areas = memoryAreas(document, 'source');

  it('are the rings at the addresses that the device knows, and the buffers in them', () => {
    const { address } = document.capture.arena;
    expect(areas.slice(0, 4).map(({ label, kind }) => [label, kind])).toEqual([
      ['RX0 descriptor table', 'ring'],
      ['RX0 available ring', 'ring'],
      ['RX0 used ring', 'ring'],
      ['RX0 buffers', 'buffers'],
    ]);
    expect(areas[0]).toMatchObject({ address, pages: [0, 1, 2, 3].map((i) => address / 4096 + i) });
    // 64 buffers of 1,600 bytes one behind the other.
    expect(areas[3]!.pages).toHaveLength(25);
  });

  it('are unknown to a destination that has not loaded them', () => {
    seekStates(document, 0);
    expect(memoryAreas(document, 'destination')).toEqual([]);
    seekStates(document, document.timeline.heads.length >> 1);
  });

  it('are told with the page', () => {
    const [first] = areas[0]!.pages;
    const map: PageMap = { pageCount: 4096, stateOf: () => PageState.DirtyAgain, sendsOf: () => 3 };
    expect(pageWords(map, first!, areas, false)).toBe('0x00100000 · RX0 descriptor table · dirty again · sent 3 times');
    expect(pageWords(mapOf([PageState.Loaded], [1]), 0, [], true)).toBe('0x00000000 · with data · sent once');
  });
});
