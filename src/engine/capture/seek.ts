// The state of one side after any number of its events: the nearest keyframe at or before, then a replay. Going on from
// where it stands is cheaper than a keyframe when the way is shorter.
import type { ArenaInfo, SideCapture } from './capture.ts';
import { eventKindInfo, type EventEffect } from './event-kinds.ts';
import { ARENA_PAGE_SIZE } from './keyframes.ts';

const EFFECTS: EventEffect[] = [];

export class SideState {
  /** Value of every cell. */
  readonly values: Float64Array;
  /** Bytes of the arena: the guest pages that hold the virtqueues. */
  readonly arena: Uint8Array;
  /** How many events have happened. */
  position = -1;
  private readonly side: SideCapture;
  private readonly info: ArenaInfo;
  private readonly stream: Uint8Array;
  private readonly view: DataView;

  constructor(side: SideCapture, info: ArenaInfo, stream: Uint8Array) {
    this.side = side;
    this.info = info;
    this.stream = stream;
    this.values = new Float64Array(side.keyframes.cellCount);
    this.arena = new Uint8Array(info.pageCount * ARENA_PAGE_SIZE);
    this.view = new DataView(this.arena.buffer);
    this.seek(0);
  }

  /** Makes this the state after `count` events (clamped to what there is). */
  seek(count: number): void {
    const { events, keyframes } = this.side;
    const to = Math.max(0, Math.min(events.length, Math.floor(count)));
    const frame = Math.min(Math.floor(to / keyframes.interval), keyframes.length - 1);
    const from = frame * keyframes.interval;
    if (this.position < 0 || to < this.position || from > this.position) this.restore(frame);
    for (let i = this.position; i < to; i++) this.apply(i);
    this.position = to;
  }

  private restore(frame: number): void {
    const { keyframes } = this.side;
    if (frame < 0) {
      this.values.fill(0);
      this.arena.fill(0);
      this.position = 0;
      return;
    }
    const { cellCount, pageCount } = keyframes;
    this.values.set(keyframes.values.subarray(frame * cellCount, (frame + 1) * cellCount));
    for (let page = 0; page < pageCount; page++) {
      const ref = keyframes.pageRefs[frame * pageCount + page]!;
      const at = page * ARENA_PAGE_SIZE;
      if (ref < 0) this.arena.fill(0, at, at + ARENA_PAGE_SIZE);
      else this.arena.set(keyframes.pages.subarray(ref * ARENA_PAGE_SIZE, (ref + 1) * ARENA_PAGE_SIZE), at);
    }
    this.position = frame * keyframes.interval;
  }

  private apply(i: number): void {
    const { events } = this.side;
    const kind = events.kind[i]!;
    const effect = (EFFECTS[kind] ??= eventKindInfo(kind).effect);
    if (effect === 'none') return;
    const subject = events.subject[i]!;
    const after = events.after[i]!;
    if (effect === 'cell') this.values[subject] = after;
    else if (effect === 'store16') this.view.setUint16(subject, after, true);
    else if (effect === 'store32') this.view.setUint32(subject, after, true);
    else if (effect === 'store64') {
      this.view.setUint32(subject, after % 4294967296, true);
      this.view.setUint32(subject + 4, Math.floor(after / 4294967296), true);
    } else {
      const page = subject - this.info.firstPage;
      if (page < 0 || page >= this.info.pageCount) return;
      const at = page * ARENA_PAGE_SIZE;
      if (after < 0) this.arena.fill(0, at, at + ARENA_PAGE_SIZE);
      else this.arena.set(this.stream.subarray(after, after + ARENA_PAGE_SIZE), at);
    }
  }
}
