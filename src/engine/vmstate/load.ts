// Loads wire state by a description, field after field, as vmstate_load_state() does (QEMU migration/vmstate.c), and
// traces what it reads. A second object of the same shape can collect the stream offset of every value.
import { StreamError } from '../bytes/errors.ts';
import type { ByteReader } from '../bytes/reader.ts';
import { SpanKind, FieldType } from '../capture/spans.ts';
import { PRIMITIVE_SIZE, PRIMITIVE_TYPE, type Amount, type Field, type Primitive, type Vmstate, type WireState } from './description.ts';
import type { Trace } from './trace.ts';

export interface LoadOptions {
  readonly trace?: Trace;
  /** Keys that are not on the wire but that conditions ask for; put into the root before loading. */
  readonly known?: WireState;
  /** Collects stream offsets in the shape of the state. */
  readonly offsets?: WireState;
}

const SUBSECTION = 5;

/** Elements that may be allocated ahead of their bytes: arrays are bounded by the bytes that are there. */
class Loader {
  readonly reader: ByteReader;
  readonly trace: Trace | undefined;
  readonly root: WireState;

  constructor(reader: ByteReader, trace: Trace | undefined, root: WireState) {
    this.reader = reader;
    this.trace = trace;
    this.root = root;
  }

  vmstate(description: Vmstate, versionId: number, own: WireState, at: WireState | undefined): void {
    if (versionId > description.versionId) {
      throw new StreamError(
        `${description.name}: incoming version_id ${versionId} is too new for local version_id ${description.versionId}`,
        this.reader.offset,
      );
    }
    if (versionId < description.minimumVersionId) {
      throw new StreamError(
        `${description.name}: incoming version_id ${versionId} is too old for local minimum version_id ${description.minimumVersionId}`,
        this.reader.offset,
      );
    }
    this.fields(description.fields, versionId, own, at);
    this.subsections(description, own, at);
  }

  fields(fields: readonly Field[], versionId: number, own: WireState, at: WireState | undefined): void {
    for (const field of fields) {
      if (field.since !== undefined && versionId < field.since) continue;
      if (field.when && !field.when(own, this.root)) continue;
      if (at && field.kind !== 'struct' && field.kind !== 'array') at[field.key] = this.reader.offset;
      this.field(field, own, at);
      field.derive?.(own, this.root);
    }
  }

  private field(field: Field, own: WireState, at: WireState | undefined): void {
    const start = this.reader.offset;
    switch (field.kind) {
      case 'number':
        own[field.key] = this.primitive(field.type);
        this.trace?.leaf(SpanKind.Field, PRIMITIVE_TYPE[field.type], field.name, start, this.reader.offset);
        return;
      case 'buffer': {
        own[field.key] = this.reader.take(amount(field.size, own, this.root), field.name).slice();
        this.trace?.leaf(SpanKind.Field, field.show, field.name, start, this.reader.offset);
        return;
      }
      case 'unused':
        this.reader.skip(field.size, 'unused');
        this.trace?.leaf(SpanKind.Field, FieldType.Unused, field.name, start, this.reader.offset);
        return;
      case 'numbers':
        own[field.key] = this.numbers(field.type, field.name, amount(field.count, own, this.root));
        return;
      case 'array':
        this.array(field.key, field.name, amount(field.count, own, this.root), field.fields, own, at);
        return;
      case 'struct': {
        const inner: WireState = (own[field.key] as WireState | undefined) ?? {};
        own[field.key] = inner;
        this.trace?.enter(SpanKind.Vmstate, field.name, start, -1, field.of.versionId);
        this.vmstate(field.of, field.of.versionId, inner, at && (at[field.key] = {}));
        this.trace?.leave(this.reader.offset);
      }
    }
  }

  private numbers(type: Primitive, name: string, count: number): (number | bigint)[] {
    const start = this.reader.offset;
    this.bound(count, PRIMITIVE_SIZE[type], name);
    this.trace?.enter(SpanKind.Array, name, start, -1, count);
    const values: (number | bigint)[] = [];
    for (let i = 0; i < count; i++) {
      const from = this.reader.offset;
      values.push(this.primitive(type));
      this.trace?.leaf(SpanKind.Field, PRIMITIVE_TYPE[type], name, from, this.reader.offset, i);
    }
    this.trace?.leave(this.reader.offset);
    return values;
  }

  private array(key: string, name: string, count: number, fields: readonly Field[], own: WireState, at: WireState | undefined): void {
    const list: WireState[] = [];
    const offsets: WireState[] = [];
    own[key] = list;
    if (at) at[key] = offsets;
    this.bound(count, 1, name);
    this.trace?.enter(SpanKind.Array, name, this.reader.offset, -1, count);
    for (let i = 0; i < count; i++) {
      const element: WireState = {};
      list.push(element);
      const elementAt: WireState | undefined = at ? {} : undefined;
      if (elementAt) offsets.push(elementAt);
      this.trace?.enter(SpanKind.Element, name, this.reader.offset, i);
      this.fields(fields, Number.MAX_SAFE_INTEGER, element, elementAt);
      this.trace?.leave(this.reader.offset);
    }
    this.trace?.leave(this.reader.offset);
  }

  /** A count from the stream cannot ask for more than the bytes that are there. */
  private bound(count: number, size: number, name: string): void {
    this.reader.need(count * size, `${name}[${count}]`);
  }

  private primitive(type: Primitive): number | bigint {
    switch (type) {
      case 'u8':
        return this.reader.u8();
      case 'bool':
        return this.reader.u8() === 0 ? 0 : 1;
      case 'u16':
        return this.reader.u16();
      case 'u32':
        return this.reader.u32();
      case 'i32':
        return this.reader.i32();
      case 'u64':
        return this.reader.u64();
    }
  }

  private subsections(description: Vmstate, own: WireState, at: WireState | undefined): void {
    const prefix = `${description.name}/`;
    while (this.reader.peekU8() === SUBSECTION) {
      const length = this.reader.peekU8(1);
      if (length < prefix.length || !this.reader.has(2 + length)) return;
      const start = this.reader.offset;
      const name = peekText(this.reader, 2, length);
      if (!name.startsWith(prefix)) return;
      const subsection = description.subsections?.find(({ of }) => of.name === name);
      if (!subsection) throw new StreamError(`unknown subsection ${name}`, start);
      this.trace?.enter(SpanKind.Subsection, name, start);
      this.reader.skip(2 + length);
      const versionId = this.reader.u32();
      this.trace?.leaf(SpanKind.Field, FieldType.U8, 'subsection', start, start + 1);
      this.trace?.leaf(SpanKind.Field, FieldType.U8, 'name_len', start + 1, start + 2);
      this.trace?.leaf(SpanKind.Field, FieldType.Text, 'name', start + 2, start + 2 + length);
      this.trace?.leaf(SpanKind.Field, FieldType.U32, 'version_id', start + 2 + length, this.reader.offset);
      const inner: WireState = { subsectionVersion: versionId };
      own[subsection.key] = inner;
      this.vmstate(subsection.of, versionId, inner, at && (at[subsection.key] = {}));
      this.trace?.leave(this.reader.offset);
    }
  }
}

function peekText(reader: ByteReader, ahead: number, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) text += String.fromCharCode(reader.peekU8(ahead + i));
  return text;
}

function amount(value: Amount, own: WireState, root: WireState): number {
  return typeof value === 'number' ? value : value(own, root);
}

/**
 * Loads the state that `description` says, written by version `versionId` of it. Throws StreamError with the offset; the
 * trace then holds what was read (its open spans are the caller's to unwind). What was loaded before an error stays in
 * the object given as `into`.
 */
export function loadVmstate(
  description: Vmstate,
  versionId: number,
  reader: ByteReader,
  options: LoadOptions = {},
  into: WireState = {},
): WireState {
  Object.assign(into, options.known);
  new Loader(reader, options.trace, into).vmstate(description, versionId, into, options.offsets);
  return into;
}
