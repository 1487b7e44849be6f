// An inspection as plain data for tools: sections with their fields under the names that QEMU's description gives them,
// RAM in figures, diagnostics. Numbers of up to 32 bits are numbers, wider ones hexadecimal text, bytes `0a 1b`.
// docs/formats.md lists it; every name that QEMU's scripts/analyze-migration.py prints is at the same place in `fields`.
import { hexByte } from '../bytes/text.ts';
import { readValue } from '../capture/span-query.ts';
import { FieldType, SpanKind, type SpanColumns } from '../capture/spans.ts';
import { SECTION_NAMES, SectionType } from '../stream/sections.ts';
import type { InspectedSection, Inspection } from './inspection.ts';
import { ramJson } from './ram-json.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Everything that an inspection holds but the bytes of RAM pages. */
export function inspectionJson(bytes: Uint8Array, inspection: Inspection): Json {
  const { spans, pageSize, frames, diagnostics } = inspection;
  const sections = new Map(inspection.sections.map((section) => [section.row, section]));
  const handlers = new Map<number, InspectedSection>();
  const rows = Array.from(frames);
  const headers = rows.filter((row) => spans.kind[row] === SpanKind.Header);
  const configuration = rows.find((row) => spans.kind[row] === SpanKind.Configuration);
  const fieldsOf = (row: number | undefined): Json =>
    row === undefined ? null : fieldsJson(bytes, spans, row, FRAMING);
  const json: Json[] = [];
  for (const row of rows) {
    const section = sections.get(row);
    if (section && section.instanceId >= 0) handlers.set(section.sectionId, section);
    if (spans.kind[row] === SpanKind.Header || spans.end[row] === spans.start[row]) continue;
    json.push(
      section
        ? sectionJson(bytes, inspection, section, handlers.get(section.sectionId))
        : { ...frameJson(spans, row), fields: isLong(spans, row) ? {} : fieldsOf(row) },
    );
  }
  return {
    length: inspection.length,
    header: fieldsOf(headers.find((row) => spans.names[spans.name[row]!] === 'header')),
    libvirt: fieldsOf(headers.find((row) => spans.names[spans.name[row]!] !== 'header')),
    configuration: fieldsOf(configuration),
    pageSize,
    sections: json,
    ram: ramJson(inspection),
    description: isTooDeep(inspection.description, MOST_DEPTH) ? null : ((inspection.description ?? null) as Json),
    diagnostics: diagnostics.map(({ severity, offset, message, cause }) => ({ severity, offset, message, cause })),
  };
}

/** Frames whose bytes are no fields: the description, what nobody could read, the end mark. */
const isLong = (spans: SpanColumns, row: number): boolean =>
  spans.kind[row] === SpanKind.Description || spans.kind[row] === SpanKind.Opaque || spans.kind[row] === SpanKind.Eof;

const KIND_NAMES: Readonly<Record<number, string>> = {
  [SpanKind.Configuration]: 'CONFIGURATION',
  [SpanKind.Command]: 'COMMAND',
  [SpanKind.Eof]: 'EOF',
  [SpanKind.Description]: 'VMDESCRIPTION',
};

function frameJson(spans: SpanColumns, row: number): Readonly<Record<string, Json>> {
  const type = KIND_NAMES[spans.kind[row]!] ?? 'UNKNOWN';
  const command: Record<string, Json> = type === 'COMMAND' ? { command: spans.names[spans.name[row]!]! } : {};
  return { type, start: spans.start[row]!, end: spans.end[row]!, ...command };
}

/** `handler`: the START or FULL that named the section's id. */
function sectionJson(
  bytes: Uint8Array,
  inspection: Inspection,
  { row, type, sectionId, idstr, start, end, complete }: InspectedSection,
  handler: InspectedSection | undefined,
): Json {
  return {
    type: SECTION_NAMES[type] ?? String(type),
    start,
    end,
    sectionId,
    idstr,
    instanceId: handler?.instanceId ?? null,
    versionId: handler?.versionId ?? null,
    complete,
    fields: idstr === 'ram' ? ramFields(inspection, type) : payloadJson(bytes, inspection.spans, row),
  };
}

function ramFields({ blocks }: Inspection, type: number): Json {
  if (type !== SectionType.Start) return {};
  return { 'section sizes': Object.fromEntries(blocks.map(({ idstr, size }) => [idstr, hex64(BigInt(size))])) };
}

/** The fields of a device's state; those of an iterative section beside its flags. */
function payloadJson(bytes: Uint8Array, spans: SpanColumns, row: number): Json {
  const out: Record<string, Json> = {};
  for (let child = row + 1; child < spans.next[row]!; child = spans.next[child]!) {
    const kind = spans.kind[child]!;
    if (kind === SpanKind.Vmstate) objectJson(bytes, spans, child, NOTHING, out);
    else if (kind === SpanKind.Flag || kind === SpanKind.Opaque)
      define(out, spans.names[spans.name[child]!]!, leafJson(bytes, spans, child));
    else if (kind === SpanKind.Field || kind === SpanKind.Array)
      define(out, spans.names[spans.name[child]!]!, fieldsJson(bytes, spans, child));
  }
  return out;
}

/** Leaves that carry a structure and are no values of their own, at the beginning of a span. */
const NOTHING: readonly string[] = [];
const FRAMING: readonly string[] = ['type'];
const SUBSECTION: readonly string[] = ['subsection', 'name_len', 'name', 'version_id'];

/** What is below a span: an object by names, a list for arrays. The depth of the data is bounded by the decoders. */
function fieldsJson(bytes: Uint8Array, spans: SpanColumns, row: number, leftOut = NOTHING): Json {
  if (spans.next[row] === row + 1 && !isStructure(spans, row)) return leafJson(bytes, spans, row);
  if (spans.kind[row] !== SpanKind.Array) {
    return objectJson(bytes, spans, row, spans.kind[row] === SpanKind.Subsection ? SUBSECTION : leftOut);
  }
  if (spans.type[row] === FieldType.Bytes) return bytesJson(bytes.subarray(spans.start[row], spans.end[row]));
  const list: Json[] = [];
  for (let child = row + 1; child < spans.next[row]!; child = spans.next[child]!) {
    // Beside the elements stand their lengths, and the bytes that say whether another one follows.
    if (isStructure(spans, child) || spans.name[child] === spans.name[row]) list.push(fieldsJson(bytes, spans, child));
  }
  return list;
}

const isStructure = (spans: SpanColumns, row: number): boolean => STRUCTURES.includes(spans.kind[row]!);
const STRUCTURES: readonly number[] = [SpanKind.Vmstate, SpanKind.Subsection, SpanKind.Element, SpanKind.Array];

/** Children by name, into `out`, without the leaves that `leftOut` names, in this order, at the beginning. */
function objectJson(
  bytes: Uint8Array,
  spans: SpanColumns,
  row: number,
  leftOut: readonly string[],
  out: Record<string, Json> = {},
): Readonly<Record<string, Json>> {
  let passed = 0;
  for (let child = row + 1; child < spans.next[row]!; child = spans.next[child]!) {
    const name = spans.names[spans.name[child]!]!;
    if (name === leftOut[passed]) {
      passed++;
      continue;
    }
    const value = fieldsJson(bytes, spans, child);
    // A name that stands several times is one list, as in QEMU's own tool: null pointers cut an array into pieces.
    const before = Object.hasOwn(out, name) ? out[name] : undefined;
    define(out, name, before === undefined ? value : [...listOf(before), ...listOf(value)]);
  }
  return out;
}

const listOf = (value: Json): readonly Json[] => (isList(value) ? value : [value]);
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** Sets a key that may be any text, `__proto__` too: names come from the stream. */
function define(out: Record<string, Json>, name: string, value: Json): void {
  Object.defineProperty(out, name, { value, enumerable: true, configurable: true, writable: true });
}

function leafJson(bytes: Uint8Array, spans: SpanColumns, row: number): Json {
  const value = readValue(bytes, spans, row);
  const type = spans.type[row]!;
  if (type === FieldType.Null) return 'nullptr';
  if (type === FieldType.Float64)
    return hex64(new DataView(bytes.buffer, bytes.byteOffset + spans.start[row]!).getBigUint64(0));
  if (typeof value === 'string') return value;
  if (typeof value !== 'bigint') return bytesJson(value);
  if (type === FieldType.Bool) return value !== 0n;
  return spans.end[row]! - spans.start[row]! <= 4 ? Number(value) : hex64(value);
}

const bytesJson = (value: Uint8Array): string => Array.from(value, hexByte).join(' ');

/** A negative number as its two's complement. */
const hex64 = (value: bigint): string => `0x${BigInt.asUintN(64, value).toString(16).padStart(16, '0')}`;

/** Deeper nesting than any description has: writing it out as text would exhaust the stack. */
const MOST_DEPTH = 128;

function isTooDeep(value: unknown, left: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return left === 0 || Object.values(value).some((inner) => isTooDeep(inner, left - 1));
}
