// One virtqueue as the guest's driver works on it, split or packed: adds buffers, kicks, takes used ones back. All that it
// knows lies in guest RAM, in its record of the driver's page and in the ring.
import { EventKind } from '../capture/event-kinds.ts';
import type { Recorder } from '../capture/recorder.ts';
import type { GuestMemory } from '../ram/guest-memory.ts';
import {
  advance,
  descFlags,
  EventFlag,
  isUsed,
  wantsEvent,
  writeEvent,
  writePackedDesc,
  type Position,
} from '../virtqueue/packed.ts';
import {
  availEvent,
  availIdx,
  DescFlag,
  indexDistance,
  needEvent,
  publish,
  usedIdx,
  writeDesc,
  type Segment,
  type SplitRing,
} from '../virtqueue/split.ts';
import { QUEUE_RECORD, QUEUE_RECORDS, QueueWord, ringAt, type NicLayout } from './layout.ts';

/** VRING_USED_F_NO_NOTIFY */
const NO_NOTIFY = 1;
/** Queue Size at most (virtio 1.2, 2.7): what a driver with a damaged memory cannot exceed either. */
const MOST_ENTRIES = 32768;
/** Ids of a packed queue whose buffers have several descriptors; their lengths are kept by id. */
const KEPT_LENGTHS = 32;

export class DriverQueue {
  private readonly memory: GuestMemory;
  private readonly recorder: Recorder;
  private readonly layout: NicLayout;
  private readonly index: number;
  private readonly subject: number;
  private readonly record: number;
  private readonly isReceive: boolean;

  /** Queue `index`; events name it by `subject`. Buffers of a receive queue are of one descriptor each. */
  constructor(
    memory: GuestMemory,
    recorder: Recorder,
    layout: NicLayout,
    index: number,
    subject: number,
    isReceive: boolean,
  ) {
    this.isReceive = isReceive;
    this.memory = memory;
    this.recorder = recorder;
    this.layout = layout;
    this.index = index;
    this.subject = subject;
    this.record = layout.driver + QUEUE_RECORDS + index * QUEUE_RECORD;
  }

  word(at: number): number {
    return this.memory.u32(this.record + at);
  }

  setWord(at: number, value: number): void {
    this.memory.setU32(this.record + at, value >>> 0);
  }

  get ring(): SplitRing {
    const num = Math.max(1, Math.min(MOST_ENTRIES, this.word(QueueWord.Num)));
    return ringAt(this.layout.format, this.layout.rings[this.index]!, num);
  }

  get isPacked(): boolean {
    return this.layout.format === 'packed';
  }

  /** Buffers that the device has not given back, or that the driver has not taken back. */
  get inFlight(): number {
    return (this.word(QueueWord.Added) - this.word(QueueWord.Reaped)) >>> 0;
  }

  /** Sets the variables of a ring of `num` entries that nothing has been done with. */
  setup(num: number): void {
    for (let at = 0; at < QUEUE_RECORD; at += 4) this.setWord(at, 0);
    this.setWord(QueueWord.Num, num);
    if (!this.isPacked) return;
    this.setWord(QueueWord.UsedWrap, 1);
    this.setWord(QueueWord.AvailWrap, 1);
  }

  /** Makes a buffer available: its pieces in descriptors, or in the table at `indirect` when that is not 0. */
  add(segments: readonly Segment[], indirect = 0): void {
    const added = this.word(QueueWord.Added);
    this.setWord(QueueWord.Added, added + 1);
    if (this.isPacked) this.addPacked(segments, indirect, added);
    else this.addSplit(segments, indirect);
  }

  /** Where the next buffer goes: what needsKick() is given after buffers were added. */
  get mark(): number {
    return this.isPacked ? this.word(QueueWord.Next) : availIdx(this.memory, this.ring);
  }

  /** Whether the device must be told of what was added since `before`. */
  needsKick(before: number, eventIdx: boolean): boolean {
    const { memory, ring, mark: now } = this;
    if (now === before) return false;
    const isWanted = this.isPacked
      ? wantsEvent(memory, ring.used, ring.num, this.next, before)
      : eventIdx
        ? needEvent(availEvent(memory, ring), now, before)
        : (memory.u16(ring.used) & NO_NOTIFY) === 0;
    if (isWanted) this.recorder.event(EventKind.GuestKick, this.subject);
    return isWanted;
  }

  /** Takes back what the device has used; answers how many buffers. */
  reap(): number {
    const count = this.isPacked ? this.reapPacked() : this.reapSplit();
    if (count > 0) this.setWord(QueueWord.Reaped, this.word(QueueWord.Reaped) + count);
    return count;
  }

  /** Asks for an interrupt once `distance` more buffers are used (0: at the next one). */
  askForInterrupt(eventIdx: boolean, distance: number): void {
    const { memory, ring } = this;
    if (this.isPacked) {
      if (!eventIdx) return;
      const at = distance === 0 ? this.seen : advance(this.seen, Math.min(distance, ring.num - 1), ring.num);
      writeEvent(memory, ring.avail, at, EventFlag.Desc);
    } else if (eventIdx)
      memory.setU16(ring.avail + 4 + 2 * ring.num, (this.word(QueueWord.LastUsed) + distance) & 0xffff);
  }

  private addSplit(segments: readonly Segment[], indirect: number): void {
    const { memory, ring } = this;
    const first = this.word(QueueWord.Next);
    const index = availIdx(memory, ring);
    this.recorder.event(EventKind.GuestAddBuffer, this.subject, -1, first, (index + 1) & 0xffff);
    if (indirect !== 0) {
      for (const [i, segment] of segments.entries())
        writeDesc(
          memory,
          indirect,
          i,
          segment.address,
          segment.length,
          flagsOf(segments, i),
          nextOf(segments, i, i + 1),
        );
      writeDesc(memory, ring.desc, first, indirect, 16 * segments.length, DescFlag.Indirect, 0);
    } else {
      for (const [i, segment] of segments.entries()) {
        const id = (first + i) % ring.num;
        const next = nextOf(segments, i, (id + 1) % ring.num);
        writeDesc(memory, ring.desc, id, segment.address, segment.length, flagsOf(segments, i), next);
      }
    }
    this.setWord(QueueWord.Next, (first + (indirect !== 0 ? 1 : segments.length)) % ring.num);
    publish(memory, ring, first);
  }

  private addPacked(segments: readonly Segment[], indirect: number, added: number): void {
    const { memory, ring } = this;
    const id = added % (this.isReceive ? ring.num : KEPT_LENGTHS);
    const from = this.next;
    const used = indirect !== 0 ? 1 : segments.length;
    const after = advance(from, used, ring.num);
    this.recorder.event(EventKind.GuestAddBuffer, this.subject, -1, id, after.index);
    if (!this.isReceive) memory.setU16(this.record + QueueWord.Lengths + 2 * id, used);
    this.setWord(QueueWord.Next, after.index);
    this.setWord(QueueWord.AvailWrap, after.wrap);
    if (indirect !== 0) {
      // Descriptors of an indirect table are read in their order: `next` and the wrap bits mean nothing there.
      for (const [i, { address, length, writable }] of segments.entries())
        writeDesc(memory, indirect, i, address, length, 0, writable ? DescFlag.Write : 0);
      writePackedDesc(memory, ring, from, indirect, 16 * segments.length, id, DescFlag.Indirect);
    } else {
      // From the last to the first: the first hands the chain over.
      for (let i = segments.length - 1; i >= 0; i--) {
        const { address, length } = segments[i]!;
        writePackedDesc(memory, ring, advance(from, i, ring.num), address, length, id, flagsOf(segments, i));
      }
    }
  }

  private reapSplit(): number {
    const { memory, ring } = this;
    const used = usedIdx(memory, ring);
    const last = this.word(QueueWord.LastUsed);
    const count = indexDistance(last, used);
    if (count === 0 || count > ring.num) return 0;
    this.recorder.event(EventKind.GuestReap, this.subject, -1, last, used);
    this.setWord(QueueWord.LastUsed, used);
    return count;
  }

  private reapPacked(): number {
    const { memory, ring } = this;
    const from = this.seen;
    let at = from;
    let count = 0;
    while (count < ring.num && isUsed(descFlags(memory, ring, at.index), at.wrap)) {
      const id = memory.u16(ring.desc + 16 * at.index + 12);
      const kept = this.isReceive ? 1 : memory.u16(this.record + QueueWord.Lengths + 2 * (id % KEPT_LENGTHS));
      at = advance(at, Math.max(1, kept), ring.num);
      count++;
    }
    if (count === 0) return 0;
    this.recorder.event(EventKind.GuestReap, this.subject, -1, from.index, at.index);
    this.setWord(QueueWord.LastUsed, at.index);
    this.setWord(QueueWord.UsedWrap, at.wrap);
    return count;
  }

  private get next(): Position {
    return { index: this.word(QueueWord.Next), wrap: this.word(QueueWord.AvailWrap) };
  }

  private get seen(): Position {
    return { index: this.word(QueueWord.LastUsed), wrap: this.word(QueueWord.UsedWrap) };
  }
}

function flagsOf(segments: readonly Segment[], i: number): number {
  return (i + 1 < segments.length ? DescFlag.Next : 0) | (segments[i]!.writable ? DescFlag.Write : 0);
}

/** `next` of piece `i`; the last has none. */
function nextOf(segments: readonly Segment[], i: number, next: number): number {
  return i + 1 < segments.length ? next : 0;
}
