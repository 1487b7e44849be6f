// The description language: what a device's state looks like on the wire, as data. QEMU: VMStateDescription and
// VMStateField (include/migration/vmstate.h). load.ts and save.ts interpret it; nothing here runs but small tests of
// whether a field exists and how often. A structure's state is a plain object, a subsection an optional object in it.

/** Fixed-size values. `timer` is a u64 of ns; `…le` are little-endian (device memory copied as it lies). */
export type Primitive =
  | 'u8' | 'u16' | 'u32' | 'u64' | 'i8' | 'i16' | 'i32' | 'i64' | 'bool' | 'f64' | 'timer' | 'u16le' | 'u32le' | 'u64le';

/** A structure's state while it is loaded or saved. */
export type Fields = Readonly<Record<string, unknown>>;

/** Figures that shape the stream without being in it (number of MSI-X vectors, maximum of queue pairs …). */
export type Environment = Record<string, number>;

export interface Context {
  readonly env: Environment;
  /** State of the outermost structure. */
  readonly root: Fields;
}

export type Test = (state: Fields, context: Context) => boolean;
/** A fixed number, the key of an earlier field of the same structure, or a function. */
export type Count = number | string | ((state: Fields, context: Context) => number);

/** A named piece of a buffer, for display only. */
export interface Part {
  readonly name: string;
  /** FieldType of capture/spans. */
  readonly show: number;
  readonly size: number;
}

interface Common {
  /** QEMU's name. */
  readonly name: string;
  /** Key in the state object: keyOf(name). */
  readonly key: string;
  /** Exists from this version of the structure on; 0 always. */
  readonly since: number;
  readonly exists?: Test | undefined;
  /** Hook that the loader calls once the field is read; its refusal counts as the field's. */
  readonly check?: string | undefined;
  /** Type name in the description JSON when it is not the kind's own. */
  readonly type?: string | undefined;
}

export interface ScalarField extends Common {
  readonly kind: 'scalar';
  readonly of: Primitive;
  /** `equal`: must equal the destination's value; `le`: must lie in 0 … that value. */
  readonly rule?: 'equal' | 'le' | undefined;
  /** The destination's value; undefined when it is not known. */
  readonly local?: ((context: Context) => number | undefined) | undefined;
}

export interface BytesField extends Common {
  readonly kind: 'bytes';
  /** Bytes, or records when `stride` is more than 1. */
  readonly count: Count;
  /** Bytes of one record. */
  readonly stride: number;
  /** FieldType of capture/spans for the whole, or for each record. */
  readonly show: number;
  readonly parts?: ((bytes: Uint8Array) => readonly Part[]) | undefined;
}

/** A text of `count` bytes, or with a u8 length before it when `count` is absent. */
export interface TextField extends Common {
  readonly kind: 'text';
  readonly count?: Count | undefined;
}

export interface TextsField extends Common {
  readonly kind: 'texts';
  readonly count: Count;
}

export interface UnusedField extends Common {
  readonly kind: 'unused';
  readonly count: Count;
}

export interface ArrayField extends Common {
  readonly kind: 'array';
  readonly of: Primitive;
  readonly count: Count;
}

export interface StructField extends Common {
  readonly kind: 'struct';
  readonly of: Description;
  /** Its fields lie in the parent's state and spans (`tmp`, and `virtio` with its hand-made code). */
  readonly inline: boolean;
}

export interface StructsField extends Common {
  readonly kind: 'structs';
  readonly of: Description;
  readonly count: Count;
}

/** Structures each preceded by a non-zero byte; a zero byte ends them. */
export interface ListField extends Common {
  readonly kind: 'list';
  readonly of: Description;
}

/** Chunks of bytes, each with a u32 length; a zero length ends them. */
export interface ChunksField extends Common {
  readonly kind: 'chunks';
}

/** No bytes: a claim about the fields so far ("must exist"). */
export interface ValidField extends Common {
  readonly kind: 'valid';
  readonly holds: Test;
}

/** No bytes: learns a figure of the environment from the fields so far. */
export interface DeriveField extends Common {
  readonly kind: 'derive';
  readonly run: (state: Fields, context: Context) => void;
}

export type Field =
  | ScalarField | BytesField | TextField | TextsField | UnusedField | ArrayField | StructField | StructsField | ListField
  | ChunksField | ValidField | DeriveField;

export interface Description<S extends object = object> {
  /** QEMU's name; a subsection's is `parent/child`. */
  readonly name: string;
  readonly version: number;
  readonly minimumVersion: number;
  readonly fields: readonly Field[];
  readonly subsections?: readonly Description[];
  /** Written by hand-made code in QEMU: a failure in it names no field. */
  readonly handMade?: boolean;
  /** As a subsection: saved when this holds; without it, when the parent's state has it. */
  readonly needed?: Test;
  /** Hooks by name, for the device that is loaded or saved. */
  readonly preLoad?: string;
  readonly postLoad?: string;
  readonly preSave?: string;
  /** Ties the description to the type of its state; never set. */
  readonly state?: S;
}

/** Whether the field is on the wire in this version. */
export function exists(field: Field, state: Fields, context: Context, version: number): boolean {
  return field.exists ? field.exists(state, context) : field.since <= version;
}

/** How many elements or bytes; never negative. */
export function countOf(count: Count, state: Fields, context: Context): number {
  const value = typeof count === 'number' ? count : typeof count === 'string' ? state[count] : count(state, context);
  return typeof value === 'number' && value > 0 ? value : 0;
}
