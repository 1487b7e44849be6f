// The description JSON of a saved state: what QEMU puts after the end of a stream for every vmstate (vmstate_save_state_v
// and json-writer, migration/vmstate.c), so that readers can decode devices that they do not know.
import { ByteWriter } from '../bytes/writer.ts';
import { PRIMITIVE_SIZE, type Field, type Primitive, type Vmstate, type WireState } from './description.ts';
import { saveVmstate, type SaveWatcher } from './save.ts';

export interface DescribedVmstate {
  readonly vmsd_name: string;
  readonly version: number;
  readonly fields: DescribedField[];
  subsections?: DescribedVmstate[];
}

/** Keys in the order in which QEMU writes them. */
export interface DescribedField {
  readonly name: string;
  readonly array_len?: number;
  readonly index?: number;
  readonly type: string;
  readonly struct?: DescribedVmstate;
  /** Bytes of one element. */
  readonly size: number;
}

/** Describes `state`; throws RangeError as saveVmstate does. */
export function describeVmstate(description: Vmstate, state: WireState): DescribedVmstate {
  const writer = new ByteWriter(4096);
  const describer = new Describer(writer, description);
  saveVmstate(description, state, writer, describer);
  return describer.root;
}

interface Level {
  readonly into: DescribedVmstate | null;
  readonly siblings: readonly Field[];
  /** The field that opened this level, and where its bytes begin. */
  readonly field: Field | null;
  readonly entry: DescribedField | null;
  /** Elements that the entry stands for; position when it stands for one of several. */
  readonly count: number;
  readonly index: number;
  readonly start: number;
}

class Describer implements SaveWatcher {
  readonly root: DescribedVmstate;
  private readonly writer: ByteWriter;
  private readonly levels: Level[];

  constructor(writer: ByteWriter, description: Vmstate) {
    this.writer = writer;
    this.root = { vmsd_name: description.name, version: description.versionId, fields: [] };
    this.levels = [
      { into: this.root, siblings: description.fields, field: null, entry: null, count: 1, index: -1, start: 0 },
    ];
  }

  enter(field: Field, of: Vmstate | null, index: number, count: number): void {
    const { into, siblings } = this.top();
    const element = field.kind === 'array';
    const alike = element && canCompress(field.fields);
    const shown = into !== null && !(alike && index > 0);
    let struct: DescribedVmstate | null = null;
    if (shown && element) struct = { vmsd_name: field.of ?? field.name, version: 1, fields: [] };
    if (shown && field.kind === 'struct' && field.describeAs === undefined && of) {
      struct = { vmsd_name: of.name, version: of.versionId, fields: [] };
    }
    this.levels.push({
      into: struct,
      siblings: element || field.kind === 'list' ? field.fields : (of?.fields ?? []),
      field,
      entry: shown
        ? { name: uniqueName(field, siblings), type: typeName(field), ...(struct ? { struct } : {}), size: 0 }
        : null,
      count: alike ? count : 1,
      index: element && !alike && count > 1 ? index : -1,
      start: this.writer.offset,
    });
  }

  leave(): void {
    const { field, entry, start, count, index } = this.levels.pop()!;
    const { into } = this.top();
    const size = this.writer.offset - start;
    if (!entry || !into || !field) return;
    const each = field.kind === 'numbers' ? PRIMITIVE_SIZE[field.type] : size;
    if (each > 0 && size === 0) return;
    const elements = field.kind === 'numbers' ? size / each : count;
    const { name, ...rest } = { ...entry, size: each };
    into.fields.push({
      name,
      ...(elements > 1 ? { array_len: elements } : {}),
      ...(index < 0 ? {} : { index }),
      ...rest,
    });
  }

  subsection(of: Vmstate, versionId: number): void {
    const { into } = this.top();
    const described: DescribedVmstate | null = into ? { vmsd_name: of.name, version: versionId, fields: [] } : null;
    if (into && described) (into.subsections ??= []).push(described);
    this.levels.push({
      into: described,
      siblings: of.fields,
      field: null,
      entry: null,
      count: 1,
      index: -1,
      start: this.writer.offset,
    });
  }

  leaveSubsection(): void {
    this.levels.pop();
  }

  private top(): Level {
    return this.levels[this.levels.length - 1]!;
  }
}

/** A name that a structure uses twice gets its number among its namesakes: `config[0]`. */
function uniqueName(field: Field, siblings: readonly Field[]): string {
  const namesakes = siblings.filter((other) => other.name === field.name && other.kind !== 'valid');
  return namesakes.length > 1 ? `${field.name}[${namesakes.indexOf(field)}]` : field.name;
}

/** Whether all elements look alike, so that one entry can stand for them. */
function canCompress(fields: readonly Field[]): boolean {
  return fields.every((field) => {
    if (field.when) return false;
    if (field.kind === 'struct') return !field.of.subsections?.length && canCompress(field.of.fields);
    return field.kind !== 'array' && field.kind !== 'list' ? true : canCompress(field.fields);
  });
}

const TYPE_NAMES: Readonly<Record<Primitive, string>> = {
  u8: 'uint8',
  u16: 'uint16',
  u32: 'uint32',
  u64: 'uint64',
  i8: 'int8',
  i16: 'int16',
  i32: 'int32',
  i64: 'int64',
  bool: 'bool',
  timer: 'timer',
  cpudouble: 'cpudouble',
};

function typeName(field: Field): string {
  if (field.typeName !== undefined) return field.typeName;
  switch (field.kind) {
    case 'number':
      return TYPE_NAMES[field.type] + (field.equal ? ' equal' : field.atMost !== undefined ? ' le' : '');
    case 'numbers':
      return TYPE_NAMES[field.type];
    case 'unused':
      return 'unused_buffer';
    case 'struct':
      return field.describeAs ?? 'struct';
    case 'array':
      return 'struct';
    case 'list':
      return 'QLIST';
    case 'texts':
      return 'capability';
    default:
      return 'buffer';
  }
}
