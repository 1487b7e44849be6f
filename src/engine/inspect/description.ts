// The description JSON at the end of a stream: finding it, and decoding by it the sections of devices that the engine
// does not know. An entry says what was really written, so sizes are exact; unknown kinds are bytes of that size.
import { StreamError } from '../bytes/errors.ts';
import type { ByteReader } from '../bytes/reader.ts';
import { decodeUtf8 } from '../bytes/text.ts';
import { FieldType, SpanKind, type SpanLog } from '../capture/spans.ts';

interface DescribedField {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly count: number;
  readonly index: number;
  readonly struct: DescribedVmstate | null;
}

interface DescribedVmstate {
  readonly name: string;
  readonly version: number;
  readonly fields: readonly DescribedField[];
  readonly subsections: readonly DescribedVmstate[];
}

export interface DescribedDevice extends DescribedVmstate {
  readonly idstr: string;
  readonly instanceId: number;
}

export interface FoundDescription {
  readonly json: unknown;
  readonly devices: readonly DescribedDevice[];
  readonly pageSize: number;
}

/** Looks for the description from the end of the stream; null when there is none or it does not parse. */
export function findDescription(bytes: Uint8Array, length: number): FoundDescription | null {
  for (let at = length - 6; at >= 0; at--) {
    if (bytes[at] !== 6 || bytes[at + 5] !== 0x7b) continue;
    const size = ((bytes[at + 1]! << 24) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 8) | bytes[at + 4]!) >>> 0;
    if (size === length - at - 5) return parseDescription(decodeUtf8(bytes, at + 5, length));
  }
  return null;
}

/** Parses description JSON; null when it is none. */
export function parseDescription(text: string): FoundDescription | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const top = record(json);
  const devices = list(top.devices).map((item): DescribedDevice => {
    const device = record(item);
    return { ...vmstate(device, String(device.vmsd_name ?? ''), 0), idstr: String(device.name ?? ''), instanceId: integer(device.instance_id) };
  });
  return { json, devices, pageSize: integer(top.page_size) };
}

const MAX_DEPTH = 32;

function vmstate(value: Readonly<Record<string, unknown>>, name: string, depth: number): DescribedVmstate {
  const inner = depth < MAX_DEPTH;
  return {
    name,
    version: integer(value.version),
    fields: inner ? list(value.fields).map((item) => field(record(item), depth + 1)) : [],
    subsections: inner ? list(value.subsections).map((item) => vmstate(record(item), String(record(item).vmsd_name ?? ''), depth + 1)) : [],
  };
}

function field(value: Readonly<Record<string, unknown>>, depth: number): DescribedField {
  const struct = typeof value.struct === 'object' && value.struct !== null ? record(value.struct) : null;
  return {
    name: String(value.name ?? ''),
    type: String(value.type ?? ''),
    size: integer(value.size),
    count: value.array_len === undefined ? -1 : integer(value.array_len),
    index: value.index === undefined ? -1 : integer(value.index),
    struct: struct ? vmstate(struct, String(struct.vmsd_name ?? value.name ?? ''), depth) : null,
  };
}

/** Decodes a device section's payload by its description; throws StreamError where the bytes do not fit it. */
export function readDescribed(reader: ByteReader, log: SpanLog, device: DescribedVmstate): void {
  for (const item of device.fields) readField(reader, log, item);
  for (const subsection of device.subsections) readSubsection(reader, log, subsection);
}

function readField(reader: ByteReader, log: SpanLog, item: DescribedField): void {
  const name = log.names.id(item.name);
  if (item.count < 0) {
    readElement(reader, log, item, name, item.index);
    return;
  }
  if (item.count * Math.max(1, item.size) > reader.remaining + item.size) reader.need(item.count * item.size, item.name);
  log.enter(SpanKind.Array, name, reader.offset, -1, item.count);
  for (let i = 0; i < item.count; i++) readElement(reader, log, item, name, i);
  log.leave(reader.offset);
}

function readElement(reader: ByteReader, log: SpanLog, item: DescribedField, name: number, index: number): void {
  const start = reader.offset;
  if (item.struct) {
    log.enter(index >= 0 ? SpanKind.Element : SpanKind.Vmstate, name, start, index, item.struct.version);
    readDescribed(reader, log, item.struct);
    log.leave(reader.offset);
    return;
  }
  reader.skip(item.size, item.name);
  if (item.size > 0) log.leaf(SpanKind.Field, fieldType(item.type, item.size), name, start, reader.offset, index);
}

function readSubsection(reader: ByteReader, log: SpanLog, subsection: DescribedVmstate): void {
  const start = reader.offset;
  if (reader.u8() !== 5) throw new StreamError(`subsection ${subsection.name} is described but not here`, start);
  const length = reader.u8();
  const name = reader.text(length);
  if (name !== subsection.name) throw new StreamError(`subsection ${name} where ${subsection.name} is described`, start);
  log.enter(SpanKind.Subsection, log.names.id(name), start);
  log.leaf(SpanKind.Field, FieldType.U8, log.names.id('subsection'), start, start + 1);
  log.leaf(SpanKind.Field, FieldType.U8, log.names.id('name_len'), start + 1, start + 2);
  log.leaf(SpanKind.Field, FieldType.Text, log.names.id('name'), start + 2, start + 2 + length);
  reader.u32();
  log.leaf(SpanKind.Field, FieldType.U32, log.names.id('version_id'), start + 2 + length, reader.offset);
  readDescribed(reader, log, subsection);
  log.leave(reader.offset);
}

/** How a described kind reads; unknown kinds by their size. */
function fieldType(type: string, size: number): number {
  if (type === 'bool') return FieldType.Bool;
  if (type === 'bitmap') return FieldType.Bitmap;
  if (type === 'unused_buffer') return FieldType.Unused;
  if (type === 'capability') return FieldType.Bytes;
  const signed = type.startsWith('int');
  if (signed || type.startsWith('uint') || type === 'timer' || type === 'cpudouble' || type === 'nullptr') {
    if (size === 1) return signed ? FieldType.I8 : FieldType.U8;
    if (size === 2) return signed ? FieldType.I16 : FieldType.U16;
    if (size === 4) return signed ? FieldType.I32 : FieldType.U32;
    if (size === 8) return signed ? FieldType.I64 : FieldType.U64;
  }
  return FieldType.Bytes;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function integer(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : 0;
}
