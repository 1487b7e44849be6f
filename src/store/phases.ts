// The phases of a run, read off its events: setup, each iteration, stop-and-copy, resumed.
import { EventKind } from '../engine/capture/event-kinds.ts';
import type { EventColumns } from '../engine/capture/event-log.ts';

export type PhaseKind = 'setup' | 'iterate' | 'stop' | 'resumed';

export interface Phase {
  readonly kind: PhaseKind;
  /** `setup`, `iterate 1`, `stop-and-copy`, `resumed`. */
  readonly label: string;
  /** Virtual time, ns. */
  readonly start: number;
  readonly end: number;
}

/** Letters that stand beside a phase's colour everywhere. */
export const PHASE_LETTER: Readonly<Record<PhaseKind, string>> = { setup: 'S', iterate: 'I', stop: 'C', resumed: 'R' };

/** Phases in order, without gaps, from the first event to the last of either side. */
export function derivePhases(source: EventColumns, destination: EventColumns): readonly Phase[] {
  const marks: { kind: PhaseKind; label: string; start: number }[] = [];
  let pass = 0;
  let stopped = false;
  for (let i = 0; i < source.length && !stopped; i++) {
    const kind = source.kind[i];
    const start = source.time[i]!;
    if (marks.length === 0) marks.push({ kind: 'setup', label: 'setup', start });
    if (kind === EventKind.SectionSaveStart && source.before[i] === 2 && pass === 0) pass = begin(marks, 1, start);
    else if (kind === EventKind.PassStart && pass > 0) pass = begin(marks, pass + 1, start);
    else if (kind === EventKind.GuestStop) {
      marks.push({ kind: 'stop', label: 'stop-and-copy', start });
      stopped = true;
    }
  }
  for (let i = 0; i < destination.length && stopped; i++) {
    if (destination.kind[i] !== EventKind.GuestStart) continue;
    marks.push({ kind: 'resumed', label: 'resumed', start: destination.time[i]! });
    break;
  }
  const end = Math.max(lastTime(source), lastTime(destination));
  return marks
    .map((mark, i) => ({ ...mark, end: marks[i + 1]?.start ?? end }))
    .filter((phase) => phase.end > phase.start);
}

function begin(marks: { kind: PhaseKind; label: string; start: number }[], pass: number, start: number): number {
  marks.push({ kind: 'iterate', label: `iterate ${pass}`, start });
  return pass;
}

function lastTime(events: EventColumns): number {
  return events.length > 0 ? events.time[events.length - 1]! : 0;
}
