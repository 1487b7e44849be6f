// The names that a breakpoint's condition knows: the event, and the state of both sides after it. Rows are positions in
// the order of both sides' events; the state is brought there only when a name asks for it, going on from where it stands.
import type { CellDef } from '../capture/cells.ts';
import { EVENT_KINDS, EventKind, eventKindInfo, QUEUE_SUBJECTS } from '../capture/event-kinds.ts';
import type { EventColumns } from '../capture/event-log.ts';
import { isList, listBytes } from '../capture/lists.ts';
import type { RunSpace } from '../capture/run-space.ts';
import { SideState } from '../capture/seek.ts';
import { orNone, type Entry, type Reader, type Scope, type ScopeName } from './scope.ts';
import { BOOL, BYTES, BYTES_COUNT, enumType, MAC, NANOSECONDS, NUMBER, TEXT, type Type } from './types.ts';

const SIDES = ['source', 'destination'] as const;
type SideNumber = 0 | 1;
const SECTION_TYPES = ['', 'START', 'PART', 'END', 'FULL'];
const QUEUE_KINDS: ReadonlySet<number> = new Set([
  EventKind.GuestAddBuffer,
  EventKind.GuestKick,
  EventKind.GuestReap,
  EventKind.GuestControl,
  EventKind.DevicePop,
  EventKind.DeviceUse,
  EventKind.DeviceInterrupt,
  EventKind.DeviceReceive,
  EventKind.DeviceTransmit,
  EventKind.CheckSkipped,
  EventKind.CheckPassed,
]);
const SECTION_KINDS: ReadonlySet<number> = new Set([
  EventKind.SectionSaveStart,
  EventKind.SectionSaveEnd,
  EventKind.SectionLoadStart,
  EventKind.SectionLoadEnd,
]);
const PAGE_KINDS: ReadonlySet<number> = new Set([
  EventKind.PageLoad,
  EventKind.PageSend,
  EventKind.GuestDirtyPage,
  EventKind.GuestFillBuffer,
  EventKind.DeviceFillBuffer,
]);
const MESSAGE_KINDS: ReadonlySet<number> = new Set([EventKind.DeviceError, EventKind.LoadFailed]);

/** Where an expression is evaluated: one event and the state after it. Moved, never made anew. */
export class EventCursor {
  position = 0;
  side: SideNumber = 0;
  row = 0;
  events: EventColumns;
  private readonly space: RunSpace;
  private readonly states: readonly [SideState, SideState];

  constructor(space: RunSpace) {
    const { capture } = space;
    this.space = space;
    this.events = capture.source.events;
    this.states = [
      new SideState(capture.source, capture.arena, capture.stream),
      new SideState(capture.destination, capture.arena, capture.stream),
    ];
  }

  moveTo(position: number): void {
    const packed = this.space.timeline.order[position]!;
    this.position = position;
    this.side = (packed & 1) === 0 ? 0 : 1;
    this.row = packed >>> 1;
    this.events = this.space.capture[SIDES[this.side]].events;
  }

  get kind(): number {
    return this.events.kind[this.row]!;
  }

  get subject(): number {
    return this.events.subject[this.row]!;
  }

  /** A side's state after this event. */
  state(side: SideNumber): SideState {
    const source = this.space.timeline.sourceBefore[this.position + 1]!;
    const state = this.states[side];
    state.seek(side === 0 ? source : this.position + 1 - source);
    return state;
  }
}

type Row = EventCursor;
type Entries = Map<string, Entry<Row>>;

const entry = (type: Type, doc: string, read: (row: Row) => number): Entry<Row> => ({
  type,
  doc,
  reader: { kind: 'number', read },
});

/** Names of the events of a run and of the state after each. */
export function eventScope(space: RunSpace): Scope<EventCursor> {
  const entries: Entries = new Map();
  addEvent(entries, space);
  for (const side of [0, 1] as const) addState(entries, space, side);
  return {
    title: 'An event of this run',
    find: (path) => entries.get(path.join('.')) ?? null,
    namesBehind: (path) => namesBehind(entries, path),
  };
}

/** Names one level below a path. */
function namesBehind(entries: Entries, path: readonly string[]): readonly ScopeName[] {
  const prefix = path.length > 0 ? `${path.join('.')}.` : '';
  const out = new Map<string, ScopeName>();
  for (const [key, { type, doc }] of entries) {
    if (!key.startsWith(prefix)) continue;
    const [name = '', ...more] = key.slice(prefix.length).split('.');
    const known = out.get(name);
    if (more.length === 0) out.set(name, { name, type, doc, leadsOn: known?.leadsOn ?? false });
    else if (known) out.set(name, { ...known, leadsOn: true });
    else out.set(name, { name, type: null, doc: '', leadsOn: true });
  }
  return [...out.values()];
}

function addEvent(entries: Entries, space: RunSpace): void {
  const { capture, phases } = space;
  const kinds: number[] = [];
  EVENT_KINDS.forEach(({ kind }, i) => (kinds[kind] = i));
  const actors = [...new Set(EVENT_KINDS.map(({ actor }) => actor))];
  const actorOf = EVENT_KINDS.map(({ actor }) => actors.indexOf(actor));
  const phaseNames = [...new Set(['setup', 'iterate', 'stop', 'resumed', ...phases.map(({ kind }) => kind)])];
  const phaseOf = phases.map(({ kind }) => phaseNames.indexOf(kind));
  const sectionNames = sectionsById(space);
  const column =
    (only: ReadonlySet<number>, read: (row: Row) => number) =>
    (row: Row): number =>
      only.has(row.kind) ? read(row) : NaN;
  const text = (doc: string, read: (row: Row) => string | null): Entry<Row> => ({
    type: TEXT,
    doc,
    reader: { kind: 'text', read },
  });
  const add = (name: string, value: Entry<Row>): unknown => entries.set(name, value);

  add(
    'kind',
    entry(enumType(EVENT_KINDS.map(({ name }) => name)), 'What happened.', (row) => kinds[row.kind] ?? NaN),
  );
  add(
    'actor',
    entry(enumType(actors), 'Who did it.', (row) => actorOf[kinds[row.kind] ?? -1] ?? NaN),
  );
  add(
    'side',
    entry(enumType(SIDES), 'Where it happened.', (row) => row.side),
  );
  add(
    'time',
    entry(NANOSECONDS, 'Virtual time.', (row) => row.events.time[row.row]!),
  );
  add(
    'phase',
    entry(enumType(phaseNames), 'Phase of the migration.', (row) => {
      const time = row.events.time[row.row]!;
      let i = phases.length - 1;
      while (i > 0 && phases[i]!.start > time) i--;
      return phaseOf[i] ?? NaN;
    }),
  );
  add(
    'offset',
    entry(BYTES_COUNT, 'Stream offset.', (row) => orNone(row.events.offset[row.row]!)),
  );
  add(
    'before',
    entry(NUMBER, 'Value before, or what the kind says.', (row) => row.events.before[row.row]!),
  );
  add(
    'after',
    entry(NUMBER, 'Value after, or what the kind says.', (row) => row.events.after[row.row]!),
  );
  add(
    'subject',
    entry(NUMBER, 'What it is about, as the kind says.', (row) => row.subject),
  );
  add(
    'queue',
    entry(NUMBER, 'Number of the virtqueue.', (row) => {
      if (row.kind === EventKind.CellSet) return orNone(capture.cells[row.subject]?.queue ?? -1);
      return QUEUE_KINDS.has(row.kind) ? row.subject % QUEUE_SUBJECTS : NaN;
    }),
  );
  add(
    'page',
    entry(
      NUMBER,
      'Page number in the order of RAM.',
      column(PAGE_KINDS, (row) => row.subject),
    ),
  );
  add(
    'section_type',
    entry(
      enumType(SECTION_TYPES),
      'Type of the section.',
      column(SECTION_KINDS, (row) => row.events.before[row.row]!),
    ),
  );
  add(
    'section',
    text('Name of the section that is written or loaded.', (row) =>
      SECTION_KINDS.has(row.kind) ? (sectionNames.get(row.subject) ?? null) : null,
    ),
  );
  add(
    'cell',
    text('Name of the value that changed.', (row) =>
      row.kind === EventKind.CellSet ? (capture.cells[row.subject]?.name ?? null) : null,
    ),
  );
  add(
    'message',
    text('Words of an error.', (row) =>
      MESSAGE_KINDS.has(row.kind) ? (capture[SIDES[row.side]].names[row.subject] ?? null) : null,
    ),
  );
  add(
    'detail',
    entry(BOOL, 'Whether it is a part of the event before it.', (row) => (eventKindInfo(row.kind).detail ? 1 : 0)),
  );
}

/** Names of sections by id, from the events that begin them. */
function sectionsById({ capture }: RunSpace): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const side of SIDES) {
    const { events, names: table } = capture[side];
    for (let i = 0; i < events.length; i++) {
      const kind = events.kind[i];
      if (kind !== EventKind.SectionSaveStart && kind !== EventKind.SectionLoadStart) continue;
      const id = events.subject[i]!;
      if (!names.has(id)) names.set(id, table[events.after[i]!] ?? '');
    }
  }
  return names;
}

/** Adds `source.nic.mac`, `source.rx0.last_avail_idx`, `source.rx0.avail.idx` … for every cell and ring of a side. */
function addState(entries: Entries, { capture }: RunSpace, side: SideNumber): void {
  const { cells } = capture;
  const devices = [...new Set(cells.map(({ device }) => device))];
  for (const def of cells) {
    const parts = cellPart(def.name);
    const read = (row: Row): number => row.state(side).values[def.id]!;
    const value: Entry<Row> = {
      ...entry(cellType(def), `${def.name} of ${def.device} at the ${SIDES[side]}.`, read),
      ...(isList(def) ? { reader: listReader(capture, read) } : undefined),
      changed: (row) => row.side === side && isChange(row, EventKind.CellSet) && row.subject === def.id,
    };
    for (const owner of ownersOf(cells, devices, def)) entries.set(`${SIDES[side]}.${owner}.${parts}`, value);
    if (def.queue >= 0 && (def.name === 'avail' || def.name === 'used'))
      for (const owner of ownersOf(cells, devices, def))
        entries.set(`${SIDES[side]}.${owner}.${def.name}.idx`, ringIndex(def, side, capture.arena));
  }
}

/** The bytes behind a list cell's number. */
function listReader(capture: RunSpace['capture'], read: (row: Row) => number): Reader<Row> {
  return {
    kind: 'bytes',
    read: (row, to) => {
      const bytes = listBytes(capture, read(row));
      if (!bytes) return false;
      to.bytes = bytes;
      to.start = 0;
      to.end = bytes.length;
      return true;
    },
  };
}

/** The index in guest memory that the ring at this cell's address begins with (behind its flags). */
function ringIndex(def: CellDef, side: SideNumber, arena: RunSpace['capture']['arena']): Entry<Row> {
  const place = (row: Row): number => {
    const at = row.state(side).values[def.id]! + 2 - arena.address;
    return at >= 0 && at + 2 <= arena.pageCount * 4096 ? at : -1;
  };
  return {
    ...entry(NUMBER, `${def.name}.idx in guest memory at the ${SIDES[side]}.`, (row) => {
      const at = place(row);
      if (at < 0) return NaN;
      const memory = row.state(side).arena;
      return memory[at]! + 256 * memory[at + 1]!;
    }),
    changed: (row) => row.side === side && isChange(row, EventKind.Store16) && row.subject === place(row),
  };
}

function isChange(row: Row, kind: number): boolean {
  return row.kind === kind && row.events.before[row.row] !== row.events.after[row.row];
}

function cellType(def: CellDef): Type {
  if (isList(def)) return BYTES;
  const { format } = def;
  return format === 'mac' ? MAC : format === 'bool' ? BOOL : NUMBER;
}

/** `guest_features (low)` → guest_features_low; dots stay. */
function cellPart(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '_')
    .replace(/^_|_$/g, '');
}

/** Names of what a cell belongs to: `nic`, `nic0`; of a queue also `rx0`, `vq0`. Later NICs are `nic1` … */
function ownersOf(cells: readonly CellDef[], devices: readonly string[], def: CellDef): readonly string[] {
  const number = devices.indexOf(def.device);
  const nics = number === 0 ? ['nic', 'nic0'] : [`nic${number}`];
  if (def.queue < 0) return nics;
  const count = 1 + Math.max(...cells.filter(({ device }) => device === def.device).map(({ queue }) => queue));
  const queues = [queueWord(def.queue, count), `vq${def.queue}`];
  const below = nics.flatMap((nic) => queues.map((queue) => `${nic}.${queue}`));
  return number === 0 ? [...queues, ...below] : below;
}

/** Data queues come in pairs, rx first (virtio 1.2, 5.1.2); an odd one at the end is the control queue. */
function queueWord(queue: number, count: number): string {
  if (queue === count - 1 && count % 2 === 1) return 'ctrl';
  return `${queue % 2 === 0 ? 'rx' : 'tx'}${Math.floor(queue / 2)}`;
}

/** The name by which an expression knows a cell: `destination.rx0.last_avail_idx`. */
export function cellExpression(cells: readonly CellDef[], def: CellDef, side: 'source' | 'destination'): string {
  const devices = [...new Set(cells.map(({ device }) => device))];
  return `${side}.${ownersOf(cells, devices, def)[0]!}.${cellPart(def.name)}`;
}
