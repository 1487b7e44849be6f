// Fields of a frame by path: `virtio.status`, `vqs.0.last_avail_idx`, `mac`. Levels between may be left out; of several
// fields that fit, the one with the fewest levels above it counts, then the first. Names with dots in them
// (`vring.num`) are as many parts.
import type { ByteSource } from '../bytes/byte-source.ts';
import { decodeUtf8 } from '../bytes/text.ts';
import { FieldType, SpanKind, type SpanColumns } from '../capture/spans.ts';
import type { ByteRange, Reader } from './scope.ts';
import { BOOL, BYTES, MAC, NUMBER, TEXT, U64, type Type } from './types.ts';

/** Spans prepared for path questions: every name's parts, once. */
export class FieldPaths {
  readonly spans: SpanColumns;
  private readonly parts: readonly (readonly string[])[];

  constructor(spans: SpanColumns) {
    this.spans = spans;
    this.parts = spans.names.map((name) => nameParts(name));
  }

  /** Row of the leaf that `path` names below `frame`, or -1. */
  find(frame: number, path: readonly string[]): number {
    const { spans } = this;
    const end = spans.next[frame]!;
    let best = -1;
    let fewest = Infinity;
    for (let row = frame + 1; row < end; row++) {
      if (spans.next[row] !== row + 1) continue;
      const levels = this.levels(row, frame, path);
      if (levels < 0 || levels >= fewest) continue;
      best = row;
      fewest = levels;
    }
    return best;
  }

  /** Parts above the leaf when the path fits it, else -1. */
  private levels(leaf: number, frame: number, path: readonly string[]): number {
    let left = path.length - 1;
    let levels = 0;
    for (let row = leaf; row > frame; row = this.spans.parent[row]!) {
      const parts = this.partsOf(row);
      for (let i = parts.length - 1; i >= 0; i--, levels++) {
        if (left >= 0 && parts[i] === path[left]) left--;
        else if (levels === 0) return -1;
      }
    }
    return left < 0 ? levels : -1;
  }

  /** What a row adds to a path, as parts. */
  partsOf(row: number): readonly string[] {
    const { spans } = this;
    const parent = spans.parent[row]!;
    const isElement = spans.kind[row] === SpanKind.Element || (parent >= 0 && spans.kind[parent] === SpanKind.Array);
    return isElement ? elementParts(spans.index[row]!) : this.parts[spans.name[row]!]!;
  }
}

/** `vring.num` → vring, num; `virtio/started` → started; `vqs[0].tx_waiting` → vqs, 0, tx_waiting. */
function nameParts(name: string): readonly string[] {
  return name
    .slice(name.lastIndexOf('/') + 1)
    .split(/[.[\]]+/)
    .filter(Boolean);
}

const ELEMENTS: (readonly string[])[] = [];

function elementParts(index: number): readonly string[] {
  return (ELEMENTS[index] ??= [String(index)]);
}

const NUMBERS: ReadonlySet<number> = new Set([
  FieldType.U8,
  FieldType.U16,
  FieldType.U32,
  FieldType.I8,
  FieldType.I16,
  FieldType.I32,
  FieldType.I64,
  FieldType.Float64,
  FieldType.U16Le,
  FieldType.U32Le,
]);

/** The type of a leaf in the expression language. */
export function fieldType(spans: SpanColumns, row: number): Type {
  const type = spans.type[row]!;
  if (NUMBERS.has(type)) return NUMBER;
  if (type === FieldType.U64 || type === FieldType.U64Le) return U64;
  if (type === FieldType.Bool) return BOOL;
  if (type === FieldType.Text) return TEXT;
  if (type === FieldType.Mac) return MAC;
  return BYTES;
}

const LITTLE: ReadonlySet<number> = new Set([FieldType.U16Le, FieldType.U32Le, FieldType.U64Le]);
const SIGNED: ReadonlySet<number> = new Set([FieldType.I8, FieldType.I16, FieldType.I32, FieldType.I64]);
const FLOAT = new DataView(new ArrayBuffer(8));
/** Bytes of a text that are looked at. */
const TEXT_LIMIT = 4096;

/** Reads the leaf that `rowOf` finds for a row as a value of `type`; a leaf of another type counts as absent. */
export function fieldReader<Row>(
  bytes: ByteSource,
  spans: SpanColumns,
  type: Type,
  rowOf: (row: Row) => number,
): Reader<Row> {
  const fitting = (row: Row): number => {
    const leaf = rowOf(row);
    return leaf >= 0 && fieldType(spans, leaf).kind === type.kind ? leaf : -1;
  };
  switch (type.kind) {
    case 'u64':
      return {
        kind: 'wide',
        read: (row, to, at) => {
          const leaf = fitting(row);
          if (leaf < 0) return false;
          const start = spans.start[leaf]!;
          const little = LITTLE.has(spans.type[leaf]!);
          to[at] = word(bytes, little ? start + 4 : start, little);
          to[at + 1] = word(bytes, little ? start : start + 4, little);
          return true;
        },
      };
    case 'text': {
      const known = new Map<number, string>();
      return {
        kind: 'text',
        read: (row) => {
          const leaf = fitting(row);
          if (leaf < 0) return null;
          let text = known.get(leaf);
          if (text === undefined) {
            const start = spans.start[leaf]!;
            text = decodeUtf8(bytes.subarray(start, Math.min(spans.end[leaf]!, start + TEXT_LIMIT)));
            known.set(leaf, text);
          }
          return text;
        },
      };
    }
    case 'bytes':
      return {
        kind: 'bytes',
        read: (row, to: ByteRange) => {
          const leaf = fitting(row);
          if (leaf < 0) return false;
          to.bytes = bytes.subarray(spans.start[leaf], spans.end[leaf]);
          to.start = 0;
          to.end = to.bytes.length;
          return true;
        },
      };
    default:
      return {
        kind: 'number',
        read: (row) => {
          const leaf = fitting(row);
          return leaf < 0 ? NaN : readNumber(bytes, spans, leaf);
        },
      };
  }
}

function word(bytes: ByteSource, at: number, little: boolean): number {
  let value = 0;
  for (let i = 0; i < 4; i++) value = value * 256 + bytes.at(little ? at + 3 - i : at + i)!;
  return value;
}

function readNumber(bytes: ByteSource, spans: SpanColumns, row: number): number {
  const start = spans.start[row]!;
  const end = spans.end[row]!;
  const type = spans.type[row]!;
  if (type === FieldType.Float64) {
    for (let i = 0; i < 8; i++) FLOAT.setUint8(i, bytes.at(start + i)!);
    return FLOAT.getFloat64(0);
  }
  if (type === FieldType.Bool) {
    for (let i = start; i < end; i++) if (bytes.at(i) !== 0) return 1;
    return 0;
  }
  const little = LITTLE.has(type);
  let value = SIGNED.has(type) && (bytes.at(start)! & 0x80) !== 0 ? -1 : 0;
  for (let i = start; i < end; i++) value = value * 256 + bytes.at(little ? start + end - 1 - i : i)!;
  return value;
}
