// "Who wrote this": from a value at a cursor back to what made it. At the destination a value came from bytes of the
// stream, those from the source's put, that from a store or a command at the source; a ring index was read from guest
// memory, whose page came in the stream. Each hop is an event, so a person can stop there.
import { groupThousands, hex } from '../bytes/text.ts';
import type { Side } from './capture.ts';
import { EventKind, eventKindInfo } from './event-kinds.ts';
import { listCellText } from './list-text.ts';
import { isList } from './lists.ts';
import { headOfPosition, positionOfRow, type RunSpace } from './run-space.ts';
import { ancestry, deepestAt, frameOf } from './span-query.ts';

export type HopKind =
  'set' | 'loaded' | 'bytes' | 'put' | 'cause' | 'available' | 'page loaded' | 'page sent' | 'store' | 'initial';

export interface Hop {
  readonly kind: HopKind;
  readonly side: Side;
  /** Row in the side's event columns; -1 for a value from before the first event. */
  readonly row: number;
  /** Number of the head to go to. */
  readonly head: number;
  /** Bytes of the stream that carried it: first and one past the last; -1 where there are none. */
  readonly start: number;
  readonly end: number;
  readonly words: string;
}

/** Cells that the device reads from a ring in guest memory, with the cell that holds the ring's address. */
const FROM_MEMORY: Readonly<Record<string, 'avail' | 'used'>> = {
  shadow_avail_idx: 'avail',
  used_idx: 'used',
  inuse: 'used',
};
const LOADS: ReadonlySet<number> = new Set([EventKind.CheckPassed, EventKind.CheckSkipped, EventKind.SectionLoadStart]);
const STORE_BYTES: Readonly<Record<number, number>> = {
  [EventKind.Store16]: 2,
  [EventKind.Store32]: 4,
  [EventKind.Store64]: 8,
};
const PAGE = 4096;

/** Hops of a cell's value on a side after `count` of its events, the latest first. */
export function whoWroteCell(space: RunSpace, side: Side, cell: number, count: number): readonly Hop[] {
  return new Trail(space).cell(side, cell, count);
}

/** Hops of a byte of guest memory inside the arena, at a guest address. */
export function whoWroteMemory(space: RunSpace, side: Side, address: number, count: number): readonly Hop[] {
  return new Trail(space).memory(side, address - space.capture.arena.address, count);
}

/** Hops of a byte of the stream: the put and what made the value. */
export function whoWroteByte(space: RunSpace, offset: number): readonly Hop[] {
  return new Trail(space).byte(offset);
}

class Trail {
  private readonly space: RunSpace;

  constructor(space: RunSpace) {
    this.space = space;
  }

  cell(side: Side, cell: number, count: number): Hop[] {
    const { events } = this.space.capture[side];
    const def = this.space.capture.cells[cell];
    if (!def) return [];
    let row = Math.min(count, events.length) - 1;
    while (row >= 0 && (events.kind[row] !== EventKind.CellSet || events.subject[row] !== cell)) row--;
    const what = `${def.queue >= 0 ? `queue ${def.queue} ` : ''}${def.name}`;
    if (row < 0) return [this.initial(side, `${what} has not changed since the run began`)];
    const after = events.after[row]!;
    const value = isList(def) ? listCellText(this.space.capture, def, after) : groupThousands(after);
    const offset = events.offset[row]!;
    if (side === 'destination' && offset >= 0) {
      const hop = this.hop('loaded', side, row, `${what} = ${value} was loaded from offset ${hex(offset)}`);
      return [{ ...hop, ...this.spanAt(offset) }, ...this.sent(offset, cell)];
    }
    const set = this.hop('set', side, row, `${what} became ${value}`);
    const cause = this.headRow(side, row);
    const source = FROM_MEMORY[def.name];
    if (side === 'destination' && source && LOADS.has(events.kind[cause]!)) {
      const address = this.valueAt(side, def.device, source, def.queue, row);
      const at = address + 2 - this.space.capture.arena.address;
      const read = { ...set, words: `${what} became ${value}, read from ${source}.idx at ${hex(address + 2)}` };
      return [read, ...this.memory(side, at, row)];
    }
    return [set, ...this.cause(side, row)];
  }

  /** From the bytes at `offset` to the source's put of them and to what made the cell's value there. */
  private sent(offset: number, cell: number): Hop[] {
    const put = this.putRow(offset);
    if (put.start < 0) return [];
    return [this.bytesHop(offset, put.start), this.putHop(offset, put.start), ...this.cell('source', cell, put.taken)];
  }

  byte(offset: number): Hop[] {
    const put = this.putRow(offset);
    if (put.start < 0) return [];
    const page = this.pageSend(offset, put.start);
    if (page >= 0) return [this.pageSentHop(page), ...this.pageStores(page, offset)];
    const cell = this.cellOf(offset);
    const hop = this.putHop(offset, put.start);
    return cell >= 0 ? [hop, ...this.cell('source', cell, put.taken)] : [hop];
  }

  memory(side: Side, at: number, count: number): Hop[] {
    const { capture } = this.space;
    const { events } = capture[side];
    const page = capture.arena.firstPage + Math.floor(at / PAGE);
    for (let row = Math.min(count, events.length) - 1; row >= 0; row--) {
      const kind = events.kind[row]!;
      const subject = events.subject[row]!;
      const bytes = STORE_BYTES[kind];
      if (bytes !== undefined && at >= subject && at < subject + bytes) {
        const words = `${bytes} bytes at ${hex(capture.arena.address + subject)} became ${groupThousands(events.after[row]!)}`;
        return [this.hop('store', side, row, words), ...this.cause(side, row)];
      }
      if (kind === EventKind.PageLoad && subject === page) return this.loadedPage(row, at);
    }
    return [this.initial(side, `the bytes at ${hex(capture.arena.address + at)} were there when the run began`)];
  }

  private loadedPage(row: number, at: number): Hop[] {
    const { capture } = this.space;
    const { destination, source } = capture;
    const record = destination.events.offset[row]!;
    const data = destination.events.after[row]!;
    const page = destination.events.subject[row]!;
    const hop = this.hop('page loaded', 'destination', row, `page ${hex(page)} was loaded from offset ${hex(record)}`);
    const loaded =
      data < 0 ? { ...hop, start: record } : { ...hop, start: data + (at % PAGE), end: data + (at % PAGE) + 1 };
    const put = this.putRow(record);
    const sent = put.start < 0 ? -1 : this.pageSend(record, put.start);
    if (sent < 0) return [loaded];
    const stores = this.memory('source', at, sent);
    return [loaded, this.pageSentHop(sent), ...(source.events.length > 0 ? stores : [])];
  }

  /** Stores at the source that made the byte of a page which was sent with the record around `offset`. */
  private pageStores(row: number, offset: number): Hop[] {
    const { arena, source } = this.space.capture;
    const page = source.events.subject[row]!;
    const inside = page >= arena.firstPage && page < arena.firstPage + arena.pageCount;
    const span = this.nextRecord(row);
    const at = offset - (span - PAGE);
    if (!inside || at < 0 || at >= PAGE) return this.pageWrites(page, row);
    return this.memory('source', (page - arena.firstPage) * PAGE + at, row);
  }

  /** End of the record that a send of a page wrote: its data are the last bytes of it. */
  private nextRecord(row: number): number {
    const { events } = this.space.capture.source;
    for (let next = row + 1; next < events.length; next++) {
      const kind = events.kind[next];
      if (kind === EventKind.PageSend) return events.offset[next]!;
      if (kind === EventKind.SectionSaveEnd) return events.offset[next]! - 5 - 8; // footer, end mark of RAM
    }
    return -1;
  }

  /** The last event that says that a page outside the arena was written. */
  private pageWrites(page: number, before: number): Hop[] {
    const { events } = this.space.capture.source;
    for (let row = before - 1; row >= 0; row--) {
      const kind = events.kind[row];
      const writes =
        kind === EventKind.GuestDirtyPage || kind === EventKind.GuestFillBuffer || kind === EventKind.DeviceFillBuffer;
      if (writes && events.subject[row] === page)
        return [this.hop('store', 'source', row, `page ${hex(page)} was written last`)];
    }
    return [this.initial('source', `page ${hex(page)} was as it is when the run began`)];
  }

  /** The event that a change belongs to, and for an index that moved by a pop, the driver's publishing before it. */
  private cause(side: Side, row: number): Hop[] {
    const { events } = this.space.capture[side];
    const head = this.headRow(side, row);
    if (head < 0) return [];
    const kind = events.kind[head]!;
    const { actor, name } = eventKindInfo(kind);
    const hop = this.hop('cause', side, head, `by ${name} (${actor})`);
    if (kind !== EventKind.DevicePop) return [hop];
    for (let i = head - 1; i >= 0; i--) {
      if (events.kind[i] !== EventKind.GuestAddBuffer || events.subject[i] !== events.subject[head]) continue;
      if (events.after[i] !== events.after[head]) continue;
      const words = `the driver had made descriptor ${groupThousands(events.before[i]!)} available, avail.idx ${groupThousands(events.after[i]!)}`;
      return [hop, this.hop('available', side, i, words)];
    }
    return [hop];
  }

  /** Row of the section's beginning that put the byte, and how many events had happened when its state was taken. */
  private putRow(offset: number): { readonly start: number; readonly taken: number } {
    const { events } = this.space.capture.source;
    let start = -1;
    let taken = -1;
    for (let row = 0; row < events.length; row++) {
      const kind = events.kind[row];
      if (kind === EventKind.SectionSaveStart) {
        if (events.offset[row]! > offset) break;
        start = row;
        taken = row + 1;
      } else if (kind === EventKind.StateTaken && start >= 0) taken = row + 1;
      else if (kind === EventKind.SectionSaveEnd && start >= 0 && events.offset[row]! <= offset) start = -1;
    }
    return { start, taken };
  }

  private putHop(offset: number, start: number): Hop {
    const { names, events } = this.space.capture.source;
    const name = names[events.after[start]!] ?? '';
    return {
      ...this.hop('put', 'source', start, `the source put it at offset ${hex(offset)}, in the section of ${name}`),
      ...this.spanAt(offset),
    };
  }

  /** The packet in which the bytes left. */
  private bytesHop(offset: number, from: number): Hop {
    const { events } = this.space.capture.source;
    for (let row = from; row < events.length; row++) {
      if (events.kind[row] !== EventKind.LinkPacket) continue;
      const start = events.offset[row]!;
      if (offset < start || offset >= start + events.subject[row]!) continue;
      const words = `the bytes left in the packet at offset ${hex(start)}`;
      return { ...this.hop('bytes', 'source', row, words), ...this.spanAt(offset) };
    }
    return { ...this.hop('bytes', 'source', from, 'the bytes never left'), ...this.spanAt(offset) };
  }

  /** Row of the page's sending whose record holds the byte, or -1. */
  private pageSend(offset: number, from: number): number {
    const { events } = this.space.capture.source;
    let found = -1;
    for (let row = from; row < events.length; row++) {
      const kind = events.kind[row];
      if (kind === EventKind.SectionSaveEnd) break;
      if (kind !== EventKind.PageSend) continue;
      if (events.offset[row]! > offset) break;
      found = row;
    }
    return found;
  }

  private pageSentHop(row: number): Hop {
    const { events } = this.space.capture.source;
    const start = events.offset[row]!;
    const words = `page ${hex(events.subject[row]!)} was sent at offset ${hex(start)}, pass ${events.after[row]!}`;
    return { ...this.hop('page sent', 'source', row, words), start, end: this.nextRecord(row) };
  }

  /** The cell whose bytes lie at `offset`, or -1. */
  private cellOf(offset: number): number {
    const { spans, capture } = this.space;
    const row = deepestAt(spans, offset);
    if (row < 0) return -1;
    const own = this.cellFrom(spans.start[row]!);
    if (own >= 0) return own;
    // An entry of a list: the list is the cell, and the span above it.
    const parent = spans.parent[row]!;
    const cell = parent < 0 ? -1 : this.cellFrom(spans.start[parent]!);
    const isOfList = cell >= 0 && isList(capture.cells[cell]!);
    return isOfList && capture.cells[cell]!.wire.endsWith(`/${spans.names[spans.name[parent]!]}`) ? cell : -1;
  }

  /** The cell that was loaded from this offset first, or -1. */
  private cellFrom(offset: number): number {
    const { events } = this.space.capture.destination;
    for (let i = 0; i < events.length; i++)
      if (events.kind[i] === EventKind.CellSet && events.offset[i] === offset) return events.subject[i]!;
    return -1;
  }

  private spanAt(offset: number): { readonly start: number; readonly end: number } {
    const { spans } = this.space;
    const row = deepestAt(spans, offset);
    if (row < 0 || frameOf(spans, row) < 0 || ancestry(spans, row).length < 2)
      return { start: offset, end: offset + 1 };
    return { start: spans.start[row]!, end: spans.end[row]! };
  }

  private valueAt(side: Side, device: string, name: string, queue: number, count: number): number {
    const { cells } = this.space.capture;
    const def = cells.find((each) => each.device === device && each.name === name && each.queue === queue);
    const { events, keyframes } = this.space.capture[side];
    if (!def) return -1;
    for (let row = count - 1; row >= 0; row--)
      if (events.kind[row] === EventKind.CellSet && events.subject[row] === def.id) return events.after[row]!;
    return keyframes.values[def.id] ?? -1;
  }

  private headRow(side: Side, row: number): number {
    const { detail } = this.space.capture[side].events;
    let head = row;
    while (head >= 0 && detail[head] === 1) head--;
    return head;
  }

  private headOf(side: Side, row: number): number {
    const { timeline } = this.space;
    return headOfPosition(timeline, positionOfRow(timeline, side, row));
  }

  private hop(kind: HopKind, side: Side, row: number, words: string): Hop {
    return { kind, side, row, head: this.headOf(side, row), start: -1, end: -1, words };
  }

  private initial(side: Side, words: string): Hop {
    return { kind: 'initial', side, row: -1, head: 0, start: -1, end: -1, words };
  }
}
