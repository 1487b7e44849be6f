// The recorder of one side: the only way by which live state changes. It keeps the cells' values, writes an event for
// every change with the value before and after, and takes keyframes. Time is set by the side's loop.
import type { CellTable } from './cells.ts';
import { EventKind } from './event-kinds.ts';
import { EventLog } from './event-log.ts';
import { KeyframeLog } from './keyframes.ts';
import { ListPool } from './lists.ts';
import { NameTable } from './names.ts';

export class Recorder {
  readonly cells: CellTable;
  readonly values: Float64Array;
  readonly log: EventLog;
  readonly keyframes: KeyframeLog;
  readonly names = new NameTable();
  readonly lists = new ListPool();
  /** Guest memory that holds the virtqueues; stores inside it are events. */
  readonly arena: Uint8Array;
  /** Virtual time of whatever is recorded next, ns; never decreases. */
  now = 0;
  private isMuted = false;
  /** Lists that were set while muted, by cell: only the last of each counts. */
  private readonly waiting = new Map<number, Uint8Array>();

  constructor(cells: CellTable, arena: Uint8Array, eventCapacity?: number) {
    this.cells = cells;
    this.values = new Float64Array(cells.defs.length);
    this.arena = arena;
    this.log = new EventLog(eventCapacity);
    this.keyframes = new KeyframeLog(this.values, arena);
  }

  /** While true nothing is recorded and cells just change: what happened before the run starts. */
  get muted(): boolean {
    return this.isMuted;
  }

  set muted(to: boolean) {
    this.isMuted = to;
    if (to) return;
    for (const [cell, bytes] of this.waiting) this.values[cell] = this.lists.put(bytes);
    this.waiting.clear();
  }

  get(cell: number): number {
    return this.values[cell]!;
  }

  /** Something happened that changes no cell. Offsets in stream bytes or -1. */
  event(kind: number, subject = -1, offset = -1, before = 0, after = 0): number {
    if (this.muted) return -1;
    this.keyframes.beforeEvent(this.log.length);
    return this.log.push(this.now, kind, 0, subject, offset, before, after);
  }

  /** The same, as a detail of the event before it. */
  detail(kind: number, subject = -1, offset = -1, before = 0, after = 0): number {
    if (this.muted) return -1;
    this.keyframes.beforeEvent(this.log.length);
    return this.log.push(this.now, kind, 1, subject, offset, before, after);
  }

  /**
   * Sets a cell; an unchanged value makes no event unless a stream offset is given (the value was loaded from there).
   */
  set(cell: number, value: number, offset = -1): void {
    const before = this.values[cell]!;
    if (this.muted) {
      this.values[cell] = value;
      return;
    }
    if (before === value && offset < 0) return;
    this.keyframes.beforeEvent(this.log.length);
    this.log.push(this.now, EventKind.CellSet, 1, cell, offset, before, value);
    this.values[cell] = value;
  }

  /** Sets a cell whose format is a list's. While muted the bytes are kept by reference until recording begins. */
  setList(cell: number, bytes: Uint8Array, offset = -1): void {
    if (this.isMuted) this.waiting.set(cell, bytes);
    else this.set(cell, this.lists.put(bytes), offset);
  }

  /** Sets a cell before the first event: part of the state that the run starts from. */
  initial(cell: number, value: number): void {
    if (this.log.length > 0) throw new RangeError('initial value after the first event');
    this.values[cell] = value;
  }

  /** Records a store of 2, 4 or 8 bytes at an arena byte offset; the caller then writes the memory. */
  store(kind: 2 | 3 | 4, arenaOffset: number, before: number, after: number): void {
    if (this.muted) return;
    this.keyframes.beforeEvent(this.log.length);
    this.log.push(this.now, kind, 1, arenaOffset, -1, before, after);
    this.keyframes.touch(arenaOffset);
  }

  /** Records that the guest cleared a page of the arena. */
  zeroPage(page: number, arenaOffset: number): void {
    if (this.muted) return;
    this.keyframes.beforeEvent(this.log.length);
    this.log.push(this.now, EventKind.GuestZeroPage, 1, page, -1, 0, -1);
    this.keyframes.touch(arenaOffset);
  }

  /** Records that a whole guest page was replaced; `arenaOffset` is -1 when it lies outside the arena. */
  pageLoad(page: number, recordOffset: number, dataOffset: number, arenaOffset: number): void {
    this.keyframes.beforeEvent(this.log.length);
    this.log.push(this.now, EventKind.PageLoad, 1, page, recordOffset, dataOffset < 0 ? 0 : 1, dataOffset);
    if (arenaOffset >= 0) this.keyframes.touch(arenaOffset);
  }
}
