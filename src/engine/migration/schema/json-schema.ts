// Schemas in JSON: what `qemu-system-… -dump-vmstate FILE` writes (QEMU migration/savevm.c, dump_vmstate_json_to_file: all
// device types with their fields, versions and oldest versions), and the description at the end of a stream.
import { SchemaProblem, type Schema, type SchemaDevice, type SchemaField, type SchemaVmstate } from './schema.ts';

type Json = Readonly<Record<string, unknown>>;

/** Deeper nesting than any description has is cut off: no input may exhaust the stack. */
const MOST_DEPTH = 32;
/** The entry of a dump that says which machine it is of. */
const MACHINE = 'vmschkmachine';

/** A schema from parsed JSON; throws SchemaProblem when it is neither of the two. */
export function schemaOfJson(json: unknown, title: string): Schema {
  const top = object(json);
  if (Array.isArray(top.devices)) return ofDescription(top, title);
  const entries = Object.entries(top).filter(([name, value]) => name !== MACHINE && 'Description' in object(value));
  if (entries.length === 0)
    throw new SchemaProblem(
      'neither a description with "devices" nor what -dump-vmstate writes ("Description" in each entry)',
    );
  return {
    title,
    machine: text(object(top[MACHINE]).Name),
    unplaced: true,
    capabilities: null,
    devices: entries.map(([name, value]): SchemaDevice => {
      const entry = object(value);
      const state = dumped(object(entry.Description), 0);
      return {
        name,
        instanceId: 0,
        version: number(entry.version_id),
        minimum: number(entry.minimum_version_id),
        kind: 'known',
        state,
      };
    }),
  };
}

function ofDescription(top: Json, title: string): Schema {
  return {
    title,
    machine: '',
    unplaced: false,
    capabilities: null,
    devices: describedDevices(top),
  };
}

/** The devices of a description, in its order. */
export function describedDevices(description: unknown): readonly SchemaDevice[] {
  return list(object(description).devices).map((value) => {
    const device = object(value);
    const state = described(device, 0);
    const name = text(device.name) || state.name;
    return {
      name,
      instanceId: number(device.instance_id),
      version: state.version,
      minimum: -1,
      kind: 'written',
      state,
    };
  });
}

/** A vmstate of a dump. */
function dumped(value: Json, depth: number): SchemaVmstate {
  return {
    name: text(value.name),
    version: number(value.version_id),
    minimum: number(value.minimum_version_id),
    fields: depth > MOST_DEPTH ? [] : numbered(list(value.Fields).map((item) => dumpedField(object(item), depth + 1))),
    subsections: depth > MOST_DEPTH ? [] : list(value.Subsections).map((item) => dumped(object(item), depth + 1)),
  };
}

/** A name that stands several times in a structure gets its number, as in a description. */
function numbered(fields: readonly SchemaField[]): readonly SchemaField[] {
  return fields.map((field) => {
    const namesakes = fields.filter(({ name }) => name === field.name);
    return namesakes.length > 1 ? { ...field, name: `${field.name}[${namesakes.indexOf(field)}]` } : field;
  });
}

/** Sizes: of a structure the C type's and not what goes over the wire; of arrays one element's; 0 of what code writes. */
function dumpedField(value: Json, depth: number): SchemaField {
  const struct = 'Description' in value ? dumped(object(value.Description), depth) : null;
  return {
    name: text(value.field),
    size: struct ? -1 : number(value.size) || -1,
    count: -1,
    type: '',
    since: number(value.version_id),
    conditional: value.field_exists === true,
    struct,
  };
}

/** A vmstate of a description: what was written. */
export function described(value: Json, depth: number): SchemaVmstate {
  const fields: SchemaField[] = [];
  for (const item of depth > MOST_DEPTH ? [] : list(value.fields)) {
    const entry = object(item);
    const inlined = Array.isArray(entry.fields) && !('struct' in entry);
    const struct =
      'struct' in entry ? described(object(entry.struct), depth + 1) : inlined ? described(entry, depth + 1) : null;
    const name = text(entry.name);
    const last = fields[fields.length - 1];
    // Elements that differ have an entry each.
    if (last?.name === name && 'index' in entry) continue;
    fields.push({
      name,
      size: struct ? -1 : number(entry.size),
      count: 'index' in entry ? -1 : number(entry.array_len, 1),
      type: struct ? '' : text(entry.type),
      since: 0,
      conditional: false,
      struct,
    });
  }
  return {
    name: text(value.vmsd_name),
    version: number(value.version),
    minimum: -1,
    fields,
    subsections: depth > MOST_DEPTH ? [] : list(value.subsections).map((item) => described(object(item), depth + 1)),
  };
}

const object = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (value: unknown, otherwise = 0): number =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : otherwise;
