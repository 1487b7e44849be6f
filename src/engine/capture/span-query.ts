// Questions about spans, answered from the columns: children, the span at an offset, paths by name, values.
import { groupThousands, hex, hexByte, macText } from '../bytes/text.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import { decodeUtf8 } from '../bytes/text.ts';
import { FieldType, SpanKind, type SpanColumns } from './spans.ts';

/** Rows of a span's children, at most `max` of them, from child number `from`. Row -1 stands for the whole stream. */
export function childrenOf(spans: SpanColumns, row: number, from = 0, max = Number.MAX_SAFE_INTEGER): number[] {
  const end = row < 0 ? spans.length : spans.next[row]!;
  const out: number[] = [];
  let skipped = 0;
  for (let child = row + 1; child < end && out.length < max; child = spans.next[child]!) {
    if (skipped < from) skipped++;
    else out.push(child);
  }
  return out;
}

/** How many children a span has. */
export function childCount(spans: SpanColumns, row: number): number {
  const end = row < 0 ? spans.length : spans.next[row]!;
  let count = 0;
  for (let child = row + 1; child < end; child = spans.next[child]!) count++;
  return count;
}

export function isLeaf(spans: SpanColumns, row: number): boolean {
  return spans.next[row] === row + 1;
}

/**
 * Row of the deepest span that owns the byte at `offset`, or -1. Rows stand in the order of their first bytes, so the
 * last one that begins at or before the offset is the span itself or lies behind it in the same parent.
 */
export function deepestAt(spans: SpanColumns, offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans.start[middle]! <= offset) low = middle + 1;
    else high = middle;
  }
  let row = low - 1;
  while (row >= 0 && offset >= spans.end[row]!) row = spans.parent[row]!;
  return row;
}

/** Row of the top-level span that owns the byte at `offset`, or -1. */
export function frameAt(spans: SpanColumns, offset: number): number {
  return frameOf(spans, deepestAt(spans, offset));
}

/** Row of the top-level span that `row` belongs to. */
export function frameOf(spans: SpanColumns, row: number): number {
  let at = row;
  while (at >= 0 && spans.parent[at]! >= 0) at = spans.parent[at]!;
  return at;
}

/** Rows from the top-level span down to `row`. */
export function ancestry(spans: SpanColumns, row: number): number[] {
  const out: number[] = [];
  for (let at = row; at >= 0; at = spans.parent[at]!) out.unshift(at);
  return out;
}

/** The part of a path that a span adds: its name, or its number when it is an element. */
function step(spans: SpanColumns, row: number): string {
  const index = spans.index[row]!;
  const parent = spans.parent[row]!;
  const inArray = parent >= 0 && spans.kind[parent] === SpanKind.Array;
  if (inArray || spans.kind[row] === SpanKind.Element) return String(index);
  const name = spans.names[spans.name[row]!]!;
  // A form of a subsection that is only a proposal holds the same values at the same places.
  return spans.kind[row] === SpanKind.Subsection ? name.slice(name.lastIndexOf('/') + 1).replace(/^x-used-/, '') : name;
}

/** `virtio/vqs/0/last_avail_idx` inside the vmstate that the span belongs to; empty outside one. */
export function wirePath(spans: SpanColumns, row: number): string {
  const rows = ancestry(spans, row);
  const root = rows.findIndex((at) => spans.kind[at] === SpanKind.Vmstate);
  return root < 0
    ? ''
    : rows
        .slice(root + 1)
        .map((at) => step(spans, at))
        .join('/');
}

/** Row of the span with that path below `row` (a vmstate); -1 when there is none. */
export function findByPath(spans: SpanColumns, row: number, path: string): number {
  let at = row;
  for (const name of path.split('/')) {
    const end = spans.next[at]!;
    let next = -1;
    for (let child = at + 1; child < end; child = spans.next[child]!) {
      if (step(spans, child) === name) {
        next = child;
        break;
      }
    }
    if (next < 0) return -1;
    at = next;
  }
  return at;
}

/** First vmstate below a section, or -1. */
export function vmstateOf(spans: SpanColumns, section: number): number {
  for (let child = section + 1; child < spans.next[section]!; child = spans.next[child]!) {
    if (spans.kind[child] === SpanKind.Vmstate) return child;
  }
  return -1;
}

/** A leaf's value from its bytes: a bigint for numbers, text, or the bytes. */
export function readValue(bytes: ByteSource, spans: SpanColumns, row: number): bigint | string | Uint8Array {
  const start = spans.start[row]!;
  const end = spans.end[row]!;
  const number = NUMBER[spans.type[row]!];
  if (number) {
    let value = 0n;
    for (let i = start; i < end; i++)
      value = (value << 8n) | BigInt(bytes.at(number.little ? start + end - 1 - i : i) ?? 0);
    return number.signed ? BigInt.asIntN((end - start) * 8, value) : value;
  }
  if (spans.type[row] === FieldType.Text) return decodeUtf8(bytes.subarray(start, Math.min(end, start + 4096)));
  const own = bytes.subarray(start, end);
  return spans.type[row] === FieldType.Float64
    ? String(new DataView(own.buffer, own.byteOffset, 8).getFloat64(0))
    : own;
}

const NUMBER: Readonly<Record<number, { signed: boolean; little: boolean } | undefined>> = (() => {
  const table: Record<number, { signed: boolean; little: boolean }> = {};
  for (const type of [FieldType.U8, FieldType.U16, FieldType.U32, FieldType.U64, FieldType.Bool])
    table[type] = { signed: false, little: false };
  for (const type of [FieldType.I8, FieldType.I16, FieldType.I32, FieldType.I64])
    table[type] = { signed: true, little: false };
  for (const type of [FieldType.U16Le, FieldType.U32Le, FieldType.U64Le]) table[type] = { signed: false, little: true };
  return table;
})();

/** Names whose values people read in hexadecimal. */
const HEXADECIMAL =
  /features|desc|avail$|used$|offset|flag|FLAG|mask|magic|addr|selector|pointer|base|limit|rip|^r[a-z0-9]+$|FOOTER/;

/** How the tree prints a leaf. */
export function valueText(bytes: ByteSource, spans: SpanColumns, row: number): string {
  const value = readValue(bytes, spans, row);
  const type = spans.type[row]!;
  if (typeof value === 'bigint') {
    if (type === FieldType.Bool) return value === 0n ? 'false' : 'true';
    return spans.kind[row] === SpanKind.Flag || HEXADECIMAL.test(spans.names[spans.name[row]!]!)
      ? hex(value)
      : groupThousands(value);
  }
  if (typeof value === 'string') return value.length > 60 ? `${value.slice(0, 60)}…` : value;
  if (type === FieldType.Mac) return macText(value);
  if (type === FieldType.Unused) return 'unused';
  if (type === FieldType.Null) return 'nullptr';
  if (type === FieldType.Bitmap) return bitmapText(value);
  if (value.length === 0) return '';
  const shown = Array.from(value.subarray(0, 12), hexByte).join(' ');
  return value.length > 12 ? `${shown} …` : shown;
}

function bitmapText(bytes: Uint8Array): string {
  let set = 0;
  for (const byte of bytes) for (let bit = byte; bit > 0; bit &= bit - 1) set++;
  return `${groupThousands(set)} of ${groupThousands(bytes.length * 8)} bits set`;
}

/** What an array says while it is folded: `1,024 queues, 3 in use`. In use is an element with a byte that is not zero. */
export function arrayText(bytes: ByteSource, spans: SpanColumns, row: number): string {
  let count = 0;
  let used = 0;
  for (let child = row + 1; child < spans.next[row]!; child = spans.next[child]!) {
    count++;
    if (isUsed(bytes, spans, child)) used++;
  }
  const name = spans.names[spans.name[row]!]!;
  const noun = name === 'vq' || name === 'vqs' ? 'queue' : name === 'msix_table' ? 'vector' : 'element';
  return `${groupThousands(count)} ${noun}${count === 1 ? '' : 's'}${used < count ? `, ${groupThousands(used)} in use` : ''}`;
}

/** Whether any byte of a span is not zero. */
export function isUsed(bytes: ByteSource, spans: SpanColumns, row: number): boolean {
  for (let i = spans.start[row]!; i < spans.end[row]!; i++) if (bytes.at(i) !== 0) return true;
  return false;
}
