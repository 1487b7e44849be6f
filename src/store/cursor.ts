// Stepping: from one event to another by event, frame, iteration or phase, and through the stream by byte or field,
// forward and backward. Pure functions; the cursor is the number of a head (an event that is no detail) and the state
// shown is the one after it.
import { EventKind } from '../engine/capture/event-kinds.ts';
import { deepestAt } from '../engine/capture/span-query.ts';
import { headAtTime, headEvent, type OpenDocument, type RunDocument } from './documents.ts';

export const STEP_SIZES = ['byte', 'field', 'event', 'frame', 'iteration', 'phase'] as const;
export type StepSize = (typeof STEP_SIZES)[number];

/** Kinds at which a frame begins: a header, section or command is written, or a section is loaded. */
const FRAME_STARTS: ReadonlySet<number> = new Set([
  EventKind.HeaderSaved,
  EventKind.SectionSaveStart,
  EventKind.CommandSent,
  EventKind.StreamEnd,
]);

/** An iteration begins with a dirty sync. */
const PASS_STARTS: ReadonlySet<number> = new Set([EventKind.PassStart]);

/** Sizes that go from event to event; the others go through the bytes of the stream. */
export type EventStep = Exclude<StepSize, 'byte' | 'field'>;

export function isEventStep(size: StepSize): size is EventStep {
  return size !== 'byte' && size !== 'field';
}

/** The head where a step of this size from `head` ends; stays inside the run. */
export function stepFrom(document: RunDocument, head: number, size: EventStep, direction: 1 | -1): number {
  const last = document.timeline.heads.length - 1;
  if (last < 0) return 0;
  if (size === 'event') return clamp(head + direction, last);
  if (size === 'phase') return stepPhase(document, head, direction, last);
  const kinds = size === 'frame' ? FRAME_STARTS : PASS_STARTS;
  for (let at = head + direction; at >= 0 && at <= last; at += direction) {
    const { side, row } = headEvent(document, at);
    if (side === 'source' && kinds.has(document.capture.source.events.kind[row]!)) return at;
  }
  return direction > 0 ? last : 0;
}

/** The bytes where a step through the stream from those at [start, end) ends: one byte, or a whole field. */
export function stepBytes(
  { stream, inspection: { spans } }: OpenDocument,
  from: { readonly start: number; readonly end: number } | null,
  size: 'byte' | 'field',
  direction: 1 | -1,
): { readonly start: number; readonly end: number } {
  const last = stream.length - 1;
  if (size === 'byte') {
    const start = clamp(from === null ? 0 : from.start + direction, last);
    return { start, end: start + 1 };
  }
  const here = from === null ? -1 : deepestAt(spans, from.start);
  const edge =
    from === null ? 0 : here < 0 ? from.start + direction : direction > 0 ? spans.end[here]! : spans.start[here]! - 1;
  const row = deepestAt(spans, clamp(edge, last));
  return row < 0
    ? { start: clamp(edge, last), end: clamp(edge, last) + 1 }
    : { start: spans.start[row]!, end: spans.end[row]! };
}

function stepPhase(document: RunDocument, head: number, direction: 1 | -1, last: number): number {
  const starts = document.phases.map((phase) => firstHeadFrom(document, phase.start));
  const next = direction > 0 ? starts.find((start) => start > head) : starts.filter((start) => start < head).pop();
  return next ?? (direction > 0 ? last : 0);
}

/** The first head at or after `time`. */
function firstHeadFrom(document: RunDocument, time: number): number {
  let head = headAtTime(document, time);
  const timeOf = (at: number): number => {
    const { side, row } = headEvent(document, at);
    return document.capture[side].events.time[row]!;
  };
  while (head > 0 && timeOf(head - 1) >= time) head--;
  if (timeOf(head) < time && head + 1 < document.timeline.heads.length) head++;
  return head;
}

function clamp(head: number, last: number): number {
  return Math.max(0, Math.min(last, head));
}

/** Row of the frame that an event begins (saving or loading it), or -1. */
export function frameRowAt(document: RunDocument, head: number): number {
  const { side, row } = headEvent(document, head);
  const { events } = document.capture[side];
  const kind = events.kind[row]!;
  if (kind === EventKind.HeaderSaved) return document.frames[0]?.row ?? -1;
  if (!FRAME_STARTS.has(kind) && kind !== EventKind.SectionLoadStart && kind !== EventKind.CommandLoaded) return -1;
  const offset = events.offset[row]!;
  return document.frames.find(({ start }) => start === offset)?.row ?? -1;
}
