// The description language: what a device's state looks like on the wire, as data. QEMU: VMStateDescription and
// VMStateField (include/migration/vmstate.h). load.ts and save.ts interpret it; nothing here runs but small questions
// about whether a field exists and how often. A structure's state is a plain object, a subsection an optional key in it.
import { FieldType } from '../capture/spans.ts';

/** Wire state: what a description reads or writes, by key. */
export type WireState = Record<string, unknown>;
/** What a field may ask about: the structure it is in, and the whole section's state. */
export type Condition = (own: WireState, root: WireState) => boolean;
export type Amount = number | ((own: WireState, root: WireState) => number);
export type Primitive = 'u8' | 'u16' | 'u32' | 'u64' | 'i32' | 'bool';

interface FieldBase {
  /** QEMU's name of the field. */
  readonly name: string;
  /** Key in the wire state. */
  readonly key: string;
  /** Absent from the stream when this says no. */
  readonly when?: Condition;
  /** Present since this version of the description. */
  readonly since?: number;
  /** Runs when the field has its value, before the next one is read or written; may set derived keys. */
  readonly derive?: (own: WireState, root: WireState) => void;
}

export type Field = FieldBase &
  (
    | { readonly kind: 'number'; readonly type: Primitive; readonly equal?: boolean }
    | { readonly kind: 'buffer'; readonly size: Amount; readonly show: number }
    | { readonly kind: 'unused'; readonly size: number }
    | { readonly kind: 'numbers'; readonly type: Primitive; readonly count: Amount }
    | { readonly kind: 'array'; readonly count: Amount; readonly fields: readonly Field[] }
    | { readonly kind: 'struct'; readonly of: Vmstate; readonly describeAs?: string }
  );

export interface Vmstate {
  readonly name: string;
  readonly versionId: number;
  readonly minimumVersionId: number;
  readonly fields: readonly Field[];
  /** Subsections in the order in which QEMU writes them; present when their key is in the wire state. */
  readonly subsections?: readonly Subsection[];
}

export interface Subsection {
  readonly key: string;
  readonly of: Vmstate;
}

type Extra = Partial<Pick<FieldBase, 'key' | 'when' | 'since' | 'derive'>>;

/** `last_avail_idx` → `lastAvailIdx` */
export function camelCase(name: string): string {
  return name.replace(/[^a-zA-Z0-9]+([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

export const number = (type: Primitive, name: string, extra: Extra & { equal?: boolean } = {}): Field => ({
  kind: 'number',
  type,
  name,
  key: camelCase(name),
  ...extra,
});
export const buffer = (name: string, size: Amount, show: number = FieldType.Bytes, extra: Extra = {}): Field => ({
  kind: 'buffer',
  name,
  key: camelCase(name),
  size,
  show,
  ...extra,
});
export const unused = (size: number): Field => ({ kind: 'unused', name: 'unused', key: 'unused', size });
export const numbers = (type: Primitive, name: string, count: Amount, extra: Extra = {}): Field => ({
  kind: 'numbers',
  type,
  name,
  key: camelCase(name),
  count,
  ...extra,
});
export const array = (name: string, count: Amount, fields: readonly Field[], extra: Extra = {}): Field => ({
  kind: 'array',
  name,
  key: camelCase(name),
  count,
  fields,
  ...extra,
});
export const struct = (name: string, of: Vmstate, extra: Extra & { describeAs?: string } = {}): Field => ({
  kind: 'struct',
  name,
  key: camelCase(name),
  of,
  ...extra,
});

/** How each primitive reads in a span. */
export const PRIMITIVE_TYPE: Readonly<Record<Primitive, number>> = {
  u8: FieldType.U8,
  u16: FieldType.U16,
  u32: FieldType.U32,
  u64: FieldType.U64,
  i32: FieldType.I32,
  bool: FieldType.Bool,
};

/** Bytes of each primitive on the wire. */
export const PRIMITIVE_SIZE: Readonly<Record<Primitive, number>> = { u8: 1, u16: 2, u32: 4, u64: 8, i32: 4, bool: 1 };
