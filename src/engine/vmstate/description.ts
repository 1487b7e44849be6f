// The description language: what a device's state looks like on the wire, as data. QEMU: VMStateDescription and
// VMStateField (include/migration/vmstate.h). load.ts and save.ts interpret it; nothing here runs but small questions
// about whether a field exists and how often. A structure's state is a plain object, a subsection an optional key in it.
import { FieldType } from '../capture/spans.ts';

/** Wire state: what a description reads or writes, by key. */
export type WireState = Record<string, unknown>;
/** What a field may ask about: the structure it is in, and the whole section's state. */
export type Condition = (own: WireState, root: WireState) => boolean;
export type Amount = number | ((own: WireState, root: WireState) => number);
/** `timer` is a signed u64 of ns, `cpudouble` the bits of a double; a bool is 0 or 1. 64-bit values are bigints. */
export type Primitive = 'u8' | 'u16' | 'u32' | 'u64' | 'i8' | 'i16' | 'i32' | 'i64' | 'bool' | 'timer' | 'cpudouble';

/** A named piece of a buffer, for display: bytes that device memory holds in its own order. */
export interface Part {
  readonly name: string;
  /** FieldType of capture/spans. */
  readonly show: number;
  readonly size: number;
}

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
  /** Name of the device's own check of the value; its refusal counts as the field's. */
  readonly check?: string;
  /** Its type in the description JSON when that is not the kind's own, e.g. `pci config`. */
  readonly typeName?: string;
  /** Name of the device's check that runs before the field is read. */
  readonly before?: string;
  /** QEMU keeps the field in structures of its own: `VMSTATE:FIELD` from the inside out, for its messages. */
  readonly within?: readonly string[];
  /** What QEMU calls the outermost of them where it stands; `tmp` unless said. */
  readonly withinField?: string;
}

export type Field = FieldBase &
  (
    | {
        readonly kind: 'number';
        readonly type: Primitive;
        /** Must equal the destination's value. */
        readonly equal?: boolean;
        /** Must lie between 0 and this. */
        readonly atMost?: number;
      }
    | {
        readonly kind: 'buffer';
        readonly size: Amount;
        readonly show: number;
        readonly parts?: (bytes: Uint8Array) => readonly Part[];
      }
    | { readonly kind: 'unused'; readonly size: Amount }
    | { readonly kind: 'numbers'; readonly type: Primitive; readonly count: Amount }
    /** Structures; `of` is their description's name where QEMU has one. */
    | { readonly kind: 'array'; readonly count: Amount; readonly fields: readonly Field[]; readonly of?: string }
    /** Structures each after a byte that is not zero; a zero byte ends them. */
    | { readonly kind: 'list'; readonly fields: readonly Field[]; readonly of?: string }
    /** Bytes in pieces, each after its u32 length; length 0 ends them. */
    | { readonly kind: 'chunks' }
    /** A text with its length in a u8 before it, or of a known size. */
    | { readonly kind: 'text'; readonly size?: Amount }
    /** `each`: name of the check of every single text. */
    | { readonly kind: 'texts'; readonly count: Amount; readonly each?: string }
    /** No bytes: a claim about the fields so far that must hold. */
    | { readonly kind: 'valid'; readonly holds: Condition }
    | { readonly kind: 'struct'; readonly of: Vmstate; readonly describeAs?: string }
  );

export interface Vmstate {
  readonly name: string;
  readonly versionId: number;
  readonly minimumVersionId: number;
  readonly fields: readonly Field[];
  /** Subsections in the order in which QEMU writes them; present when their key is in the wire state. */
  readonly subsections?: readonly Subsection[];
  /** Written by hand-made code in QEMU: a failure in it names no field. */
  readonly handMade?: boolean;
  /** Name of the device's check after everything, subsections included, is loaded (post_load). */
  readonly postLoad?: string;
}

export interface Subsection {
  readonly key: string;
  readonly of: Vmstate;
  /** Of several forms that share a key: whether a state is written in this one. */
  readonly suits?: (own: WireState) => boolean;
}

type Extra = Partial<Omit<FieldBase, 'name'>>;

/** `last_avail_idx` → `lastAvailIdx` */
export function camelCase(name: string): string {
  return name.replace(/[^a-zA-Z0-9]+([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

const named = (name: string) => ({ name, key: camelCase(name) });

export const number = (
  type: Primitive,
  name: string,
  extra: Extra & { equal?: boolean; atMost?: number } = {},
): Field => ({
  kind: 'number',
  type,
  ...named(name),
  ...extra,
});
export const buffer = (
  name: string,
  size: Amount,
  show: number = FieldType.Bytes,
  extra: Extra & { parts?: (bytes: Uint8Array) => readonly Part[] } = {},
): Field => ({ kind: 'buffer', ...named(name), size, show, ...extra });
export const unused = (size: Amount, extra: Extra = {}): Field => ({
  kind: 'unused',
  name: 'unused',
  key: 'unused',
  size,
  ...extra,
});
export const numbers = (type: Primitive, name: string, count: Amount, extra: Extra = {}): Field => ({
  kind: 'numbers',
  type,
  ...named(name),
  count,
  ...extra,
});
export const array = (
  name: string,
  count: Amount,
  fields: readonly Field[],
  extra: Extra & { of?: string } = {},
): Field => ({
  kind: 'array',
  ...named(name),
  count,
  fields,
  ...extra,
});
export const list = (name: string, fields: readonly Field[], extra: Extra & { of?: string } = {}): Field => ({
  kind: 'list',
  ...named(name),
  fields,
  ...extra,
});
export const chunks = (name: string, extra: Extra = {}): Field => ({ kind: 'chunks', ...named(name), ...extra });
export const text = (name: string, size?: Amount, extra: Extra = {}): Field =>
  size === undefined ? { kind: 'text', ...named(name), ...extra } : { kind: 'text', ...named(name), size, ...extra };
export const texts = (name: string, count: Amount, extra: Extra & { each?: string } = {}): Field => ({
  kind: 'texts',
  ...named(name),
  count,
  ...extra,
});
export const valid = (name: string, holds: Condition): Field => ({ kind: 'valid', ...named(name), holds });
export const struct = (name: string, of: Vmstate, extra: Extra & { describeAs?: string } = {}): Field => ({
  kind: 'struct',
  ...named(name),
  of,
  ...extra,
});

/** How each primitive reads in a span. */
export const PRIMITIVE_TYPE: Readonly<Record<Primitive, number>> = {
  u8: FieldType.U8,
  u16: FieldType.U16,
  u32: FieldType.U32,
  u64: FieldType.U64,
  i8: FieldType.I8,
  i16: FieldType.I16,
  i32: FieldType.I32,
  i64: FieldType.I64,
  bool: FieldType.Bool,
  timer: FieldType.I64,
  cpudouble: FieldType.Float64,
};

/** Bytes of each primitive on the wire. */
export const PRIMITIVE_SIZE: Readonly<Record<Primitive, number>> = {
  u8: 1,
  u16: 2,
  u32: 4,
  u64: 8,
  i8: 1,
  i16: 2,
  i32: 4,
  i64: 8,
  bool: 1,
  timer: 8,
  cpudouble: 8,
};

/** Whether the field is on the wire of this version. */
export function isPresent(field: Field, versionId: number, own: WireState, root: WireState): boolean {
  return field.when ? field.when(own, root) : field.since === undefined || versionId >= field.since;
}

export function amountOf(value: Amount, own: WireState, root: WireState): number {
  const amount = typeof value === 'number' ? value : value(own, root);
  return amount > 0 ? amount : 0;
}
