// Lists of a device that are no single number: filter addresses, VLANs, the RSS key and table. A cell holds a number, so
// a list's cell holds the list's digest of 48 bits, 0 for an empty one. Equal lists have equal
// digests on both sides and in every run, so all that compares, replays or watches cells works for lists; the bytes
// stand once each in a pool beside the events.
import { hash32 } from '../bytes/random.ts';
import type { RunCapture } from './capture.ts';
import type { CellDef } from './cells.ts';
import { growColumn, makeColumn } from './columns.ts';

/** The pool of one side; list i is bytes [ends[i - 1], ends[i]). */
export interface ListColumns {
  readonly length: number;
  readonly digest: Float64Array;
  readonly ends: Uint32Array;
  readonly bytes: Uint8Array;
}

export function digestOf(bytes: Uint8Array): number {
  if (bytes.length === 0) return 0;
  let [low, high] = [bytes.length, bytes.length];
  for (const byte of bytes) {
    low = hash32(low, 1, byte);
    high = hash32(high, 2, byte);
  }
  return (high % 65536) * 4294967296 + low;
}

/** Keeps each list once; the only writer of ListColumns. */
export class ListPool {
  private readonly known = new Map<number, Uint8Array>();

  /** Keeps a copy of the list and answers its digest. */
  put(bytes: Uint8Array): number {
    const digest = digestOf(bytes);
    if (digest !== 0 && !this.known.has(digest)) this.known.set(digest, bytes.slice());
    return digest;
  }

  columns(): ListColumns {
    const lists = [...this.known];
    const digest = makeColumn(Float64Array, lists.length);
    const ends = makeColumn(Uint32Array, lists.length);
    const total = lists.reduce((sum, [, { length }]) => sum + length, 0);
    const bytes = growColumn(Uint8Array, new Uint8Array(0), 0, total);
    let end = 0;
    for (const [i, [number, list]] of lists.entries()) {
      bytes.set(list, end);
      end += list.length;
      digest[i] = number;
      ends[i] = end;
    }
    return { length: lists.length, digest, ends, bytes };
  }
}

const EMPTY = new Uint8Array(0);
const read = new WeakMap<ListColumns, ReadonlyMap<number, Uint8Array>>();

function listsOf(columns: ListColumns): ReadonlyMap<number, Uint8Array> {
  const known = read.get(columns);
  if (known) return known;
  const lists = new Map<number, Uint8Array>();
  for (let i = 0; i < columns.length; i++)
    lists.set(columns.digest[i]!, columns.bytes.subarray(i === 0 ? 0 : columns.ends[i - 1], columns.ends[i]));
  read.set(columns, lists);
  return lists;
}

/** The bytes of the list with this digest, wherever in the run it was held; null when it never was. */
export function listBytes({ source, destination }: RunCapture, digest: number): Uint8Array | null {
  if (digest === 0) return EMPTY;
  return listsOf(source.lists).get(digest) ?? listsOf(destination.lists).get(digest) ?? null;
}

/** Whether a cell's number is a list's digest. */
export function isList({ format }: Pick<CellDef, 'format'>): boolean {
  return format === 'macs' || format === 'vlans' || format === 'numbers' || format === 'octets';
}
