// Decodes the section of a device that the engine does not know by the stream's own description of it. Where structure
// and size disagree (lists whose entry shows one element only), the size is right and the bytes stay one piece.
import { StreamError } from '../bytes/errors.ts';
import type { ByteReader } from '../bytes/reader.ts';
import { FieldType, SpanKind, type SpanLog } from '../capture/spans.ts';
import type { DescribedField, DescribedVmstate } from './description.ts';

/** Reads a field of type `virtio` of `size` bytes. */
export type ReadVirtio = (size: number) => void;

/** Reads a payload; throws StreamError where the bytes do not fit the description. */
export function readDescribed(
  reader: ByteReader,
  log: SpanLog,
  device: DescribedVmstate,
  readVirtio: ReadVirtio | null,
): void {
  new DescribedReader(reader, log, readVirtio).vmstate(device);
}

/** Drops everything that was logged since the log had `length` rows and `depth` open spans. */
export function rewind(log: SpanLog, length: number, depth: number): void {
  log.unwind(depth, 0);
  log.length = length;
}

class DescribedReader {
  private readonly reader: ByteReader;
  private readonly log: SpanLog;
  private readonly start: number;
  private readonly readVirtio: ReadVirtio | null;
  private steps = 0;

  constructor(reader: ByteReader, log: SpanLog, readVirtio: ReadVirtio | null) {
    this.readVirtio = readVirtio;
    this.reader = reader;
    this.log = log;
    this.start = reader.offset;
  }

  vmstate(of: DescribedVmstate): void {
    this.fields(of.fields);
    for (const subsection of of.subsections) this.subsection(subsection);
  }

  /** Neighbours of one name are the elements of an array when they carry positions. */
  private fields(fields: readonly DescribedField[]): void {
    for (let i = 0; i < fields.length;) {
      const first = fields[i]!;
      let end = i + 1;
      while (
        end < fields.length &&
        fields[end]!.name === first.name &&
        (fields[end]!.index >= 0 || first.index >= 0 || first.type === 'nullptr')
      )
        end++;
      if (end - i === 1 && first.index < 0) this.field(first);
      else this.elements(fields.slice(i, end));
      i = end;
    }
  }

  private elements(entries: readonly DescribedField[]): void {
    const { log, reader } = this;
    const row = log.enter(SpanKind.Array, log.names.id(entries[0]!.name), reader.offset);
    let position = 0;
    for (const entry of entries) {
      if (entry.index >= 0) position = entry.index;
      for (let i = 0; i < Math.max(1, entry.count); i++) this.element(entry, position++);
    }
    log.value[row] = position;
    log.leave(reader.offset);
  }

  private field(item: DescribedField): void {
    if (item.count < 0) return this.element(item, -1);
    const { log, reader } = this;
    log.enter(SpanKind.Array, log.names.id(item.name), reader.offset, -1, item.count);
    for (let i = 0; i < item.count; i++) this.element(item, i);
    log.leave(reader.offset);
  }

  /** One element, or a field that is no array (index -1). */
  private element(item: DescribedField, index: number): void {
    const { log, reader } = this;
    this.step();
    if (item.struct && this.structure(item, item.struct, index)) return;
    const name = log.names.id(item.name);
    const { offset } = reader;
    if (item.type === 'virtio' && index < 0 && this.readVirtio) return this.readVirtio(item.size);
    if (item.type === 'pci irq state' && item.size === 16) return this.words(name, 4, index);
    reader.skip(item.size, item.name);
    if (item.size > 0) log.leaf(SpanKind.Field, fieldType(item), name, offset, reader.offset, index);
  }

  /** A structure; false, and nothing logged, when its fields do not make up its size. */
  private structure(item: DescribedField, of: DescribedVmstate, index: number): boolean {
    const { log, reader } = this;
    const start = reader.offset;
    const rows = log.length;
    const depth = log.depth;
    const kind = isList(item.type) ? SpanKind.Array : index >= 0 ? SpanKind.Element : SpanKind.Vmstate;
    log.enter(kind, log.names.id(item.name), start, index, of.version);
    const fits = isList(item.type) ? this.list(item, of) : this.plain(item, of);
    if (!fits) {
      rewind(log, rows, depth);
      reader.offset = start;
      return false;
    }
    log.leave(reader.offset);
    return true;
  }

  /** Elements of an array that is compressed may have other sizes than the first, which is the one described. */
  private plain(item: DescribedField, of: DescribedVmstate): boolean {
    const start = this.reader.offset;
    this.vmstate(of);
    return reading(item, this.reader.offset - start);
  }

  /** Elements after a byte 1 each, and a byte 0 at the end; the entry shows the last one. */
  private list(item: DescribedField, of: DescribedVmstate): boolean {
    const { log, reader } = this;
    const start = reader.offset;
    const end = start + item.size;
    for (let i = 0; reader.offset < end; i++) {
      const at = reader.offset;
      const more = reader.u8();
      log.leaf(SpanKind.Field, FieldType.U8, log.names.id('more'), at, at + 1);
      if (more === 0) return reader.offset === end;
      log.enter(SpanKind.Element, log.names.id(of.name), reader.offset, i, of.version);
      this.vmstate(of);
      log.leave(reader.offset);
      this.step();
    }
    return false;
  }

  private words(name: number, count: number, index: number): void {
    const { log, reader } = this;
    const row = log.enter(SpanKind.Array, name, reader.offset, index, count);
    log.type[row] = FieldType.Bytes; // one value for who reads by the description alone
    for (let i = 0; i < count; i++) {
      reader.skip(4, 'irq_state');
      log.leaf(SpanKind.Field, FieldType.U32, name, reader.offset - 4, reader.offset, i);
    }
    log.leave(reader.offset);
  }

  private subsection(of: DescribedVmstate): void {
    const { log, reader } = this;
    const start = reader.offset;
    this.step();
    if (reader.u8() !== 5) throw new StreamError(`subsection ${of.name} is described but not here`, start);
    const length = reader.u8();
    const name = reader.text(length);
    if (name !== of.name) throw new StreamError(`subsection ${name} where ${of.name} is described`, start);
    log.enter(SpanKind.Subsection, log.names.id(name), start, -1, of.version);
    log.leaf(SpanKind.Field, FieldType.U8, log.names.id('subsection'), start, start + 1);
    log.leaf(SpanKind.Field, FieldType.U8, log.names.id('name_len'), start + 1, start + 2);
    log.leaf(SpanKind.Field, FieldType.Text, log.names.id('name'), start + 2, start + 2 + length);
    reader.u32();
    log.leaf(SpanKind.Field, FieldType.U32, log.names.id('version_id'), start + 2 + length, reader.offset);
    this.vmstate(of);
    log.leave(reader.offset);
  }

  /** Work is bounded by the bytes read: a description that asks for endless nothing is refused. */
  private step(): void {
    this.steps++;
    if (this.steps > 1024 + 4 * (this.reader.offset - this.start)) {
      throw new StreamError('the description has more entries than the section has bytes', this.reader.offset);
    }
  }
}

const isList = (type: string): boolean => type === 'qtailq' || type === 'QLIST' || type === 'gtree';

function reading(item: DescribedField, consumed: number): boolean {
  return item.size === consumed || item.count > 1;
}

/** How a described kind reads; unknown kinds by their size. */
function fieldType({ type, size, name }: DescribedField): number {
  switch (type) {
    case 'bool':
      return FieldType.Bool;
    case 'bitmap':
      return FieldType.Bitmap;
    case 'unused_buffer':
      return FieldType.Unused;
    case 'cpudouble':
      return FieldType.Float64;
    case 'buffer':
      return size === 6 && /mac/.test(name) ? FieldType.Mac : FieldType.Bytes;
    case 'nullptr':
      return FieldType.Null;
    default:
  }
  const signed = type.startsWith('int') || type === 'timer';
  if (!signed && !type.startsWith('uint')) return FieldType.Bytes;
  switch (size) {
    case 1:
      return signed ? FieldType.I8 : FieldType.U8;
    case 2:
      return signed ? FieldType.I16 : FieldType.U16;
    case 4:
      return signed ? FieldType.I32 : FieldType.U32;
    case 8:
      return signed ? FieldType.I64 : FieldType.U64;
    default:
      return FieldType.Bytes;
  }
}
