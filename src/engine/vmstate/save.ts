// Saves wire state by a description: the same walk as load.ts, as vmstate_save_state() does (QEMU migration/vmstate.c).
// A subsection is written when its key is in the state: the device decides that it is needed.
import type { ByteSink } from '../bytes/writer.ts';
import type { Amount, Field, Primitive, Vmstate, WireState } from './description.ts';

const SUBSECTION = 5;

/** Writes `state`; throws RangeError when a key that the description needs is missing, which is a defect of the device. */
export function saveVmstate(description: Vmstate, state: WireState, sink: ByteSink): void {
  saveFields(description, description.versionId, state, state, sink);
}

function saveFields(description: Vmstate, versionId: number, own: WireState, root: WireState, sink: ByteSink): void {
  fields(description.fields, versionId, own, root, sink);
  for (const { key, of } of description.subsections ?? []) {
    const inner = own[key] as WireState | undefined;
    if (inner === undefined) continue;
    const version = (inner.subsectionVersion as number | undefined) ?? of.versionId;
    sink.u8(SUBSECTION);
    sink.counted(of.name);
    sink.u32(version);
    saveFields(of, version, inner, root, sink);
  }
}

function fields(list: readonly Field[], versionId: number, own: WireState, root: WireState, sink: ByteSink): void {
  for (const field of list) {
    if (field.since !== undefined && versionId < field.since) continue;
    if (field.when && !field.when(own, root)) continue;
    save(field, own, root, sink);
    field.derive?.(own, root);
  }
}

function save(field: Field, own: WireState, root: WireState, sink: ByteSink): void {
  if (field.kind === 'unused') {
    sink.bytes(new Uint8Array(field.size));
    return;
  }
  const value = own[field.key];
  if (value === undefined) throw new RangeError(`${field.name} has no value`);
  switch (field.kind) {
    case 'number':
      put(field.type, value as number | bigint, sink);
      return;
    case 'buffer': {
      const bytes = value as Uint8Array;
      expectCount(field.name, bytes.length, field.size, own, root);
      sink.bytes(bytes);
      return;
    }
    case 'numbers': {
      const values = value as readonly (number | bigint)[];
      expectCount(field.name, values.length, field.count, own, root);
      for (const item of values) put(field.type, item, sink);
      return;
    }
    case 'array': {
      const items = value as readonly WireState[];
      expectCount(field.name, items.length, field.count, own, root);
      for (const item of items) fields(field.fields, Number.MAX_SAFE_INTEGER, item, root, sink);
      return;
    }
    case 'struct':
      saveFields(field.of, field.of.versionId, value as WireState, root, sink);
  }
}

function expectCount(name: string, has: number, wanted: Amount, own: WireState, root: WireState): void {
  const count = typeof wanted === 'number' ? wanted : wanted(own, root);
  if (has !== count) throw new RangeError(`${name} has ${has} elements, ${count} are expected`);
}

function put(type: Primitive, value: number | bigint, sink: ByteSink): void {
  if (type === 'u64') sink.u64(value);
  else if (type === 'u32' || type === 'i32') sink.u32(Number(value) >>> 0);
  else if (type === 'u16') sink.u16(Number(value));
  else sink.u8(Number(value));
}
