// The schema of a stream: what its description says that was written; what it leaves in one piece (virtio devices), and all
// of a stream without one, as the spans have it.
import type { ByteSource } from '../../bytes/byte-source.ts';
import { isLeaf, readValue } from '../../capture/span-query.ts';
import { FieldType, SpanKind, type SpanColumns } from '../../capture/spans.ts';
import type { Inspection } from '../../inspect/inspection.ts';
import { COUNTS } from '../../inspect/layout.ts';
import { SectionType } from '../../stream/sections.ts';
import { describedDevices } from './json-schema.ts';
import type { Schema, SchemaDevice, SchemaField, SchemaVmstate } from './schema.ts';

/** The header of a subsection, which its name and version say. */
const SUBSECTION_HEADER = 4;

export function schemaOfStream(bytes: ByteSource, inspection: Inspection, title: string): Schema {
  const { spans, sections, machine, capabilities } = inspection;
  const devices = new Map<string, SchemaDevice>();
  const known = new Map(
    describedDevices(inspection.description)
      .filter(({ state }) => state.fields.every(({ type }) => type !== 'virtio'))
      .map((device) => [`${device.instanceId} ${device.name}`, device]),
  );
  for (const { row, type, idstr, instanceId, versionId, complete } of sections) {
    const key = `${instanceId} ${idstr}`;
    if (type !== SectionType.Full || !complete || devices.has(key)) continue;
    devices.set(key, {
      name: idstr,
      instanceId,
      version: versionId,
      minimum: -1,
      kind: 'written',
      state:
        known.get(key)?.state ??
        vmstate(bytes, spans, payloadOf(spans, row), idstr.slice(idstr.lastIndexOf('/') + 1), versionId),
    });
  }
  return { title, machine, unplaced: false, capabilities, devices: [...devices.values()] };
}

/** The rows of a payload: those of its vmstate where it has just one. */
function payloadOf(spans: SpanColumns, section: number): readonly number[] {
  const rows = children(spans, section).filter(
    (row) => spans.kind[row] !== SpanKind.SectionHeader && spans.kind[row] !== SpanKind.Footer,
  );
  return rows.length === 1 && spans.kind[rows[0]!] === SpanKind.Vmstate ? children(spans, rows[0]!) : rows;
}

function vmstate(
  bytes: ByteSource,
  spans: SpanColumns,
  rows: readonly number[],
  name: string,
  version: number,
): SchemaVmstate {
  const fields: SchemaField[] = [];
  const subsections: SchemaVmstate[] = [];
  for (const row of rows) {
    if (spans.kind[row] !== SpanKind.Subsection) {
      fields.push(field(bytes, spans, row, fields));
      continue;
    }
    const inner = children(spans, row);
    const versionId = Number(readValue(bytes, spans, inner[SUBSECTION_HEADER - 1]!));
    subsections.push(vmstate(bytes, spans, inner.slice(SUBSECTION_HEADER), nameOf(spans, row), versionId));
  }
  return { name, version, minimum: -1, fields, subsections };
}

function field(bytes: ByteSource, spans: SpanColumns, row: number, before: readonly SchemaField[]): SchemaField {
  const name = nameOf(spans, row);
  const base = { name, since: 0, conditional: false };
  const counted = before.some((other) => other.name === COUNTS[name]);
  if (spans.kind[row] === SpanKind.Array) {
    const elements = children(spans, row);
    const first = elements[0];
    const count = counted ? -1 : elements.length;
    if (first === undefined) return { ...base, size: -1, count, type: '', struct: null };
    if (isLeaf(spans, first)) return { ...base, ...leaf(spans, first), count, struct: null };
    return {
      ...base,
      size: -1,
      count,
      type: '',
      struct: vmstate(bytes, spans, children(spans, first), nameOf(spans, first), 0),
    };
  }
  if (!isLeaf(spans, row)) {
    // Of bytes that are a structure, the version is none.
    const version = spans.kind[row] === SpanKind.Vmstate ? spans.value[row]! : 0;
    return {
      ...base,
      size: -1,
      count: 1,
      type: '',
      struct: vmstate(bytes, spans, children(spans, row), name, version),
    };
  }
  const own = leaf(spans, row);
  const lengthBefore = /len(gth)?$/.test(before[before.length - 1]?.name ?? '');
  return { ...base, ...own, size: lengthBefore ? -1 : own.size, count: 1, struct: null };
}

const leaf = (spans: SpanColumns, row: number): { readonly size: number; readonly type: string } => ({
  size: spans.end[row]! - spans.start[row]!,
  type: TYPE_NAMES[spans.type[row]!] ?? 'buffer',
});

const nameOf = (spans: SpanColumns, row: number): string => spans.names[spans.name[row]!]!;

function children(spans: SpanColumns, row: number): readonly number[] {
  const out: number[] = [];
  for (let child = row + 1; child < spans.next[row]!; child = spans.next[child]!) out.push(child);
  return out;
}

/** QEMU's names of the types, as far as the bytes tell. */
const TYPE_NAMES: Readonly<Record<number, string>> = {
  [FieldType.U8]: 'uint8',
  [FieldType.U16]: 'uint16',
  [FieldType.U32]: 'uint32',
  [FieldType.U64]: 'uint64',
  [FieldType.I8]: 'int8',
  [FieldType.I16]: 'int16',
  [FieldType.I32]: 'int32',
  [FieldType.I64]: 'int64',
  [FieldType.Bool]: 'bool',
  [FieldType.Float64]: 'cpudouble',
  [FieldType.Unused]: 'unused_buffer',
  [FieldType.Bitmap]: 'bitmap',
};
