// The events of a run as a table for other programs: CSV (RFC 4180) and JSON, both sides in the order of time. Made in
// pieces, so that a million events never stand in one string.
import type { RunCapture } from './capture.ts';
import { EventKind, eventKindInfo } from './event-kinds.ts';
import { eventAt, type Timeline } from './timeline.ts';

/** Columns of the table. Times in ns of virtual time, offsets in bytes of the stream, -1 where there is none. */
export const EVENT_COLUMNS = [
  'event',
  'time',
  'side',
  'actor',
  'kind',
  'subject',
  'offset',
  'before',
  'after',
] as const;

type Cell = string | number;

/** How many events one piece holds. */
const PIECE = 4096;

/** CSV with a line of names first; lines end with CR LF as the RFC has it. */
export function* eventsCsv(capture: RunCapture, timeline: Timeline): Generator<string> {
  yield `${EVENT_COLUMNS.join(',')}\r\n`;
  for (const rows of pieces(capture, timeline)) yield rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

/** A JSON list of objects. */
export function* eventsJson(capture: RunCapture, timeline: Timeline): Generator<string> {
  yield '[';
  let first = true;
  for (const rows of pieces(capture, timeline)) {
    const text = rows
      .map((row) => JSON.stringify(Object.fromEntries(row.map((cell, i) => [EVENT_COLUMNS[i]!, cell]))))
      .join(',\n');
    yield first ? `\n${text}` : `,\n${text}`;
    first = false;
  }
  yield '\n]\n';
}

function* pieces(capture: RunCapture, timeline: Timeline): Generator<Cell[][]> {
  const { length } = timeline;
  for (let from = 0; from < length; from += PIECE) {
    const piece: Cell[][] = [];
    for (let i = from; i < Math.min(length, from + PIECE); i++) piece.push(eventRow(capture, timeline, i));
    yield piece;
  }
}

function eventRow(capture: RunCapture, timeline: Timeline, number: number): Cell[] {
  const { side, row } = eventAt(timeline, number);
  const { events, names } = capture[side];
  const kind = events.kind[row]!;
  const info = eventKindInfo(kind);
  const subject = events.subject[row]!;
  return [
    number,
    events.time[row]!,
    side,
    info.actor,
    info.name,
    subjectText(capture, names, kind, subject),
    events.offset[row]!,
    events.before[row]!,
    events.after[row]!,
  ];
}

/** The number, or the name that it stands for. */
function subjectText(capture: RunCapture, names: readonly string[], kind: number, subject: number): Cell {
  if (kind === EventKind.CellSet) {
    const cell = capture.cells[subject];
    if (!cell) return subject;
    return cell.queue < 0 ? cell.name : `queue ${cell.queue} ${cell.name}`;
  }
  if (kind === EventKind.DeviceError || kind === EventKind.LoadFailed) return names[subject] ?? subject;
  return subject;
}

function csvCell(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
