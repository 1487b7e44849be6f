// How guest RAM is laid out as cells: one a page while they fit, else one for a group of pages, in the order of RAM from
// left to right and down. Pure; the drawing's coordinates are CSS pixels.
import { PAGE_STATES, type PageMap } from '../../engine/capture/page-map.ts';

/** Side of a cell with its gap. */
export const CELL = 6;
/** Rows that the drawing has room for. */
export const MAX_ROWS = 44;

export interface MapLayout {
  readonly columns: number;
  readonly rows: number;
  /** Pages of a cell: a power of two. */
  readonly group: number;
  /** First page shown, a multiple of `group`, and how many. */
  readonly first: number;
  readonly pages: number;
}

/** The pages [first, first + pages) of RAM in a drawing of this width. */
export function mapLayout(first: number, pages: number, width: number): MapLayout {
  const columns = Math.max(16, Math.floor(width / CELL / 4) * 4);
  let group = 1;
  while (Math.ceil(pages / group) > columns * MAX_ROWS) group *= 2;
  const from = Math.floor(first / group) * group;
  const cells = Math.ceil((pages + first - from) / group);
  return { columns, rows: Math.ceil(cells / columns), group, first: from, pages: pages + first - from };
}

/** Pages that are shown when a person has zoomed in `zoom` times, by four each time, with `page` in the middle. */
export function zoomedRange(page: number, pageCount: number, zoom: number): readonly [first: number, pages: number] {
  const pages = Math.max(Math.min(256, pageCount), Math.ceil(pageCount / 4 ** zoom));
  return [Math.max(0, Math.min(pageCount - pages, page - Math.floor(pages / 2))), pages];
}

/** Number of the cell that holds a page, or -1 when it is not shown. */
export function cellOfPage({ first, pages, group }: MapLayout, page: number): number {
  return page < first || page >= first + pages ? -1 : Math.floor((page - first) / group);
}

/** First page at a place of the drawing, or -1 outside. */
export function pageAtPlace(layout: MapLayout, x: number, y: number): number {
  const column = Math.floor(x / CELL);
  const row = Math.floor(y / CELL);
  if (column < 0 || column >= layout.columns || row < 0) return -1;
  const page = layout.first + (row * layout.columns + column) * layout.group;
  return page < layout.first + layout.pages ? page : -1;
}

export interface CellContent {
  /** The most urgent state among its pages. */
  readonly state: number;
  /** Share of its pages that are in that state, 0 to 1. */
  readonly share: number;
  /** The most often that one of them was sent. */
  readonly sends: number;
  /** The first page in that state. */
  readonly page: number;
}

/** What a cell shows of its pages. */
export function cellContent(map: PageMap, { first, pages, group }: MapLayout, cell: number): CellContent {
  const from = first + cell * group;
  const end = Math.min(first + pages, map.pageCount, from + group);
  let [state, count, sends, page] = [-1, 0, 0, from];
  for (let at = from; at < end; at++) {
    const own = map.stateOf(at);
    if (own > state) [state, count, page] = [own, 0, at];
    if (own === state) count++;
    sends = Math.max(sends, map.sendsOf(at));
  }
  return { state, share: count / Math.max(1, end - from), sends, page };
}

/** How many pages are in each state. */
export function countStates(map: PageMap): readonly number[] {
  const counts = Array.from({ length: PAGE_STATES }, () => 0);
  for (let page = 0; page < map.pageCount; page++) counts[map.stateOf(page)]!++;
  return counts;
}

/** Step of the heat scale for a number of sends: 0, 1, 2, 3–4, 5–8, more. */
export function heatStep(sends: number): number {
  if (sends <= 2) return sends;
  return sends <= 4 ? 3 : sends <= 8 ? 4 : 5;
}
export const HEAT_LABELS: readonly string[] = ['0', '1', '2', '3–4', '5–8', '9 +'];

/** How many pages there are at each step of the heat scale. */
export function countHeat(map: PageMap): readonly number[] {
  const counts = HEAT_LABELS.map(() => 0);
  for (let page = 0; page < map.pageCount; page++) counts[heatStep(map.sendsOf(page))]!++;
  return counts;
}
