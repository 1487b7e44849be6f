// The life of guest pages: dirtied, sent, dirtied again, loaded. Indexed once from the event columns (two passes, 4 bytes
// for each event that concerns a page); then the life of one page is a slice, and pages are ranked by how often they were
// sent. Of a file, the RAM records tell what was sent.
import { EventKind } from './event-kinds.ts';
import type { RamRecordColumns } from './ram-records.ts';
import { headOfPosition, type RunSpace } from './run-space.ts';

const PAGE = 4096;

export interface PageMoment {
  readonly what: 'dirtied' | 'dirtied again' | 'sent' | 'loaded';
  readonly side: 'source' | 'destination';
  /** Row of the first event in its side's columns; -1 in a file. */
  readonly row: number;
  /** Number of the head it belongs to; -1 in a file. */
  readonly head: number;
  /** Virtual time, ns; -1 in a file. */
  readonly time: number;
  /** Stream offset of the page's record, or -1. */
  readonly offset: number;
  /** Dirty syncs before it was sent, 0 otherwise and in a file. */
  readonly pass: number;
  /** Sent or loaded as a page of zeros. */
  readonly zero: boolean;
  /** Writes in a row that this moment stands for, else 1. */
  readonly count: number;
}

export interface RankedPage {
  /** Number in the order of RAM. */
  readonly page: number;
  readonly sends: number;
}

/** What both a run and a file can say. */
export interface PageLives {
  readonly pageCount: number;
  readonly sendsOf: (page: number) => number;
  readonly lifeOf: (page: number) => readonly PageMoment[];
  /** Pages that were sent, the most often sent first, then by number. */
  readonly ranked: (from: number, count: number) => readonly RankedPage[];
}

/** What an event does to a page. */
export const PageRole = { None: 0, Write: 1, Store: 2, Send: 3, Load: 4 } as const;

const ROLE = new Uint8Array(256);
for (const kind of [
  EventKind.GuestDirtyPage,
  EventKind.GuestFillBuffer,
  EventKind.GuestZeroPage,
  EventKind.DeviceFillBuffer,
])
  ROLE[kind] = PageRole.Write;
for (const kind of [EventKind.Store16, EventKind.Store32, EventKind.Store64]) ROLE[kind] = PageRole.Store;
ROLE[EventKind.PageSend] = PageRole.Send;
ROLE[EventKind.PageLoad] = PageRole.Load;

/** What an event of this kind does to a page. */
export const roleOf = (kind: number): number => ROLE[kind]!;

/** The page, in the order of RAM, that the event at a position of the timeline concerns, or -1. */
export function pageFinder({ capture, timeline }: RunSpace): (position: number) => number {
  const { order } = timeline;
  const { firstPage } = capture.arena;
  const pageCount = capture.source.memory.length / PAGE;
  const kinds = [capture.source.events.kind, capture.destination.events.kind] as const;
  const subjects = [capture.source.events.subject, capture.destination.events.subject] as const;
  return (position) => {
    const packed = order[position]!;
    const [side, row] = [packed & 1, packed >>> 1];
    const role = ROLE[kinds[side]![row]!]!;
    if (role === PageRole.None) return -1;
    const subject = subjects[side]![row]!;
    const page = role === PageRole.Store ? firstPage + Math.floor(subject / PAGE) : subject;
    return page >= 0 && page < pageCount ? page : -1;
  };
}

/** Indexes the pages of a run. */
export function runPageLives(space: RunSpace): PageLives {
  const { capture, timeline } = space;
  const { order, length } = timeline;
  const pageCount = capture.source.memory.length / PAGE;
  const kinds = [capture.source.events.kind, capture.destination.events.kind] as const;
  const starts = new Uint32Array(pageCount + 1);
  const sends = new Uint32Array(pageCount);
  const pageAt = pageFinder(space);
  for (let position = 0; position < length; position++) {
    const page = pageAt(position);
    if (page < 0) continue;
    starts[page + 1]!++;
    if (kinds[order[position]! & 1]![order[position]! >>> 1] === EventKind.PageSend) sends[page]!++;
  }
  for (let page = 0; page < pageCount; page++) starts[page + 1]! += starts[page]!;
  const fill = starts.slice(0, pageCount);
  const positions = new Uint32Array(starts[pageCount]!);
  for (let position = 0; position < length; position++) {
    const page = pageAt(position);
    if (page >= 0) positions[fill[page]!++] = position;
  }

  return {
    ...ranking(sends),
    lifeOf: (page) => {
      if (page < 0 || page >= pageCount) return [];
      return momentsOf(space, positions.subarray(starts[page], starts[page + 1]));
    },
  };
}

function momentsOf(space: RunSpace, positions: Uint32Array): readonly PageMoment[] {
  const { capture, timeline } = space;
  const out: PageMoment[] = [];
  const sent = { source: false, destination: false };
  for (const position of positions) {
    const packed = timeline.order[position]!;
    const side = (packed & 1) === 0 ? 'source' : 'destination';
    const row = packed >>> 1;
    const { events } = capture[side];
    const role = ROLE[events.kind[row]!]!;
    const last = out[out.length - 1];
    if (role <= PageRole.Store) {
      const what = sent[side] ? 'dirtied again' : 'dirtied';
      if (last?.what === what && last.side === side) out[out.length - 1] = { ...last, count: last.count + 1 };
      else out.push({ what, side, row, ...when(space, position, row), offset: -1, pass: 0, zero: false, count: 1 });
      continue;
    }
    const what = role === PageRole.Send ? 'sent' : 'loaded';
    if (role === PageRole.Send) sent[side] = true;
    out.push({
      what,
      side,
      row,
      ...when(space, position, row),
      offset: events.offset[row]!,
      pass: role === PageRole.Send ? events.after[row]! : 0,
      zero: events.before[row] === 0,
      count: 1,
    });
  }
  return out;
}

function when({ capture, timeline }: RunSpace, position: number, row: number): { head: number; time: number } {
  const { events } = (timeline.order[position]! & 1) === 0 ? capture.source : capture.destination;
  return { head: headOfPosition(timeline, position), time: events.time[row]! };
}

/** Indexes the pages of a stream by its RAM records; `blocks` in the order of RAM's START, sizes in bytes. */
export function filePageLives(
  records: RamRecordColumns,
  blocks: readonly { readonly size: number }[],
  pageSize = PAGE,
): PageLives {
  const firsts: number[] = [];
  let pageCount = 0;
  for (const { size } of blocks) {
    firsts.push(pageCount);
    pageCount += Math.ceil(size / pageSize);
  }
  const pageOf = (i: number): number => {
    const first = firsts[records.block[i]!];
    const page = first === undefined ? -1 : first + records.page[i]!;
    return page < pageCount ? page : -1;
  };
  const sends = new Uint32Array(pageCount);
  for (let i = 0; i < records.length; i++) if (pageOf(i) >= 0) sends[pageOf(i)]!++;
  const starts = new Uint32Array(pageCount + 1);
  for (let page = 0; page < pageCount; page++) starts[page + 1] = starts[page]! + sends[page]!;
  const fill = starts.slice(0, pageCount);
  const rows = new Uint32Array(starts[pageCount]!);
  for (let i = 0; i < records.length; i++) if (pageOf(i) >= 0) rows[fill[pageOf(i)]!++] = i;
  return {
    ...ranking(sends),
    lifeOf: (page) => {
      if (page < 0 || page >= pageCount) return [];
      return Array.from(rows.subarray(starts[page], starts[page + 1]), (record): PageMoment => ({
        what: 'sent',
        side: 'source',
        row: -1,
        head: -1,
        time: -1,
        offset: records.offset[record]!,
        pass: 0,
        zero: (records.flags[record]! & RAM_FLAG_ZERO) !== 0,
        count: 1,
      }));
    },
  };
}

/** RAM_SAVE_FLAG_ZERO (QEMU migration/ram.c). */
const RAM_FLAG_ZERO = 2;

function ranking(sends: Uint32Array): Pick<PageLives, 'pageCount' | 'sendsOf' | 'ranked'> {
  let order: Uint32Array | null = null;
  return {
    pageCount: sends.length,
    sendsOf: (page) => sends[page] ?? 0,
    ranked: (from, count) => {
      order ??= byCount(sends);
      return Array.from(order.subarray(from, from + count), (page) => ({ page, sends: sends[page]! }));
    },
  };
}

/** Pages with at least one send, by counting: linear, and stable by page. */
function byCount(sends: Uint32Array): Uint32Array {
  let most = 0;
  for (const count of sends) most = Math.max(most, count);
  const starts = new Uint32Array(most + 2);
  for (const count of sends) if (count > 0) starts[most - count + 1]!++;
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!;
  const out = new Uint32Array(starts[most]!);
  sends.forEach((count, page) => {
    if (count > 0) out[starts[most - count]!++] = page;
  });
  return out;
}
