// The frames of a stream (its top-level spans) with what the frame list shows of each, and when each was sent.
import { EventKind } from '../engine/capture/event-kinds.ts';
import type { EventColumns } from '../engine/capture/event-log.ts';

/** One row of the frame list. Offsets and lengths in bytes, times in ns of virtual time or -1 in a file. */
export interface Frame {
  readonly number: number;
  /** Row in the span columns. */
  readonly row: number;
  readonly start: number;
  readonly end: number;
  /** HEADER, CONFIG, START, PART, END, FULL, COMMAND, EOF, VMDESC … */
  readonly type: string;
  readonly sectionId: number;
  readonly idstr: string;
  /** Of START and FULL; -1 where the frame does not carry them. */
  readonly instanceId: number;
  readonly versionId: number;
  /** dirty-sync-count when its first byte was written; -1 in a file. */
  readonly pass: number;
  /** A few words: `6 blocks, 16 MiB`, `10 pages, 2,134 zero`. */
  readonly note: string;
  /** INIT, END, NONE for virtio-net's iterative sections, else empty. */
  readonly flag: string;
  /** 0 fine, 1 note, 2 warning, 3 error. */
  readonly mark: number;
  /** When its first byte left the source and its last byte reached the destination. */
  readonly sent: number;
  readonly arrived: number;
  /** When the destination began and ended loading it. */
  readonly loadStart: number;
  readonly loadEnd: number;
}

/** Times of link packets, for "when did this byte leave and arrive". */
export class LinkTimes {
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly leaves: number[] = [];
  private readonly arrives: number[] = [];
  private readonly done: number[] = [];

  constructor(source: EventColumns) {
    for (let i = 0; i < source.length; i++) {
      if (source.kind[i] !== EventKind.LinkPacket) continue;
      this.starts.push(source.offset[i]!);
      this.ends.push(source.offset[i]! + source.subject[i]!);
      this.leaves.push(source.before[i]!);
      this.done.push(source.time[i]!);
      this.arrives.push(source.after[i]!);
    }
  }

  /** Packets in the order they were sent: stream range, first byte leaves, last byte left, last byte arrives. */
  get packets(): readonly { start: number; end: number; leaves: number; left: number; arrives: number }[] {
    return this.starts.map((start, i) => ({
      start,
      end: this.ends[i]!,
      leaves: this.leaves[i]!,
      left: this.done[i]!,
      arrives: this.arrives[i]!,
    }));
  }

  /** Time at which the byte at `offset` leaves the source, interpolated inside its packet; -1 when it never does. */
  leftAt(offset: number): number {
    const i = this.packetOf(offset);
    if (i < 0) return -1;
    const share = (offset - this.starts[i]!) / (this.ends[i]! - this.starts[i]!);
    return this.leaves[i]! + share * (this.done[i]! - this.leaves[i]!);
  }

  /** Time at which the byte at `offset` has arrived; -1 when it never does. */
  arrivedAt(offset: number): number {
    const i = this.packetOf(offset);
    return i < 0 ? -1 : this.leftAt(offset) + (this.arrives[i]! - this.done[i]!);
  }

  /** How many bytes have left the source at `time`. */
  sentBy(time: number): number {
    return this.countBy(this.leaves, this.done, time);
  }

  private countBy(leaves: readonly number[], done: readonly number[], time: number): number {
    let low = 0;
    let high = leaves.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (done[middle]! <= time) low = middle + 1;
      else high = middle;
    }
    const whole = low > 0 ? this.ends[low - 1]! : 0;
    return low < leaves.length ? Math.max(whole, this.part(low, time)) : whole;
  }

  private part(i: number, time: number): number {
    const from = this.leaves[i]!;
    const to = this.done[i]!;
    if (time <= from) return 0;
    const share = to > from ? Math.min(1, (time - from) / (to - from)) : 1;
    return this.starts[i]! + Math.floor(share * (this.ends[i]! - this.starts[i]!));
  }

  private packetOf(offset: number): number {
    let low = 0;
    let high = this.starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ends[middle]! <= offset) low = middle + 1;
      else high = middle;
    }
    return low < this.starts.length && this.starts[low]! <= offset ? low : -1;
  }
}
