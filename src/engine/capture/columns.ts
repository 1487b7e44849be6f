// Growable typed-array columns over shared memory: the storage of spans, events and RAM records. A column that
// outgrows its buffer is copied once into one twice as large, so appending stays cheap and readers in other threads
// see plain typed arrays when the writer hands the buffers over at the end.
import { newMemory } from '../bytes/memory.ts';

/** The typed arrays a column can have. */
export type ColumnArray = Float64Array | Uint32Array | Int32Array | Uint16Array | Uint8Array;

/** How to make a column of one element type over shared memory. */
export interface ColumnType<A extends ColumnArray> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, byteOffset?: number, length?: number): A;
}

/** An empty column with room for `capacity` elements. */
export function makeColumn<A extends ColumnArray>(type: ColumnType<A>, capacity: number): A {
  return new type(newMemory(Math.max(1, capacity) * type.BYTES_PER_ELEMENT));
}

/** A copy of `column` with room for `capacity` elements; the first `length` elements are kept. */
export function growColumn<A extends ColumnArray>(type: ColumnType<A>, column: A, length: number, capacity: number): A {
  const grown = makeColumn(type, capacity);
  grown.set(column.subarray(0, length));
  return grown;
}
