// What a destination that has loaded does not have as the source had it, each with the reason, read from what happened:
// which section carried the value last, what was done to it afterwards, where the stream was damaged. Compared are the
// values that QEMU carries or recomputes, and all of RAM, at the moment when loading ended; where nothing explains a
// difference it says so, which is a defect of the engine.
import type { RunCapture } from '../capture/capture.ts';
import type { CellDef } from '../capture/cells.ts';
import type { EventColumns } from '../capture/event-log.ts';
import { EventKind } from '../capture/event-kinds.ts';
import { SideState } from '../capture/seek.ts';
import { deviceOf } from '../devices/virtio-net-names.ts';

export type DifferenceReason =
  | 'left by the early load'
  | 'not carried'
  | 'VLANs forgotten'
  | 'virtio_error'
  | 'not compared'
  | 'changed after the save'
  | 'stream damaged'
  | 'unplugged'
  | 'unexplained';

export const DIFFERENCE_TEXT: Readonly<Record<DifferenceReason, string>> = {
  'left by the early load':
    'The early load set it, and the FULL section does not carry it: a subsection or queue that is no longer needed is not sent, and what is not sent clears nothing.',
  'not carried': 'No section carries it: QEMU sends it only while it is in use.',
  'VLANs forgotten': 'QEMU 7.2 sets the VLAN table anew when it takes the features, which it does after the fields.',
  virtio_error: 'The comparison with the rings at the end of the load broke the device.',
  'not compared':
    'The last load did not look at the rings: patch 5 with one flag until cleanup leaves the indices that it would have read.',
  'changed after the save': 'The source changed it when the section was already written.',
  'stream damaged': 'The bytes that carried it were damaged on the way, where no check looks.',
  unplugged: 'The NIC was unplugged at the source: no section says anything of it.',
  unexplained: 'It should be equal, and nothing that happened explains that it is not.',
};

export interface NamedDifference {
  /** The value; null for a page of RAM. */
  readonly cell: CellDef | null;
  /** Page in RAM order; -1 for a cell. */
  readonly page: number;
  /** Values at the end of the load; of a page its first byte that differs. */
  readonly source: number;
  readonly destination: number;
  readonly reason: DifferenceReason;
  /** Stream offset that goes with the reason, or -1. */
  readonly offset: number;
}

/** What the device remembers of its last look at avail.idx: read anew at the load, so it may be newer there. */
const LOOKS: readonly string[] = ['shadow_avail_idx', 'shadow_avail_wrap_counter'];
/** Told with the list that it counts. */
const COUNT = 'vlans set';
const PAGE = 4096;

/**
 * Nothing for a run whose load did not complete. `forgetsVlans`: the destination is a QEMU 7.2. Pages are compared in a run
 * whose stream was damaged, and where `allPages` asks for it: without damage they are equal, which the tests see to.
 */
export function differencesOf(
  capture: RunCapture,
  forgetsVlans: boolean,
  allPages = false,
): readonly NamedDifference[] {
  const loadEnd = lastRow(capture.destination.events, EventKind.LoadEnd);
  if (capture.outcome.status !== 'completed' || loadEnd < 0) return [];
  const reasons = new Reasons(capture, loadEnd, forgetsVlans);
  const cells = [...cellDifferences(capture, loadEnd, reasons)];
  return allPages || reasons.isDamaged ? [...cells, ...pageDifferences(capture, loadEnd, reasons)] : cells;
}

function* cellDifferences(capture: RunCapture, loadEnd: number, reasons: Reasons): Generator<NamedDifference> {
  const { cells, arena, stream } = capture;
  const source = new SideState(capture.source, arena, stream);
  source.seek(capture.source.events.length);
  const destination = new SideState(capture.destination, arena, stream);
  destination.seek(loadEnd);
  for (const cell of cells) {
    if (cell.mark === 'none' || LOOKS.includes(cell.name) || cell.name === COUNT) continue;
    const [a, b] = [source.values[cell.id]!, destination.values[cell.id]!];
    if (a !== b) yield { cell, page: -1, source: a, destination: b, ...reasons.ofCell(cell) };
  }
}

function* pageDifferences(capture: RunCapture, loadEnd: number, reasons: Reasons): Generator<NamedDifference> {
  const { source, destination } = capture;
  const [a, b] = [source.memory, destination.memory];
  const length = Math.min(a.length, b.length);
  const words = [a, b].map((memory) => new Uint32Array(memory.buffer, memory.byteOffset, length >> 2));
  const [left, right] = [words[0]!, words[1]!];
  let touched: ReadonlySet<number> | null = null;
  for (let at = 0; at < left.length; at++) {
    if (left[at] === right[at]) continue;
    const page = Math.floor((at * 4) / PAGE);
    at = ((page + 1) * PAGE) / 4 - 1; // the next page
    touched ??= writtenAfter(capture, loadEnd);
    if (touched.has(page)) continue;
    let first = page * PAGE;
    while (a[first] === b[first]) first++;
    yield { cell: null, page, source: a[first]!, destination: b[first]!, ...reasons.ofPage() };
  }
}

/** Pages that the guest or a device has written at the destination since the load ended. */
function writtenAfter({ destination: { events }, arena }: RunCapture, loadEnd: number): ReadonlySet<number> {
  const pages = new Set<number>();
  for (let row = loadEnd; row < events.length; row++) {
    const kind = events.kind[row]!;
    const subject = events.subject[row]!;
    if (WRITES.has(kind)) pages.add(subject);
    else if (STORES.has(kind)) pages.add(arena.firstPage + Math.floor(subject / PAGE));
  }
  return pages;
}

const WRITES: ReadonlySet<number> = new Set([
  EventKind.GuestDirtyPage,
  EventKind.GuestFillBuffer,
  EventKind.GuestZeroPage,
  EventKind.DeviceFillBuffer,
]);
const STORES: ReadonlySet<number> = new Set([EventKind.Store16, EventKind.Store32, EventKind.Store64]);

interface Loaded {
  readonly type: number;
  readonly idstr: string;
  readonly start: number;
  readonly end: number;
  /** Rows of the destination's events. */
  readonly from: number;
  readonly to: number;
}

type Why = Pick<NamedDifference, 'reason' | 'offset'>;

class Reasons {
  private readonly capture: RunCapture;
  private readonly loadEnd: number;
  private readonly forgetsVlans: boolean;
  private readonly sections: readonly Loaded[];
  /** Where the stream was damaged. */
  private readonly faults: readonly number[];

  constructor(capture: RunCapture, loadEnd: number, forgetsVlans: boolean) {
    this.capture = capture;
    this.loadEnd = loadEnd;
    this.forgetsVlans = forgetsVlans;
    this.sections = loadedSections(capture, loadEnd);
    const { kind, offset, length } = capture.source.events;
    const faults: number[] = [];
    for (let row = 0; row < length; row++) if (kind[row] === EventKind.StreamFault) faults.push(offset[row]!);
    this.faults = faults;
  }

  get isDamaged(): boolean {
    return this.faults.length > 0;
  }

  ofPage(): Why {
    return this.damaged(({ idstr }) => idstr === 'ram') ?? { reason: 'unexplained', offset: -1 };
  }

  ofCell(cell: CellDef): Why {
    const own = this.sections.filter(({ idstr }) => deviceOf(idstr) === cell.device);
    const last = own.findLast(({ idstr, type }) => type === 4 && idstr === cell.device);
    if (!last) {
      // Without its type byte a section can read as the end of the stream: what comes after is not loaded at all.
      const [fault] = this.faults;
      if (!this.isSaved(cell.device)) return { reason: 'unplugged', offset: -1 };
      return fault === undefined ? { reason: 'unexplained', offset: -1 } : { reason: 'stream damaged', offset: fault };
    }
    const { events } = this.capture.destination;
    const isSet = (row: number): boolean => events.kind[row] === EventKind.CellSet && events.subject[row] === cell.id;
    const carrier = own.findLast(({ from, to }) => this.rowOf(from, to, isSet) >= 0);
    const damaged = this.damaged(
      (section) => section === carrier || (cell.mark === 'recomputed' && section.idstr === 'ram'),
    );
    if (damaged) return damaged;
    const error = this.rowOf(last.from, last.to, (row) => events.kind[row] === EventKind.DeviceError);
    if (error >= 0 && this.rowOf(error, last.to, isSet) >= 0) return { reason: 'virtio_error', offset: last.start };
    const skipped = this.rowOf(last.from, last.to, (row) => events.kind[row] === EventKind.CheckSkipped);
    if (skipped >= 0 && cell.mark === 'recomputed') return { reason: 'not compared', offset: last.start };
    if (cell.name === 'vlans' && this.forgetsVlans) return { reason: 'VLANs forgotten', offset: last.start };
    if (this.changedAfterSave(cell)) return { reason: 'changed after the save', offset: last.start };
    const isCarried = (row: number): boolean => isSet(row) && events.offset[row]! >= 0;
    if (this.rowOf(last.from, last.to, isCarried) >= 0) return { reason: 'unexplained', offset: last.start };
    if (carrier && carrier !== last) return { reason: 'left by the early load', offset: carrier.start };
    const isUntouched = this.rowOf(0, this.loadEnd, isSet) < 0;
    return { reason: isUntouched ? 'not carried' : 'unexplained', offset: -1 };
  }

  private damaged(carries: (section: Loaded) => boolean): Why | null {
    for (const section of this.sections) {
      if (!carries(section)) continue;
      const fault = this.faults.find((at) => at >= section.start && at < section.end);
      if (fault !== undefined) return { reason: 'stream damaged', offset: fault };
    }
    return null;
  }

  private isSaved(device: string): boolean {
    const { kind, before, after, length } = this.capture.source.events;
    for (let row = 0; row < length; row++)
      if (kind[row] === EventKind.SectionSaveStart && before[row] === 4)
        if (this.capture.source.names[after[row]!] === device) return true;
    return false;
  }

  /** Whether the source set the value when the state for its FULL section was already taken. */
  private changedAfterSave(cell: CellDef): boolean {
    const { events, names } = this.capture.source;
    let row = events.length - 1;
    for (; row >= 0; row--) {
      const isFull = events.kind[row] === EventKind.SectionSaveStart && events.before[row] === 4;
      if (isFull && names[events.after[row]!] === cell.device) break;
    }
    while (row >= 0 && row < events.length && events.kind[row] !== EventKind.StateTaken) row++;
    for (; row >= 0 && row < events.length; row++)
      if (events.kind[row] === EventKind.CellSet && events.subject[row] === cell.id) return true;
    return false;
  }

  /** First row of the destination's events in [from, to) that fits, or -1. */
  private rowOf(from: number, to: number, fits: (row: number) => boolean): number {
    for (let row = from; row < to; row++) if (fits(row)) return row;
    return -1;
  }
}

function loadedSections({ destination: { events, names } }: RunCapture, loadEnd: number): readonly Loaded[] {
  const sections: Loaded[] = [];
  let from = -1;
  for (let row = 0; row < loadEnd; row++) {
    const kind = events.kind[row];
    if (kind === EventKind.SectionLoadStart) from = row;
    if (kind !== EventKind.SectionLoadEnd || from < 0) continue;
    sections.push({
      type: events.before[from]!,
      idstr: names[events.after[from]!] ?? '',
      start: events.offset[from]!,
      end: events.offset[row]!,
      from,
      to: row,
    });
    from = -1;
  }
  return sections;
}

function lastRow({ kind, length }: EventColumns, wanted: number): number {
  for (let row = length - 1; row >= 0; row--) if (kind[row] === wanted) return row;
  return -1;
}
