// Schemas of the machines that the engine has: the devices that were captured, and virtio-net from its own description, with
// its tests and versions. The machine's data must be registered.
import { virtioNetRss1 } from '../../devices/virtio-net.ts';
import { platformData, type PlatformName } from '../../machine/platform-data.ts';
import type { Field, Subsection, Vmstate } from '../../vmstate/description.ts';
import { PRIMITIVE_SIZE } from '../../vmstate/description.ts';
import { described } from './json-schema.ts';
import type { Schema, SchemaField, SchemaVmstate } from './schema.ts';

/** The captured machine types that are whole machines. */
export const SCHEMA_MACHINES = [
  'pc-i440fx-7.2',
  'pc-q35-7.2',
  'pc-i440fx-10.0',
] as const satisfies readonly PlatformName[];

export function schemaOfMachine(name: (typeof SCHEMA_MACHINES)[number]): Schema {
  return {
    title: name,
    machine: name,
    unplaced: false,
    capabilities: null,
    devices: platformData(name).sections.map(({ idstr, instanceId, versionId, device }) => {
      // The place of the NIC.
      if (device === '') {
        const state = schemaOfVmstate(virtioNetRss1);
        return {
          name: `${NIC}/virtio-net`,
          instanceId,
          version: versionId,
          minimum: state.minimum,
          kind: 'known',
          state,
        };
      }
      const state = described(JSON.parse(device) as Readonly<Record<string, unknown>>, 0);
      return { name: idstr, instanceId, version: versionId, minimum: -1, kind: 'written', state };
    }),
  };
}

/** Where a NIC is plugged in by default. */
const NIC = '0000:00:03.0';

/** What a description of the engine says of its fields. */
export function schemaOfVmstate({
  name,
  versionId,
  minimumVersionId,
  fields,
  subsections = [],
}: Vmstate): SchemaVmstate {
  return {
    name,
    version: versionId,
    minimum: minimumVersionId,
    fields: fields.filter(({ kind, since = 0 }) => kind !== 'valid' && since <= versionId).map(fieldOf),
    // Forms that only a proposal has are none that QEMU knows.
    subsections: subsections.filter(isQemus).map(({ of }) => schemaOfVmstate(of)),
  };
}

const isQemus = ({ of }: Subsection): boolean => !of.name.includes('/x-');

function fieldOf(field: Field): SchemaField {
  const base = { name: field.name, since: field.since ?? 0, conditional: field.when !== undefined, struct: null };
  const fixed = (amount: unknown): number => (typeof amount === 'number' ? amount : -1);
  const nested = (name: string, fields: readonly Field[]): SchemaVmstate =>
    schemaOfVmstate({ name, versionId: 1, minimumVersionId: 1, fields });
  switch (field.kind) {
    case 'number':
      return { ...base, size: PRIMITIVE_SIZE[field.type], count: 1, type: '' };
    case 'numbers':
      return { ...base, size: PRIMITIVE_SIZE[field.type], count: fixed(field.count), type: '' };
    case 'buffer':
    case 'unused':
      return { ...base, size: fixed(field.size), count: 1, type: '' };
    case 'array':
      return {
        ...base,
        size: -1,
        count: fixed(field.count),
        type: '',
        struct: nested(field.of ?? field.name, field.fields),
      };
    case 'list':
      return { ...base, size: -1, count: -1, type: '', struct: nested(field.of ?? field.name, field.fields) };
    case 'struct':
      return { ...base, size: -1, count: 1, type: '', struct: schemaOfVmstate(field.of) };
    default:
      return { ...base, size: -1, count: -1, type: '' };
  }
}
