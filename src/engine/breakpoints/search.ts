// The moments at which breakpoints hold. One pass over the columns of both sides finds every hit of a breakpoint; from
// then on the next one, forward or backward, is a binary search, and both directions agree by construction. A hit is the
// number of a head, as the cursor counts: an event with its details.
import { headOfPosition, type RunSpace } from '../capture/run-space.ts';
import { EventCursor, eventScope } from '../query/event-scope.ts';
import type { Scope } from '../query/scope.ts';
import type { Breakpoint } from './breakpoint.ts';
import { makeMatcher, type BreakpointProblem, type Matcher } from './matcher.ts';

export interface Hit {
  readonly breakpoint: Breakpoint;
  readonly head: number;
  /** Which hit of its breakpoint it is from the beginning of the run, from 1. */
  readonly ordinal: number;
}

interface Found {
  readonly heads: Uint32Array;
  readonly problem: BreakpointProblem | null;
}

/** The breakpoints of one run. Keeps what it found: 4 bytes for each hit. */
export class BreakpointSearch {
  readonly scope: Scope<EventCursor>;
  private readonly space: RunSpace;
  private readonly cursor: EventCursor;
  private readonly known = new Map<string, Found>();

  constructor(space: RunSpace) {
    this.space = space;
    this.scope = eventScope(space);
    this.cursor = new EventCursor(space);
  }

  /** Heads at which a breakpoint holds, in order; what it skips and whether it is enabled make no difference. */
  hits(breakpoint: Breakpoint): Uint32Array {
    return this.found([breakpoint])[0]!.heads;
  }

  /** Why it can never hold, or null. */
  problem(breakpoint: Breakpoint): BreakpointProblem | null {
    return this.found([breakpoint])[0]!.problem;
  }

  /** The nearest hit after (1) or before (-1) head `from` of any enabled breakpoint; the first in the list where several hold. */
  findNext(from: number, direction: 1 | -1, breakpoints: readonly Breakpoint[]): Hit | null {
    const enabled = breakpoints.filter((breakpoint) => breakpoint.enabled);
    const found = this.found(enabled);
    let best: Hit | null = null;
    for (const [i, breakpoint] of enabled.entries()) {
      const { heads } = found[i]!;
      const at = direction > 0 ? countUpTo(heads, from) : countUpTo(heads, from - 1) - 1;
      const place = direction > 0 ? Math.max(at, breakpoint.skip) : at;
      if (place < breakpoint.skip || place >= heads.length) continue;
      const head = heads[place]!;
      if (best === null || (head - best.head) * direction < 0) best = { breakpoint, head, ordinal: place + 1 };
    }
    return best;
  }

  /** What is known of each, after one pass for those that are new. */
  private found(breakpoints: readonly Breakpoint[]): readonly Found[] {
    const news = new Map<string, Breakpoint>();
    for (const breakpoint of breakpoints) {
      const key = keyOf(breakpoint);
      if (!this.known.has(key)) news.set(key, breakpoint);
    }
    if (news.size > 0) this.search(news);
    return breakpoints.map((breakpoint) => this.known.get(keyOf(breakpoint))!);
  }

  private search(news: ReadonlyMap<string, Breakpoint>): void {
    const scans: { readonly key: string; readonly matcher: Matcher; readonly heads: HeadList }[] = [];
    for (const [key, breakpoint] of news) {
      const made = makeMatcher(breakpoint, this.space, this.scope);
      if (!made.ok) this.known.set(key, { heads: new Uint32Array(0), problem: made.problem });
      else if (breakpoint.on.kind === 'phase')
        this.known.set(key, { heads: this.phases(breakpoint.on.phase, made.matcher), problem: null });
      else scans.push({ key, matcher: made.matcher, heads: new HeadList() });
    }
    if (scans.length > 0) this.scan(scans);
    for (const { key, heads } of scans) this.known.set(key, { heads: heads.take(), problem: null });
  }

  private scan(scans: readonly { readonly matcher: Matcher; readonly heads: HeadList }[]): void {
    const { timeline, capture } = this.space;
    const { order, heads, length } = timeline;
    const [source, destination] = [capture.source.events.kind, capture.destination.events.kind];
    const any = new Uint8Array(256);
    for (const { matcher } of scans) matcher.kinds.forEach((can, kind) => (any[kind]! |= can));
    let head = -1;
    for (let position = 0; position < length; position++) {
      if (heads[head + 1] === position) head++;
      const packed = order[position]!;
      const kind = (packed & 1) === 0 ? source[packed >>> 1]! : destination[packed >>> 1]!;
      if (any[kind] === 0) continue;
      this.cursor.moveTo(position);
      for (let i = 0; i < scans.length; i++) {
        const { matcher, heads: list } = scans[i]!;
        if (matcher.kinds[kind] === 1 && list.last !== head && matcher.test(this.cursor)) list.push(Math.max(0, head));
      }
    }
  }

  /** The first event of each phase of this name at which the condition holds. */
  private phases(name: string, { test }: Matcher): Uint32Array {
    const { timeline, phases } = this.space;
    const heads: number[] = [];
    for (const { kind, start } of phases) {
      if (name !== 'any' && kind !== name) continue;
      const position = this.firstFrom(start);
      if (position >= timeline.length) continue;
      this.cursor.moveTo(position);
      if (test(this.cursor)) heads.push(headOfPosition(timeline, position));
    }
    return Uint32Array.from(heads);
  }

  /** The first position whose time is not before `time`. */
  private firstFrom(time: number): number {
    let low = 0;
    let high = this.space.timeline.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      this.cursor.moveTo(middle);
      if (this.cursor.events.time[this.cursor.row]! < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function keyOf({ on, condition }: Breakpoint): string {
  return JSON.stringify([on, condition]);
}

/** How many of the heads are at or before `head`. */
function countUpTo(heads: Uint32Array, head: number): number {
  let low = 0;
  let high = heads.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (heads[middle]! <= head) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A growing list of heads. */
class HeadList {
  last = -1;
  private list = new Uint32Array(64);
  private length = 0;

  push(head: number): void {
    if (this.length === this.list.length) {
      const grown = new Uint32Array(this.length * 2);
      grown.set(this.list);
      this.list = grown;
    }
    this.list[this.length++] = head;
    this.last = head;
  }

  take(): Uint32Array {
    return this.list.slice(0, this.length);
  }
}
