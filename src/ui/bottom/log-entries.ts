// The lines of the log: every event that a step stops at in plain words, or only what QEMU's tracepoints would have
// printed, in its text. Both in the order of virtual time, each with the number of its event.
import { countsAfterHead } from '../../engine/capture/timeline.ts';
import type { Side } from '../../engine/capture/capture.ts';
import { traceEntries } from '../../engine/migration/trace-text.ts';
import { headEvent, type RunDocument } from '../../store/documents.ts';
import { describeEvent } from './describe-event.ts';

export const LOG_VIEWS = ['events', 'trace'] as const;
export type LogView = (typeof LOG_VIEWS)[number];

export interface LogEntry {
  /** Number of the head that the line belongs to: where the cursor goes. */
  readonly head: number;
  readonly side: Side;
  readonly row: number;
  readonly text: string;
}

const known = new WeakMap<RunDocument, Map<LogView, readonly LogEntry[]>>();

/** All lines of a run; worked out once. */
export function logEntries(document: RunDocument, view: LogView): readonly LogEntry[] {
  const views = known.get(document) ?? new Map<LogView, readonly LogEntry[]>();
  known.set(document, views);
  const before = views.get(view);
  if (before) return before;
  const made = view === 'events' ? events(document) : trace(document);
  views.set(view, made);
  return made;
}

function events(document: RunDocument): readonly LogEntry[] {
  return Array.from(document.timeline.heads, (_, head) => {
    const { side, row } = headEvent(document, head);
    return { head, side, row, text: describeEvent(document, side, row) };
  });
}

function trace(document: RunDocument): readonly LogEntry[] {
  const { source, destination } = document.scenario;
  const entries = traceEntries(document.capture, {
    source: { hasDowntime: source.qemu !== '7.2' },
    destination: { hasDowntime: destination.qemu !== '7.2' },
  });
  return entries
    .map(({ side, row, text }) => ({ head: headOf(document, side, row), side, row, text }))
    .sort((a, b) => a.head - b.head);
}

/** Number of the first head after which event `row` of a side has happened. */
function headOf(document: RunDocument, side: Side, row: number): number {
  let low = 0;
  let high = document.timeline.heads.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (countsAfterHead(document.timeline, middle)[side] > row) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Lines that hold every word, upper or lower case alike. */
export function filterLog(entries: readonly LogEntry[], text: string): readonly LogEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries;
  return entries.filter((entry) => {
    const line = `${entry.side} ${entry.text}`.toLowerCase();
    return words.every((word) => line.includes(word));
  });
}

/** How many of the lines have happened at a head. */
export function happenedBy(entries: readonly LogEntry[], head: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entries[middle]!.head <= head) low = middle + 1;
    else high = middle;
  }
  return low;
}
