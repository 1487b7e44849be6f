// What a QEMU writes of its devices, field by field, wherever that is known from: a stream, the description JSON of one, what
// `-dump-vmstate` prints, the engine's own descriptions. schema-diff.ts compares two of them.

export interface SchemaField {
  readonly name: string;
  /** Bytes of one element on the wire; -1 when that is not known. */
  readonly size: number;
  /** Elements; -1 when that is not known, or the stream's own values say it. */
  readonly count: number;
  /** How it reads, such as `uint16`; empty when that is not known. */
  readonly type: string;
  /** Version of the structure since which it is there. */
  readonly since: number;
  /** Whether a test decides if it is there. */
  readonly conditional: boolean;
  readonly struct: SchemaVmstate | null;
}

export interface SchemaVmstate {
  readonly name: string;
  readonly version: number;
  /** Oldest version that it loads; -1 when that is not known. */
  readonly minimum: number;
  readonly fields: readonly SchemaField[];
  readonly subsections: readonly SchemaVmstate[];
}

export interface SchemaDevice {
  /** idstr of its section; of a dump, whose devices stand nowhere, its type. */
  readonly name: string;
  readonly instanceId: number;
  /** Version and oldest version of its section. */
  readonly version: number;
  readonly minimum: number;
  /** `known`: all that could be written of it; `written`: what was, so that what is optional may be absent. */
  readonly kind: 'known' | 'written';
  readonly state: SchemaVmstate;
}

export interface Schema {
  /** File or machine. */
  readonly title: string;
  /** Versioned machine type, or empty. */
  readonly machine: string;
  /** Whether devices are named by their vmstates alone, not by where they are plugged in. */
  readonly unplaced: boolean;
  /** Those that are on; null where nothing says it. */
  readonly capabilities: readonly string[] | null;
  readonly devices: readonly SchemaDevice[];
}

/** A file that holds no schema: what is wrong with it. */
export class SchemaProblem extends Error {}
