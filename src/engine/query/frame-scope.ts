// The names that the stream's filter knows: a frame's own figures and every field that its bytes hold.
import type { ByteSource } from '../bytes/byte-source.ts';
import type { SpanColumns } from '../capture/spans.ts';
import { fieldReader, FieldPaths, fieldType } from './field-path.ts';
import { orNone, type Entry, type Reader, type Scope, type ScopeName } from './scope.ts';
import { BYTES_COUNT, enumType, NANOSECONDS, NUMBER, TEXT, type Type } from './types.ts';

/** What a frame brings along; the store's frames are such. Numbers are -1 where there is none. */
export interface FrameRow {
  readonly number: number;
  /** Row of its span. */
  readonly row: number;
  readonly start: number;
  readonly end: number;
  readonly type: string;
  readonly sectionId: number;
  readonly idstr: string;
  readonly instanceId: number;
  readonly versionId: number;
  readonly note: string;
  readonly flag: string;
  /** 0 fine, 1 note, 2 warning, 3 error. */
  readonly mark: number;
  /** dirty-sync-count when its first byte was written. */
  readonly pass: number;
  /** ns of virtual time. */
  readonly sent: number;
  readonly arrived: number;
  readonly loadEnd: number;
}

export interface FrameSource {
  readonly stream: ByteSource;
  readonly spans: SpanColumns;
  readonly frames: readonly FrameRow[];
}

const TYPES = ['HEADER', 'CONFIG', 'START', 'PART', 'END', 'FULL', 'COMMAND', 'EOF', 'VMDESC'];
const FLAGS = ['', 'INIT', 'END', 'NONE', 'DELTA', 'FINAL'];
const MARKS = ['fine', 'note', 'warning', 'error'];
/** Elements of an array that the completion lists. */
const LISTED = 16;

const ELEMENT = /^\d+$/;

type Rows = Readonly<Record<string, Entry<FrameRow>>>;

function own(source: FrameSource): Rows {
  const number = (type: Type, doc: string, read: (row: FrameRow) => number): Entry<FrameRow> => ({
    type,
    doc,
    reader: { kind: 'number', read },
  });
  const word = (known: readonly string[], doc: string, read: (row: FrameRow) => string): Entry<FrameRow> => {
    const values = [...new Set([...known, ...source.frames.map(read)])];
    const places = new Map(values.map((value, i) => [value, i]));
    return number(enumType(values), doc, (row) => places.get(read(row)) ?? NaN);
  };
  const text = (doc: string, read: (row: FrameRow) => string): Entry<FrameRow> => ({
    type: TEXT,
    doc,
    reader: { kind: 'text', read },
  });
  return {
    type: word(TYPES, 'What the frame is.', (row) => row.type),
    id: number(NUMBER, 'Section id.', (row) => orNone(row.sectionId)),
    idstr: text('Name of the section, as in its START or FULL.', (row) => row.idstr),
    instance: number(NUMBER, 'Instance id; START and FULL carry it.', (row) => orNone(row.instanceId)),
    version: number(NUMBER, 'Version id; START and FULL carry it.', (row) => orNone(row.versionId)),
    offset: number(BYTES_COUNT, 'Stream offset of the first byte.', (row) => row.start),
    length: number(BYTES_COUNT, 'Bytes with header and footer.', (row) => row.end - row.start),
    flag: word(FLAGS, "Flag of virtio-net's iterative section.", (row) => row.flag),
    pass: number(NUMBER, 'Dirty syncs before it was written (runs only).', (row) => orNone(row.pass)),
    sent: number(NANOSECONDS, 'When its first byte left the source (runs only).', (row) => orNone(row.sent)),
    arrived: number(NANOSECONDS, 'When its last byte reached the destination (runs only).', (row) =>
      orNone(row.arrived),
    ),
    loaded: number(NANOSECONDS, 'When the destination had loaded it (runs only).', (row) => orNone(row.loadEnd)),
    number: number(NUMBER, 'Its place in the stream, from 1.', (row) => row.number),
    note: text('The words of the list: blocks, pages, capabilities.', (row) => row.note),
    mark: number(enumType(MARKS), 'The worst thing found in it.', (row) => row.mark),
  };
}

/** One level of the names of fields. */
interface Level {
  readonly below: Map<string, Level>;
  type: Type | null;
}

/** Names of all frames of a stream. Compiled queries read the stream where it lies. */
export function frameScope(source: FrameSource): Scope<FrameRow> {
  const { spans, stream, frames } = source;
  const names = own(source);
  const paths = new FieldPaths(spans);
  let tree: Level | null = null;

  const field = (path: readonly string[]): Entry<FrameRow> | null => {
    const found = new Int32Array(spans.length).fill(-2); // by frame row: -2 not looked up yet
    const rowOf = ({ row }: FrameRow): number => {
      if (found[row] === -2) found[row] = paths.find(row, path);
      return found[row]!;
    };
    const first = frames.map(rowOf).find((row) => row >= 0);
    if (first === undefined) return null;
    const type = fieldType(spans, first);
    const reader: Reader<FrameRow> = fieldReader(stream, spans, type, rowOf);
    return { type, doc: 'A field of the stream.', reader };
  };

  return {
    title: 'No frame of this stream',
    explain: (path) => explain(path),
    find: (path) => (path.length === 1 && Object.hasOwn(names, path[0]!) ? names[path[0]!]! : field(path)),
    namesBehind: (path) => {
      tree ??= fieldTree(paths, frames);
      const fields = listLevel(tree, path);
      if (path.length > 0) return fields;
      const figures = Object.entries(names).map(([name, { type, doc }]) => ({ name, type, doc, leadsOn: false }));
      return [...figures, ...fields.filter(({ name }) => !Object.hasOwn(names, name))];
    },
  };

  function explain(path: readonly string[]): string {
    const written = path.join('.');
    const last = path[path.length - 1]!.toLowerCase();
    const all = [...Object.keys(names), ...spans.names.map((name) => name.slice(name.lastIndexOf('/') + 1))];
    const near = [...new Set(all)]
      .filter((name) => name !== '' && name.toLowerCase().startsWith(last.slice(0, 4)))
      .sort((a, b) => Math.abs(a.length - last.length) - Math.abs(b.length - last.length));
    const hint = near.length > 0 ? `: did you mean ${near.slice(0, 2).join(' or ')}?` : '';
    return `No frame has a field ${written}${hint}`;
  }
}

function fieldTree(paths: FieldPaths, frames: readonly FrameRow[]): Level {
  const { spans } = paths;
  const root: Level = { below: new Map(), type: null };
  const levels: Level[] = [];
  for (const { row: frame } of frames) {
    for (let row = frame + 1; row < spans.next[frame]!; row++) {
      const parent = spans.parent[row]!;
      let level = parent === frame ? root : levels[parent]!;
      for (const part of paths.partsOf(row)) {
        let next = level.below.get(part);
        if (!next) {
          next = { below: new Map(), type: null };
          level.below.set(part, next);
        }
        level = next;
      }
      levels[row] = level;
      if (spans.next[row] === row + 1) level.type ??= fieldType(spans, row);
    }
  }
  return root;
}

/** Names below a path; of the empty path, every name at whatever depth, since levels may be left out. */
function listLevel(root: Level, path: readonly string[]): readonly ScopeName[] {
  const out = new Map<string, ScopeName>();
  const add = (level: Level): void => {
    let elements = 0;
    for (const [name, { type, below }] of level.below) {
      if (out.has(name) || (ELEMENT.test(name) && (path.length === 0 || ++elements > LISTED))) continue;
      const doc = type ? 'A field of the stream.' : `${below.size} ${below.size === 1 ? 'name' : 'names'} below.`;
      out.set(name, { name, type, doc, leadsOn: below.size > 0 });
    }
  };
  let from: readonly Level[] = [root];
  for (const part of path) {
    const next = breadthFirst(from).find(({ below }) => below.has(part));
    if (!next) return [];
    from = [next.below.get(part)!];
  }
  if (path.length === 0) breadthFirst(from).forEach(add);
  else add(from[0]!);
  return [...out.values()];
}

/** All levels below, the shallow ones first; of an array only the first element, the others are like it. */
function breadthFirst(from: readonly Level[]): readonly Level[] {
  const out = [...from];
  for (let i = 0; i < out.length; i++) {
    let element = false;
    for (const [name, level] of out[i]!.below) {
      if (ELEMENT.test(name) && element) continue;
      element ||= ELEMENT.test(name);
      out.push(level);
    }
  }
  return out;
}
