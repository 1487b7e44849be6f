// Loads wire state by a description, field after field, as vmstate_load_state() and vmstate_subsection_load() do (QEMU
// migration/vmstate.c), refuses what they refuse, and traces what it reads. A second object of the same shape can
// collect the stream offset of every value.
import { ShortRead, StreamError } from '../bytes/errors.ts';
import type { ByteReader } from '../bytes/reader.ts';
import { SpanKind, FieldType } from '../capture/spans.ts';
import {
  amountOf,
  isPresent,
  PRIMITIVE_TYPE,
  type Field,
  type Primitive,
  type Vmstate,
  type WireState,
} from './description.ts';
import { Errno } from '../bytes/errno.ts';
import { cString } from '../bytes/text.ts';
import { LoadError, tooNewState, tooOldState } from './errors.ts';
import type { Trace } from './trace.ts';

/** Where a check stands. */
export interface CheckPoint {
  /** Stream offset just past the field. */
  readonly offset: number;
  /** Position in the innermost array of structures, or -1. */
  readonly index: number;
}

export interface LoadOptions {
  readonly trace?: Trace;
  /** Keys that are not on the wire but that conditions ask for; put into the root before loading. */
  readonly known?: WireState;
  /** Collects stream offsets in the shape of the state. */
  readonly offsets?: WireState;
  /** The device's checks, by name; refuses by throwing LoadError. Without it nothing is checked but versions. */
  readonly check?: (name: string, own: WireState, root: WireState, at: CheckPoint) => void;
  /** Subsections of the description that this QEMU does not have. */
  readonly lacks?: (subsection: string) => boolean;
  /** The destination's own value of a field that must be equal; undefined where it has none. */
  readonly local?: (vmstate: string, field: string) => number | undefined;
  /** Whether reading has gone past the end of a file that then gives zeros, as QEMUFile does. */
  readonly failed?: () => boolean;
}

const SUBSECTION = 5;

class Loader {
  readonly reader: ByteReader;
  readonly trace: Trace | undefined;
  readonly root: WireState;
  readonly options: LoadOptions;
  private index = -1;

  constructor(reader: ByteReader, options: LoadOptions, root: WireState) {
    this.reader = reader;
    this.trace = options.trace;
    this.options = options;
    this.root = root;
  }

  vmstate(description: Vmstate, versionId: number, own: WireState, at: WireState | undefined): void {
    const { name, versionId: local, minimumVersionId: least } = description;
    if (versionId > local) this.refuse(tooNewState(name, versionId, local));
    if (versionId < least) this.refuse(tooOldState(name, versionId, least));
    this.fields(description.fields, versionId, own, at, description.handMade ? '' : name);
    this.subsections(description, own, at);
    if (description.postLoad !== undefined) this.check(description.postLoad, own);
  }

  /** `of` is the description's name, for QEMU's message about a field that fails; empty for hand-made code. */
  private fields(
    fields: readonly Field[],
    versionId: number,
    own: WireState,
    at: WireState | undefined,
    of: string,
  ): void {
    let field: Field | undefined;
    let inside = true;
    try {
      for (let i = 0; i < fields.length; i++) {
        field = fields[i]!;
        if (!isPresent(field, versionId, own, this.root)) continue;
        inside = true;
        if (field.before !== undefined) this.check(field.before, own);
        if (at && field.kind !== 'struct' && field.kind !== 'array' && field.kind !== 'list')
          at[field.key] = this.reader.offset;
        this.field(field, versionId, own, at, of);
        field.derive?.(own, this.root);
        // A field in structures of its own is checked after them (post_load), any other while it is read.
        if (field.within !== undefined) {
          this.whole(of);
          inside = false;
          this.reader.peekU8();
        }
        if (field.check !== undefined) this.check(field.check, own);
        this.whole(of);
      }
    } catch (error) {
      if (field === undefined) throw error;
      throw failureOf(
        error,
        field.name,
        of === '' || field.kind === 'valid' ? [] : linesOf(field, of, inside && !said(error)),
      );
    }
  }

  /** QEMU looks at the file's error after every field of a description, not in hand-made code. */
  private whole(of: string): void {
    if (of !== '' && this.options.failed?.()) throw new LoadError([], Errno.EIO, this.reader.offset);
  }

  private field(field: Field, versionId: number, own: WireState, at: WireState | undefined, of: string): void {
    const { reader, trace, root } = this;
    const start = reader.offset;
    switch (field.kind) {
      case 'number':
        own[field.key] = this.primitive(field.type);
        trace?.leaf(SpanKind.Field, PRIMITIVE_TYPE[field.type], field.name, start, reader.offset);
        if (field.equal === true || field.atMost !== undefined) this.obey(field, Number(own[field.key]), of);
        return;
      case 'buffer':
        own[field.key] = this.buffer(field, amountOf(field.size, own, root));
        return;
      case 'unused':
        reader.skip(amountOf(field.size, own, root), 'unused');
        trace?.leaf(SpanKind.Field, FieldType.Unused, field.name, start, reader.offset);
        return;
      case 'numbers':
        own[field.key] = this.numbers(field.type, field.name, amountOf(field.count, own, root));
        return;
      case 'text':
        own[field.key] =
          field.size === undefined ? this.counted(field.name, -1) : reader.text(amountOf(field.size, own, root));
        if (field.size !== undefined) trace?.leaf(SpanKind.Field, FieldType.Text, field.name, start, reader.offset);
        return;
      case 'texts':
        own[field.key] = this.texts(field, amountOf(field.count, own, root));
        return;
      case 'chunks':
        own[field.key] = this.chunks(field.name);
        return;
      case 'array':
      case 'list':
        this.array(field, field.kind === 'array' ? amountOf(field.count, own, root) : Infinity, own, at);
        return;
      case 'valid':
        if (!field.holds(own, root))
          this.refuse(`Input validation failed: ${of}/${field.name} version_id: ${versionId}`, Errno.EPERM);
        return;
      case 'struct': {
        const inner: WireState = (own[field.key] as WireState | undefined) ?? {};
        own[field.key] = inner;
        trace?.enter(SpanKind.Vmstate, field.name, start, -1, field.of.versionId);
        this.vmstate(field.of, field.of.versionId, inner, at && (at[field.key] = {}));
        trace?.leave(reader.offset);
      }
    }
  }

  private buffer(field: Field & { kind: 'buffer' }, size: number): Uint8Array {
    const { reader, trace } = this;
    const start = reader.offset;
    const bytes = new Uint8Array(reader.take(size, field.name));
    if (!trace) return bytes;
    const parts = field.parts?.(bytes) ?? [];
    if (parts.length === 0) {
      if (size > 0) trace.leaf(SpanKind.Field, field.show, field.name, start, start + size);
      return bytes;
    }
    trace.enter(SpanKind.Vmstate, field.name, start);
    let at = start;
    for (const part of parts) {
      if (at + part.size > start + size) break;
      trace.leaf(SpanKind.Field, part.show, part.name, at, at + part.size);
      at += part.size;
    }
    if (at < start + size) trace.leaf(SpanKind.Field, FieldType.Bytes, 'rest', at, start + size);
    trace.leave(start + size);
    return bytes;
  }

  private numbers(type: Primitive, name: string, count: number): (number | bigint)[] {
    this.trace?.enter(SpanKind.Array, name, this.reader.offset, -1, count);
    const values: (number | bigint)[] = [];
    for (let i = 0; i < count; i++) {
      const from = this.reader.offset;
      values.push(this.primitive(type));
      this.trace?.leaf(SpanKind.Field, PRIMITIVE_TYPE[type], name, from, this.reader.offset, i);
    }
    this.trace?.leave(this.reader.offset);
    return values;
  }

  private texts(field: Field & { kind: 'texts' }, count: number): string[] {
    const { name, each } = field;
    this.trace?.enter(SpanKind.Array, name, this.reader.offset, -1, count);
    const values: string[] = [];
    for (let i = 0; i < count && !this.options.failed?.(); i++) {
      const value = this.counted(name, i);
      values.push(value);
      if (each !== undefined) this.check(each, { value });
    }
    this.trace?.leave(this.reader.offset);
    return values;
  }

  private counted(name: string, index: number): string {
    const from = this.reader.offset;
    const value = this.reader.counted();
    this.trace?.leaf(SpanKind.Field, FieldType.U8, 'name_len', from, from + 1, index);
    this.trace?.leaf(SpanKind.Field, FieldType.Text, name, from + 1, this.reader.offset, index);
    return value;
  }

  private chunks(name: string): Uint8Array[] {
    const { reader, trace } = this;
    const values: Uint8Array[] = [];
    trace?.enter(SpanKind.Array, name, reader.offset);
    for (;;) {
      const from = reader.offset;
      const size = reader.u32();
      trace?.leaf(SpanKind.Field, FieldType.U32, 'len', from, reader.offset, values.length);
      if (size === 0) break;
      values.push(new Uint8Array(reader.take(size, name)));
      trace?.leaf(SpanKind.Field, FieldType.Bytes, name, from + 4, reader.offset, values.length - 1);
    }
    trace?.leave(reader.offset);
    return values;
  }

  private array(
    field: Field & { kind: 'array' | 'list' },
    count: number,
    own: WireState,
    at: WireState | undefined,
  ): void {
    const { reader, trace } = this;
    const { name } = field;
    const list: WireState[] = [];
    const offsets: WireState[] = [];
    own[field.key] = list;
    if (at) at[field.key] = offsets;
    trace?.enter(SpanKind.Array, name, reader.offset, -1, field.kind === 'array' ? count : 0);
    const outer = this.index;
    for (let i = 0; i < count; i++) {
      if (field.kind === 'list' && !this.another()) break;
      const element: WireState = {};
      list.push(element);
      const elementAt: WireState | undefined = at ? {} : undefined;
      if (elementAt) offsets.push(elementAt);
      this.index = i;
      trace?.enter(SpanKind.Element, name, reader.offset, i);
      try {
        this.fields(field.fields, Number.MAX_SAFE_INTEGER, element, elementAt, field.of ?? '');
        // A structure with a description of its own may have subsections: QEMU looks for one after each element.
        if (field.of !== undefined) {
          reader.peekU8();
          if (this.options.failed?.()) throw new LoadError([], Errno.EIO, reader.offset);
        }
      } catch (error) {
        throw failureOf(error, String(i), []);
      }
      trace?.leave(reader.offset);
    }
    this.index = outer;
    trace?.leave(reader.offset);
  }

  /** The byte before each element of a list. */
  private another(): boolean {
    const from = this.reader.offset;
    const more = this.reader.u8() !== 0;
    this.trace?.leaf(SpanKind.Field, FieldType.U8, 'more', from, this.reader.offset);
    return more;
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
      case 'u64':
      case 'cpudouble':
        return this.reader.u64();
      case 'i8':
        return this.reader.i8();
      case 'i16':
        return this.reader.i16();
      case 'i32':
        return this.reader.i32();
      case 'i64':
      case 'timer':
        return this.reader.i64();
    }
  }

  private subsections(description: Vmstate, own: WireState, at: WireState | undefined): void {
    while (this.reader.peekU8() === SUBSECTION) {
      const length = this.reader.peekU8(1);
      if (length < description.name.length + 1) return;
      if (!this.reader.has(2 + length)) {
        // Looking at the whole name meets the end of the file, which is an error of the file and not of the name.
        this.reader.peekU8(1 + length);
        return;
      }
      const start = this.reader.offset;
      const text = peekText(this.reader, 2, length);
      const name = this.options.check ? cString(text) : text;
      if (!name.startsWith(description.name)) return;
      const subsection = description.subsections?.find(({ of }) => of.name === name);
      if (!subsection || this.options.lacks?.(name) === true)
        throw new LoadError([], Errno.ENOENT, start, `unknown subsection ${name}`);
      this.trace?.enter(SpanKind.Subsection, name, start);
      this.reader.skip(2 + length);
      this.trace?.leaf(SpanKind.Field, FieldType.U8, 'subsection', start, start + 1);
      this.trace?.leaf(SpanKind.Field, FieldType.U8, 'name_len', start + 1, start + 2);
      this.trace?.leaf(SpanKind.Field, FieldType.Text, 'name', start + 2, start + 2 + length);
      try {
        const versionId = this.reader.u32();
        this.trace?.leaf(SpanKind.Field, FieldType.U32, 'version_id', start + 2 + length, this.reader.offset);
        const inner: WireState = { subsectionVersion: versionId };
        own[subsection.key] = inner;
        this.vmstate(subsection.of, versionId & 0xff, inner, at && (at[subsection.key] = {}));
      } catch (error) {
        throw failureOf(error, name, []);
      }
      this.trace?.leave(this.reader.offset);
    }
  }

  /** The rules of "equal" and "less or equal"; only a destination has them. */
  private obey(field: Field & { kind: 'number' }, value: number, of: string): void {
    if (!this.options.check) return;
    const local = field.equal ? this.options.local?.(of, field.name) : undefined;
    if (local !== undefined && value !== local)
      this.refuse(`${(local >>> 0).toString(16)} != ${(value >>> 0).toString(16)}`);
    if (field.atMost !== undefined && (value < 0 || value > field.atMost)) {
      this.refuse(`Invalid value ${value} expecting positive value <= ${field.atMost}`);
    }
  }

  private check(name: string, own: WireState): void {
    this.options.check?.(name, own, this.root, { offset: this.reader.offset, index: this.index });
  }

  private refuse(line: string, code: number = Errno.EINVAL): never {
    throw new LoadError([line], code, this.reader.offset);
  }
}

/** What QEMU prints of a field that fails: of the structures that it keeps the field in, and of the field itself. */
function linesOf({ name, within, withinField = 'tmp' }: Field, of: string, inside: boolean): readonly string[] {
  if (within === undefined) return [`Failed to load ${of}:${name}`];
  return [...(inside ? within.map((step) => `Failed to load ${step}`) : []), `Failed to load ${of}:${withinField}`];
}

/** Whether something has been printed of the failure before. */
const said = (error: unknown): boolean => error instanceof LoadError && error.lines.length > 0;

/** Adds to an error the step of the path that it went through, and the lines that QEMU prints of it. */
function failureOf(error: unknown, step: string, lines: readonly string[]): unknown {
  if (!(error instanceof StreamError)) return error;
  const failure = error instanceof LoadError ? error : new LoadError([], Errno.EIO, error.offset, error.message);
  if (error instanceof ShortRead) failure.short = error;
  failure.lines.push(...lines);
  failure.path.unshift(step);
  return failure;
}

function peekText(reader: ByteReader, ahead: number, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) text += String.fromCharCode(reader.peekU8(ahead + i));
  return text;
}

/**
 * Loads the state that `description` says, written by version `versionId` of it. Throws LoadError with QEMU's lines and
 * the offset; the reader then stands where QEMU's would, the trace holds what was read (its open spans are the caller's
 * to unwind), and what was loaded before the error stays in the object given as `into`.
 */
export function loadVmstate(
  description: Vmstate,
  versionId: number,
  reader: ByteReader,
  options: LoadOptions = {},
  into: WireState = {},
): WireState {
  Object.assign(into, options.known);
  new Loader(reader, options, into).vmstate(description, versionId, into, options.offsets);
  return into;
}
