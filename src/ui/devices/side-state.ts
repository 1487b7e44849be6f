// What a side is doing at a time, in QEMU's words: RunState as `query-status` names it, and MigrationStatus as
// `query-migrate` does (qapi/run-state.json, qapi/migration.json).
import type { Side } from '../../engine/capture/capture.ts';
import { EventKind } from '../../engine/capture/event-kinds.ts';
import { statusText } from '../../engine/migration/status.ts';
import type { RunDocument } from '../../store/documents.ts';

export interface SideState {
  readonly run: 'running' | 'finish-migrate' | 'postmigrate' | 'inmigrate' | 'exited';
  readonly migration: string;
}

interface Mark extends SideState {
  readonly time: number;
}

const known = new WeakMap<RunDocument, Readonly<Record<Side, readonly Mark[]>>>();

export function sideState(document: RunDocument, side: Side, time: number): SideState {
  let marks = known.get(document);
  if (!marks) {
    marks = { source: marksOf(document, 'source'), destination: marksOf(document, 'destination') };
    known.set(document, marks);
  }
  let now: SideState = marks[side][0]!;
  for (const mark of marks[side]) if (mark.time <= time) now = mark;
  return now;
}

/** What each side's state turns to, in the order of time; the first is how it began. */
function marksOf({ capture }: RunDocument, side: Side): readonly Mark[] {
  const { events } = capture[side];
  let run: SideState['run'] = side === 'source' ? 'running' : 'inmigrate';
  let migration = 'none';
  const marks: Mark[] = [{ time: -1, run, migration }];
  for (let i = 0; i < events.length; i++) {
    const kind = events.kind[i];
    if (kind === EventKind.GuestStart) run = 'running';
    else if (kind === EventKind.GuestStop) run = 'finish-migrate';
    else if (kind === EventKind.LoadFailed) [run, migration] = ['exited', 'failed'];
    else if (kind === EventKind.MigrationState) {
      migration = statusText(events.after[i]!);
      if (migration === 'completed' && run === 'finish-migrate') run = 'postmigrate';
    } else continue;
    marks.push({ time: events.time[i]!, run, migration });
  }
  return marks;
}
