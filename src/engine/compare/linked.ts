// Linked cursors: which moment of another capture belongs to a head of this one. By virtual time; by phase, as far into
// the same phase; by frame, where the same section is begun.
import { EventKind } from '../capture/event-kinds.ts';
import { headOfPosition, positionOfRow, type PhaseSpan, type RunSpace } from '../capture/run-space.ts';
import { eventAt } from '../capture/timeline.ts';

export const LINKS = ['time', 'phase', 'frame'] as const;
export type Link = (typeof LINKS)[number];

/** The head of `b` that belongs to head `head` of `a`. */
export function linkedHead(a: RunSpace, b: RunSpace, head: number, link: Link): number {
  const time = timeOf(a, head);
  if (link === 'frame') return byFrame(a, b, head) ?? headAt(b, time);
  return headAt(b, link === 'phase' ? phaseTime(a, b, time) : time);
}

function timeOf({ capture, timeline }: RunSpace, head: number): number {
  if (timeline.heads.length === 0) return 0;
  const { side, row } = eventAt(timeline, timeline.heads[Math.min(head, timeline.heads.length - 1)]!);
  return capture[side].events.time[row]!;
}

/** The last head at or before `time`. */
function headAt(space: RunSpace, time: number): number {
  let low = 0;
  let high = space.timeline.heads.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timeOf(space, middle) <= time) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** As far into b's phase of the same name and number as `time` is into a's; its end where that is longer. */
function phaseTime(a: RunSpace, b: RunSpace, time: number): number {
  let at = a.phases.length - 1;
  while (at > 0 && a.phases[at]!.start > time) at--;
  const phase = a.phases[at];
  if (!phase) return time;
  const number = a.phases.slice(0, at).filter(({ kind }) => kind === phase.kind).length;
  const same = b.phases.filter(({ kind }) => kind === phase.kind);
  const other: PhaseSpan | undefined = same[Math.min(number, same.length - 1)];
  if (!other) return time;
  const last = number < same.length ? other.start + (time - phase.start) : other.end - 1;
  return Math.max(other.start, Math.min(other.end - 1, last));
}

/** Sections in the order in which one side begins them, with a name that both captures know them by. */
function sectionStarts(
  { capture }: RunSpace,
  side: 'source' | 'destination',
): readonly (readonly [key: string, row: number])[] {
  const { events, names } = capture[side];
  const begin = side === 'source' ? EventKind.SectionSaveStart : EventKind.SectionLoadStart;
  const seen = new Map<string, number>();
  const out: (readonly [string, number])[] = [];
  for (let row = 0; row < events.length; row++) {
    if (events.kind[row] !== begin) continue;
    const name = `${events.before[row]!} ${names[events.after[row]!] ?? ''}`;
    const number = seen.get(name) ?? 0;
    seen.set(name, number + 1);
    out.push([`${name} ${number}`, row]);
  }
  return out;
}

/** The head at which b begins the section that a began last on the side of the cursor's event. */
function byFrame(a: RunSpace, b: RunSpace, head: number): number | null {
  const position = a.timeline.heads[head];
  if (position === undefined) return null;
  const { side, row } = eventAt(a.timeline, position);
  const last = sectionStarts(a, side)
    .filter(([, start]) => start <= row)
    .pop();
  if (!last) return null;
  const other = sectionStarts(b, side).find(([key]) => key === last[0]);
  return other ? headOfPosition(b.timeline, positionOfRow(b.timeline, side, other[1])) : null;
}
