// The life of one buffer around the cursor, read off the events of both sides: made available, kicked, taken by the
// device, given back, interrupt, taken back. Either guest's events count: a buffer may be added at the source and come
// back at the destination.
import { EventKind, QUEUE_SUBJECTS } from '../../engine/capture/event-kinds.ts';
import type { Side } from '../../engine/capture/capture.ts';
import { headOfPosition } from '../../engine/capture/run-space.ts';
import { eventAt } from '../../engine/capture/timeline.ts';
import type { RunDocument } from '../../store/documents.ts';

export type StepKind = 'available' | 'kick' | 'taken' | 'used' | 'interrupt' | 'reaped';

export interface BufferStep {
  readonly kind: StepKind;
  readonly side: Side;
  /** ns */
  readonly time: number;
  /** Head of the timeline to move the cursor to. */
  readonly head: number;
  /** What the event says beside its kind: index, bytes, vector. */
  readonly value: number;
}

/** Kinds by event, in the order in which a buffer passes them. */
const ORDER: readonly (readonly [number, StepKind])[] = [
  [EventKind.GuestAddBuffer, 'available'],
  [EventKind.GuestKick, 'kick'],
  [EventKind.DevicePop, 'taken'],
  [EventKind.DeviceUse, 'used'],
  [EventKind.DeviceInterrupt, 'interrupt'],
  [EventKind.GuestReap, 'reaped'],
];
/** Steps whose event names the buffer; the others name the queue only. */
const NAMES_BUFFER: ReadonlySet<StepKind> = new Set(['available', 'taken', 'used']);
const USED = ORDER.findIndex(([, step]) => step === 'used');

/**
 * Steps of the buffer with this head descriptor (packed: this id) that is or was last in the ring at head `cursor`. Without
 * `available` it was in the ring before the run began.
 */
export function followBuffer(
  document: RunDocument,
  nic: number,
  queue: number,
  buffer: number,
  cursor: number,
): readonly BufferStep[] {
  const { timeline, capture } = document;
  const subject = nic * QUEUE_SUBJECTS + queue;
  const stepAt = (position: number): number => {
    const { side, row } = eventAt(timeline, position);
    const { events } = capture[side];
    if (events.subject[row] !== subject) return -1;
    const step = ORDER.findIndex(([kind]) => kind === events.kind[row]);
    return step >= 0 && NAMES_BUFFER.has(ORDER[step]![1]) && events.before[row] !== buffer ? -1 : step;
  };
  let position = timeline.heads[cursor] ?? 0;
  while (position > 0 && stepAt(position) !== 0) position--;
  const out: BufferStep[] = [];
  // What comes next must be later in the order: the kick may be left out, the interrupt be suppressed.
  let reached = -1;
  for (; position < timeline.length; position++) {
    const step = stepAt(position);
    if (step < 0) continue;
    if (step === 0 && reached >= 0) break;
    if (step <= reached || (step > USED && reached < USED)) continue;
    reached = step;
    const { side, row } = eventAt(timeline, position);
    const { events } = capture[side];
    out.push({
      kind: ORDER[step]![1],
      side,
      time: events.time[row]!,
      head: headOfPosition(timeline, position),
      value: events.after[row]!,
    });
    if (step === ORDER.length - 1) break;
  }
  return out;
}
