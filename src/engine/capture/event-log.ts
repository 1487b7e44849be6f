// The events of one side of a run (source or destination) as typed-array columns: 38 bytes an event, in the order in
// which they happened, times never decreasing. What the columns mean for each kind is written in event-kinds.ts.
import { growColumn, makeColumn } from './columns.ts';

/** The columns, ready to cross threads: every array lies in memory of newMemory() and has at least `length` elements. */
export interface EventColumns {
  readonly length: number;
  /** Virtual time, ns. */
  readonly time: Float64Array;
  readonly kind: Uint8Array;
  /** 1 when the event is a detail of the one before it, else 0. */
  readonly detail: Uint8Array;
  readonly subject: Int32Array;
  /** Stream offset in bytes, or -1. */
  readonly offset: Float64Array;
  readonly before: Float64Array;
  readonly after: Float64Array;
}

/** Bytes of column storage per event. */
export const BYTES_PER_EVENT = 8 + 1 + 1 + 4 + 8 + 8 + 8;

/** Room behind the last event, as a share of all, that is not worth a copy. */
const SLACK = 1.1;

/** Appends events; the only writer of EventColumns. */
export class EventLog {
  length = 0;
  time: Float64Array;
  kind: Uint8Array;
  detail: Uint8Array;
  subject: Int32Array;
  offset: Float64Array;
  before: Float64Array;
  after: Float64Array;
  private capacity: number;

  constructor(capacity = 16384) {
    this.capacity = capacity;
    this.time = makeColumn(Float64Array, capacity);
    this.kind = makeColumn(Uint8Array, capacity);
    this.detail = makeColumn(Uint8Array, capacity);
    this.subject = makeColumn(Int32Array, capacity);
    this.offset = makeColumn(Float64Array, capacity);
    this.before = makeColumn(Float64Array, capacity);
    this.after = makeColumn(Float64Array, capacity);
  }

  /** Appends one event and returns its index. `detail` as in EventColumns, offsets in bytes or -1. */
  push(
    time: number,
    kind: number,
    detail: number,
    subject: number,
    offset: number,
    before: number,
    after: number,
  ): number {
    const i = this.length;
    if (i === this.capacity) this.resize(this.capacity * 2);
    this.time[i] = time;
    this.kind[i] = kind;
    this.detail[i] = detail;
    this.subject[i] = subject;
    this.offset[i] = offset;
    this.before[i] = before;
    this.after[i] = after;
    this.length = i + 1;
    return i;
  }

  /** The columns as they stand, without much room behind them; valid until the next push that grows them. */
  columns(): EventColumns {
    if (this.capacity > this.length * SLACK) this.resize(Math.max(1, this.length));
    const { length, time, kind, detail, subject, offset, before, after } = this;
    return { length, time, kind, detail, subject, offset, before, after };
  }

  private resize(to: number): void {
    this.time = growColumn(Float64Array, this.time, this.length, to);
    this.kind = growColumn(Uint8Array, this.kind, this.length, to);
    this.detail = growColumn(Uint8Array, this.detail, this.length, to);
    this.subject = growColumn(Int32Array, this.subject, this.length, to);
    this.offset = growColumn(Float64Array, this.offset, this.length, to);
    this.before = growColumn(Float64Array, this.before, this.length, to);
    this.after = growColumn(Float64Array, this.after, this.length, to);
    this.capacity = to;
  }
}
