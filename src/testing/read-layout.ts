// Reads bytes by a layout, as the programs do that are told it: what the tests hold against our own reading.
import type { Layout, Size, What } from '../engine/inspect/layout.ts';
import { decodeUtf8 } from '../engine/bytes/text.ts';
import { FieldType } from '../engine/capture/spans.ts';

export interface ReadLeaf {
  readonly start: number;
  readonly end: number;
  /** The numbers that sizes are taken from; 0 for bytes and texts. */
  readonly value: number;
}

/** Leaves of type `name` from `start` on, in the order of their bytes. */
export function readLayout(layout: Layout, name: string, bytes: Uint8Array, start: number): readonly ReadLeaf[] {
  const types = new Map(layout.types.map((type) => [type.name, type]));
  const leaves: ReadLeaf[] = [];
  let at = start;
  const leaf = (size: number, value = 0): void => {
    if (at + size > bytes.length) throw new RangeError(`${size} bytes at ${at}`);
    if (size > 0) leaves.push({ start: at, end: at + size, value });
    at += size;
  };
  const number = (size: number, little = false): number => {
    let value = 0;
    for (let i = 0; i < size; i++) value = value * 256 + bytes[little ? at + size - 1 - i : at + i]!;
    return value;
  };
  const struct = (of: string): void => {
    const values = new Map<string, number>();
    const amount = (size: Size): number => (typeof size === 'number' ? size : values.get(size.of)!);
    const one = (id: string, what: What): void => {
      if (what.is === 'type') struct(what.name);
      else if (what.is === 'subsections') subsections(what.of);
      else if (what.is === 'number') {
        const value = number(SIZES[what.type]!, LITTLE.has(what.type));
        values.set(id, value);
        leaf(SIZES[what.type]!, value);
      } else leaf(amount(what.size));
    };
    const type = types.get(of);
    if (!type) throw new Error(`no type ${of}`);
    for (const { id, what, repeat } of type.items)
      for (let i = 0; i < (repeat === null ? 1 : amount(repeat)); i++) one(id, what);
  };
  const subsections = (of: string): void => {
    for (;;) {
      const length = bytes[at + 1]!;
      const form =
        bytes[at] === 5 && layout.subsections.get(of)!.get(decodeUtf8(bytes.subarray(at + 2, at + 2 + length)));
      if (!form) return;
      leaf(1, 5);
      leaf(1, length);
      leaf(length);
      leaf(4, number(4));
      struct(form);
    }
  };
  struct(name);
  return leaves;
}

const SIZES: Readonly<Record<number, number>> = {
  [FieldType.U8]: 1,
  [FieldType.U16]: 2,
  [FieldType.U32]: 4,
  [FieldType.U64]: 8,
  [FieldType.I8]: 1,
  [FieldType.I16]: 2,
  [FieldType.I32]: 4,
  [FieldType.I64]: 8,
  [FieldType.Bool]: 1,
  [FieldType.Float64]: 8,
  [FieldType.U16Le]: 2,
  [FieldType.U32Le]: 4,
  [FieldType.U64Le]: 8,
};
const LITTLE: ReadonlySet<number> = new Set([FieldType.U16Le, FieldType.U32Le, FieldType.U64Le]);
