// An inspection as plain data for tools: sections with their fields under the names that QEMU's description gives them,
// RAM in figures, diagnostics. Numbers of up to 32 bits are numbers, wider ones and bytes are hexadecimal text.
import { hexByte } from '../bytes/text.ts';
import { readValue, vmstateOf } from '../capture/span-query.ts';
import { FieldType, SpanKind, type SpanColumns } from '../capture/spans.ts';
import { RamFlag } from '../ram/ram-flags.ts';
import { describeFrame } from './describe-frame.ts';
import type { Inspection } from './inspection.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Everything that an inspection holds but the bytes of RAM pages. */
export function inspectionJson(bytes: Uint8Array, inspection: Inspection): Json {
  const { spans, pageSize, frames, diagnostics } = inspection;
  const rows = Array.from(frames);
  const found = (kind: number): Json => {
    const row = rows.find((at) => spans.kind[at] === kind);
    return row === undefined ? null : fieldsJson(bytes, spans, row);
  };
  return {
    length: inspection.length,
    header: found(SpanKind.Header),
    configuration: found(SpanKind.Configuration),
    pageSize,
    sections: rows.map((row) => frameJson(bytes, inspection, row)),
    ram: ramJson(inspection),
    description: (inspection.description ?? null) as Json,
    diagnostics: diagnostics.map(({ severity, offset, message, cause }) => ({ severity, offset, message, cause })),
  };
}

function frameJson(bytes: Uint8Array, inspection: Inspection, row: number): Json {
  const { spans } = inspection;
  const { type, sectionId, idstr, flag } = describeFrame(inspection, row);
  const base = { type, start: spans.start[row]!, end: spans.end[row]! };
  if (spans.kind[row] === SpanKind.Description || spans.kind[row] === SpanKind.Eof) return base;
  const section = inspection.sections.find((entry) => entry.row === row);
  if (!section) return { ...base, fields: fieldsJson(bytes, spans, row) };
  const named: Record<string, Json> =
    section.instanceId >= 0 ? { instanceId: section.instanceId, versionId: section.versionId } : {};
  const tag: Record<string, Json> = flag ? { flag } : {};
  const body = { ...base, sectionId, idstr, ...named, complete: section.complete, ...tag };
  if (idstr === 'ram') return body;
  return { ...body, fields: payloadJson(bytes, spans, row) };
}

/** The fields of a device's state; those of an iterative section beside its flags. */
function payloadJson(bytes: Uint8Array, spans: SpanColumns, row: number): Json {
  const vmstate = vmstateOf(spans, row);
  const flags: Record<string, Json> = {};
  for (let child = row + 1; child < spans.next[row]!; child = spans.next[child]!) {
    if (spans.kind[child] === SpanKind.Flag) flags[spans.names[spans.name[child]!]!] = leafJson(bytes, spans, child);
    else if (spans.kind[child] === SpanKind.Opaque) flags.payload = leafJson(bytes, spans, child);
  }
  if (vmstate < 0) return flags;
  const fields = fieldsJson(bytes, spans, vmstate);
  return typeof fields === 'object' && fields !== null && !isList(fields) ? { ...flags, ...fields } : fields;
}

/** What is below a span: an object by names, a list for arrays. The depth of the data is bounded by the decoders. */
function fieldsJson(bytes: Uint8Array, spans: SpanColumns, row: number): Json {
  if (spans.next[row] === row + 1) return leafJson(bytes, spans, row);
  const end = spans.next[row]!;
  if (spans.kind[row] === SpanKind.Array) {
    const list: Json[] = [];
    for (let child = row + 1; child < end; child = spans.next[child]!) list.push(fieldsJson(bytes, spans, child));
    return list;
  }
  const out: Record<string, Json> = {};
  for (let child = row + 1; child < end; child = spans.next[child]!) {
    const name = spans.names[spans.name[child]!]!;
    const value = fieldsJson(bytes, spans, child);
    const before = out[name];
    // A name that stands several times is a list, as in QEMU's own tool.
    out[name] = before === undefined ? value : isList(before) ? [...before, value] : [before, value];
  }
  return out;
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

function leafJson(bytes: Uint8Array, spans: SpanColumns, row: number): Json {
  const value = readValue(bytes, spans, row);
  if (typeof value === 'string') return value;
  if (typeof value !== 'bigint') return Array.from(value, hexByte).join(' ');
  if (spans.type[row] === FieldType.Bool) return value !== 0n;
  if (spans.end[row]! - spans.start[row]! <= 4) return Number(value);
  return value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16).padStart(16, '0')}`;
}

/** Blocks with their size, and for each section of RAM how many pages and zero pages of which block it carries. */
function ramJson({ spans, records, blocks, sections }: Inspection): Json {
  const passes: Json[] = [];
  let record = 0;
  for (const { idstr, type, start, end, row } of sections) {
    if (idstr !== 'ram') continue;
    const counts = new Map<number, { pages: number; zeroPages: number }>();
    for (; record < records.length && records.offset[record]! < end; record++) {
      const block = records.block[record]!;
      const count = counts.get(block) ?? { pages: 0, zeroPages: 0 };
      if ((records.flags[record]! & RamFlag.Zero) !== 0) count.zeroPages++;
      else count.pages++;
      counts.set(block, count);
    }
    const named = Array.from(counts, ([block, count]) => ({ block: blocks[block]?.idstr ?? '', ...count }));
    passes.push({ type: describeType(spans.value[row] ?? type), start, end, blocks: named });
  }
  return { blocks: blocks.map(({ idstr, size }) => ({ idstr, size })), passes };
}

const describeType = (type: number): string => ['', 'START', 'PART', 'END', 'FULL'][type] ?? String(type);
