// Every guest page at once, at a cursor: whose copy is the newest, and how often it was sent so far. Moved along the
// timeline like SideState: forward it goes on from where it stands, back it begins anew. Of a file, what it holds in all.
import { EventKind } from './event-kinds.ts';
import { pageFinder, PageRole, roleOf } from './page-life.ts';
import type { RamRecordColumns } from './ram-records.ts';
import type { RunSpace } from './run-space.ts';

/** In the order of urgency: of a group of pages the highest counts. */
export const PageState = {
  /** Loaded as a page of zeros, and equal since. */
  Zero: 0,
  /** Loaded, and equal since. */
  Loaded: 1,
  /** The guest runs at the destination and has written it there. */
  Written: 2,
  /** Never sent so far: in the first pass every page is due. */
  NotSent: 3,
  /** The last copy that was sent is not loaded yet. */
  InFlight: 4,
  /** Written at the source since it was sent last. */
  DirtyAgain: 5,
} as const;

export const PAGE_STATES = 6;

export interface PageMap {
  readonly pageCount: number;
  readonly stateOf: (page: number) => number;
  /** How often it was sent so far. */
  readonly sendsOf: (page: number) => number;
}

const DIRTY = 1;
const ZERO = 2;
const OWN = 4;
const PAGE = 4096;

export class RunPageMap implements PageMap {
  readonly pageCount: number;
  private readonly space: RunSpace;
  private readonly pageAt: (position: number) => number;
  private readonly sends: Uint16Array;
  private readonly loads: Uint16Array;
  private readonly flags: Uint8Array;
  /** How many events of the timeline have happened. */
  private position = 0;

  constructor(space: RunSpace) {
    this.space = space;
    this.pageCount = space.capture.source.memory.length / PAGE;
    this.pageAt = pageFinder(space);
    this.sends = new Uint16Array(this.pageCount);
    this.loads = new Uint16Array(this.pageCount);
    this.flags = new Uint8Array(this.pageCount);
  }

  /** Makes this the state after `count` events of both sides. */
  seek(count: number): void {
    const to = Math.max(0, Math.min(this.space.timeline.length, count));
    if (to < this.position) {
      for (const column of [this.sends, this.loads, this.flags]) column.fill(0);
      this.position = 0;
    }
    for (; this.position < to; this.position++) this.apply(this.position);
  }

  sendsOf = (page: number): number => this.sends[page] ?? 0;

  stateOf = (page: number): number => {
    const flags = this.flags[page]!;
    if ((flags & OWN) !== 0) return PageState.Written;
    const sends = this.sends[page]!;
    if (sends === 0) return PageState.NotSent;
    if ((flags & DIRTY) !== 0) return PageState.DirtyAgain;
    if (this.loads[page]! < sends) return PageState.InFlight;
    return (flags & ZERO) !== 0 ? PageState.Zero : PageState.Loaded;
  };

  private apply(position: number): void {
    const page = this.pageAt(position);
    if (page < 0) return;
    const { timeline, capture } = this.space;
    const packed = timeline.order[position]!;
    const isSource = (packed & 1) === 0;
    const row = packed >>> 1;
    const { events } = isSource ? capture.source : capture.destination;
    const kind = events.kind[row]!;
    if (kind === EventKind.PageSend) {
      this.sends[page]!++;
      this.flags[page] = events.before[row] === 0 ? ZERO : 0;
    } else if (kind === EventKind.PageLoad) this.loads[page]!++;
    else if (roleOf(kind) !== PageRole.None) this.flags[page]! |= isSource ? DIRTY : OWN;
  }
}

/** RAM_SAVE_FLAG_ZERO (QEMU migration/ram.c). */
const RAM_FLAG_ZERO = 2;

/** What a stream holds of each page: sent with data, as zeros, or not at all. `sends` as its lives count them. */
export function filePageMap(
  records: RamRecordColumns,
  blocks: readonly { readonly size: number }[],
  lives: { readonly pageCount: number; readonly sendsOf: (page: number) => number },
): PageMap {
  const { pageCount, sendsOf } = lives;
  const firsts: number[] = [];
  let first = 0;
  for (const { size } of blocks) {
    firsts.push(first);
    first += Math.ceil(size / PAGE);
  }
  const zero = new Uint8Array(pageCount);
  for (let i = 0; i < records.length; i++) {
    const from = firsts[records.block[i]!];
    if (from !== undefined) zero[from + records.page[i]!] = (records.flags[i]! & RAM_FLAG_ZERO) !== 0 ? 1 : 0;
  }
  const stateOf = (page: number): number =>
    sendsOf(page) === 0 ? PageState.NotSent : zero[page] === 1 ? PageState.Zero : PageState.Loaded;
  return { pageCount, sendsOf, stateOf };
}
