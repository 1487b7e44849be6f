// Stepping: from one event to another by event, frame or phase, forward and backward. Pure functions over a run; the
// cursor is the number of a head (an event that is no detail) and the state shown is the one after it.
import { EventKind } from '../engine/capture/event-kinds.ts';
import { headAtTime, headEvent, type RunDocument } from './documents.ts';

export const STEP_SIZES = ['event', 'frame', 'phase'] as const;
export type StepSize = (typeof STEP_SIZES)[number];

/** Kinds at which a frame begins: a header, section or command is written, or a section is loaded. */
const FRAME_STARTS: ReadonlySet<number> = new Set([
  EventKind.HeaderSaved,
  EventKind.SectionSaveStart,
  EventKind.CommandSent,
  EventKind.StreamEnd,
]);

/** The head where a step of this size from `head` ends; stays inside the run. */
export function stepFrom(document: RunDocument, head: number, size: StepSize, direction: 1 | -1): number {
  const last = document.timeline.heads.length - 1;
  if (last < 0) return 0;
  if (size === 'event') return clamp(head + direction, last);
  if (size === 'phase') return stepPhase(document, head, direction, last);
  for (let at = head + direction; at >= 0 && at <= last; at += direction) {
    const { side, row } = headEvent(document, at);
    if (side === 'source' && FRAME_STARTS.has(document.capture.source.events.kind[row]!)) return at;
  }
  return direction > 0 ? last : 0;
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
