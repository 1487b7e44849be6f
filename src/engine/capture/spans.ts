// Spans: what the bytes of a stream are. One row per span in depth-first order (a parent stands before its children,
// siblings in the order of their bytes), with the index just past its subtree, so that children, siblings and "which
// field is at this offset" need no pointers and no objects.
import { growColumn, makeColumn } from './columns.ts';
import { NameTable } from './names.ts';

/** What a span is; `type` of SpanColumns tells how to read a field's bytes. */
export const SpanKind = {
  Header: 1, // file magic and version
  Configuration: 2,
  Section: 3, // START, PART, END, FULL: `value` is the section type, `index` the section id
  Command: 4, // `value` is the command number
  Eof: 5,
  Description: 6, // QEMU_VM_VMDESCRIPTION
  SectionHeader: 7, // type, id, idstr, instance, version
  Footer: 8,
  Flag: 9, // VNET_MIG_F_*, RAM end mark
  RamBlock: 10, // block name and size in RAM's START
  PageRun: 11, // consecutive page records: `value` = first row in RamRecords, `index` = count
  ZeroRun: 12, // consecutive zero page records: same
  Vmstate: 13, // a structure (description name in `name`, version in `value`)
  Subsection: 14,
  Array: 15, // `value` = element count
  Element: 16, // `index` = position in the array
  Field: 17, // a leaf; `type` says how to read it
  Opaque: 18, // bytes that no description names
  Missing: 19, // zero bytes long: stands where something expected is absent or the file ends
  MixedRun: 20, // page and zero page records in turn, see record-runs.ts: `value` and `index` as of a PageRun
} as const;

/** How the bytes of a leaf read; big-endian where nothing else is said. */
export const FieldType = {
  None: 0,
  U8: 1,
  U16: 2,
  U32: 3,
  U64: 4,
  I8: 5,
  I16: 6,
  I32: 7,
  I64: 8,
  Bool: 9,
  Bytes: 10,
  Text: 11, // as many ASCII or UTF-8 bytes as the span has
  Mac: 12,
  Unused: 13,
  Bitmap: 14,
  Float64: 15,
  U16Le: 16,
  U32Le: 17,
  U64Le: 18,
  Null: 19, // QEMU's mark of a null pointer, the byte 0x30
} as const;

export interface SpanColumns {
  readonly length: number;
  readonly kind: Uint8Array;
  readonly type: Uint8Array;
  /** 1 note, 2 warning, 3 error: something is wrong here (see diagnostics). */
  readonly mark: Uint8Array;
  /** First byte. */
  readonly start: Float64Array;
  /** One past the last byte. */
  readonly end: Float64Array;
  /** Row of the parent, or -1. */
  readonly parent: Int32Array;
  /** One past the last row of this span's subtree. */
  readonly next: Uint32Array;
  /** Index in `names`. */
  readonly name: Uint32Array;
  /** Position in an array, section id, count: as SpanKind says; -1 when it means nothing. */
  readonly index: Int32Array;
  /** Number that belongs to the kind, see SpanKind; leaf values are read from the bytes instead. */
  readonly value: Float64Array;
  readonly names: readonly string[];
}

/** Whether a span stands for RAM records, which have columns of their own: `index` of them from row `value`. */
export function isRun(spans: SpanColumns, row: number): boolean {
  const kind = spans.kind[row];
  return kind === SpanKind.PageRun || kind === SpanKind.ZeroRun || kind === SpanKind.MixedRun;
}

/** Writes spans in depth-first order. */
export class SpanLog {
  readonly names = new NameTable();
  length = 0;
  kind: Uint8Array;
  type: Uint8Array;
  mark: Uint8Array;
  start: Float64Array;
  end: Float64Array;
  parent: Int32Array;
  next: Uint32Array;
  name: Uint32Array;
  index: Int32Array;
  value: Float64Array;
  private capacity: number;
  private readonly open: number[] = [];

  constructor(capacity = 8192) {
    this.capacity = capacity;
    this.kind = makeColumn(Uint8Array, capacity);
    this.type = makeColumn(Uint8Array, capacity);
    this.mark = makeColumn(Uint8Array, capacity);
    this.start = makeColumn(Float64Array, capacity);
    this.end = makeColumn(Float64Array, capacity);
    this.parent = makeColumn(Int32Array, capacity);
    this.next = makeColumn(Uint32Array, capacity);
    this.name = makeColumn(Uint32Array, capacity);
    this.index = makeColumn(Int32Array, capacity);
    this.value = makeColumn(Float64Array, capacity);
  }

  /** How many spans are open. */
  get depth(): number {
    return this.open.length;
  }

  /** Opens a span that will have children; returns its row. */
  enter(kind: number, name: number, start: number, index = -1, value = 0): number {
    const row = this.add(kind, 0, name, start, start, index, value);
    this.open.push(row);
    return row;
  }

  /** Closes the innermost open span at `end`; returns its row. */
  leave(end: number): number {
    const row = this.open.pop();
    if (row === undefined) throw new RangeError('leave without enter');
    this.end[row] = end;
    this.next[row] = this.length;
    return row;
  }

  /** Closes spans until `depth` are open: what was read stays, with `end` where reading stopped. */
  unwind(depth: number, end: number): void {
    while (this.open.length > depth) this.leave(end);
  }

  /** Adds a span without children. */
  leaf(kind: number, type: number, name: number, start: number, end: number, index = -1, value = 0): number {
    return this.add(kind, type, name, start, end, index, value);
  }

  /** Row of the innermost open span, or -1. */
  get innermost(): number {
    return this.open[this.open.length - 1] ?? -1;
  }

  /** Makes room for `count` more rows, so that a hot loop can write the columns itself and then set `length`. */
  reserve(count: number): void {
    while (this.length + count > this.capacity) this.grow();
  }

  columns(): SpanColumns {
    const { length, kind, type, mark, start, end, parent, next, name, index, value } = this;
    return { length, kind, type, mark, start, end, parent, next, name, index, value, names: this.names.list };
  }

  private add(
    kind: number,
    type: number,
    name: number,
    start: number,
    end: number,
    index: number,
    value: number,
  ): number {
    const row = this.length;
    if (row === this.capacity) this.grow();
    this.kind[row] = kind;
    this.type[row] = type;
    this.start[row] = start;
    this.end[row] = end;
    this.parent[row] = this.open.length > 0 ? this.open[this.open.length - 1]! : -1;
    this.next[row] = row + 1;
    this.name[row] = name;
    this.index[row] = index;
    this.value[row] = value;
    this.length = row + 1;
    return row;
  }

  private grow(): void {
    const to = this.capacity * 2;
    this.kind = growColumn(Uint8Array, this.kind, this.length, to);
    this.type = growColumn(Uint8Array, this.type, this.length, to);
    this.mark = growColumn(Uint8Array, this.mark, this.length, to);
    this.start = growColumn(Float64Array, this.start, this.length, to);
    this.end = growColumn(Float64Array, this.end, this.length, to);
    this.parent = growColumn(Int32Array, this.parent, this.length, to);
    this.next = growColumn(Uint32Array, this.next, this.length, to);
    this.name = growColumn(Uint32Array, this.name, this.length, to);
    this.index = growColumn(Int32Array, this.index, this.length, to);
    this.value = growColumn(Float64Array, this.value, this.length, to);
    this.capacity = to;
  }
}
