// A device that the engine does not model, loaded by an entry of the description JSON as vmstate_load_state() loads it
// (QEMU migration/vmstate.c): nothing is kept, but what fails says so with one line for each field around it.
import type { QemuFileReader } from '../bytes/qemu-file-reader.ts';
import { checkIrqState } from '../devices/virtio-net-load-checks.ts';
import { FieldType } from '../capture/spans.ts';
import type { DescribedField, DescribedVmstate } from '../inspect/description.ts';
import {
  buffer,
  list,
  number,
  numbers,
  struct,
  unused,
  type Field,
  type Primitive,
  type Vmstate,
} from '../vmstate/description.ts';
import { LoadError } from '../vmstate/errors.ts';
import { loadVmstate } from '../vmstate/load.ts';

/** The destination's own values of fields that must be equal, by `VMSTATE:FIELD`. */
export type OwnValues = ReadonlyMap<string, number>;

/** Loads one payload; 0 or a negative errno. */
export function loadDescribed(
  file: QemuFileReader,
  device: DescribedVmstate,
  own: OwnValues,
  stderr: string[],
): number {
  return loadQuietly(file, vmstateOf(device), own, stderr);
}

/** Loads a payload whose values nobody needs; prints what QEMU prints of a field that fails. */
export function loadQuietly(file: QemuFileReader, vmstate: Vmstate, own: OwnValues, stderr: string[]): number {
  try {
    loadVmstate(vmstate, vmstate.versionId, file, {
      failed: () => file.error !== 0,
      local: (of, field) => own.get(`${of}:${field}`),
      check: (name, fields, _, at) => {
        if (name === 'pci.irq_state') checkIrqState(fields, at);
      },
    });
    return 0;
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    file.setError(error.code);
    stderr.push(...error.lines);
    return error.code;
  }
}

/** The values that a device with this payload has in fields that must be equal. */
export function ownValues(device: DescribedVmstate, file: QemuFileReader): OwnValues {
  const values = new Map<string, number>();
  const vmstate = vmstateOf(device, true);
  try {
    loadVmstate(vmstate, vmstate.versionId, file, {
      failed: () => file.error !== 0,
      check: (name, fields) => {
        const value = Object.hasOwn(fields, keyOf(name)) ? fields[keyOf(name)] : undefined;
        if (typeof value === 'number') values.set(name, value);
      },
    });
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
  }
  return values;
}

const keyOf = (name: string): string => name.slice(name.indexOf(':') + 1);

/** A description of ours from one that was written; `marked`: fields that must be equal carry their name as a check. */
export function vmstateOf(of: DescribedVmstate, marked = false): Vmstate {
  return {
    name: of.name,
    versionId: of.version,
    // What an entry does not say. Of the devices of pc and q35 only states of version 0 take a version 0.
    minimumVersionId: Math.min(1, of.version),
    fields: of.fields.flatMap((field) => fieldsOf(of, field, marked)),
    subsections: of.subsections.map((subsection) => ({ key: subsection.name, of: vmstateOf(subsection, marked) })),
  };
}

/** Elements of one array that a damaged description may ask for. */
const MAX_COUNT = 65536;

/** QEMU looks at the file's error after each element: so an array is as many fields. */
function fieldsOf(of: DescribedVmstate, field: DescribedField, marked: boolean): readonly Field[] {
  if (field.size === 0) return [];
  const one = fieldOf(of, field, marked);
  return field.count < 0 ? [one] : Array.from({ length: Math.min(field.count, MAX_COUNT) }, () => one);
}

/** Bytes of a state: fields, each as often as it stands there, and subsections with their headers. */
export function sizeOf({ fields, subsections }: DescribedVmstate): number {
  let size = 0;
  for (const field of fields) size += field.size * (field.count < 0 ? 1 : field.count);
  for (const subsection of subsections) size += 6 + subsection.name.length + sizeOf(subsection);
  return size;
}

function fieldOf(of: DescribedVmstate, field: DescribedField, marked: boolean): Field {
  const name = nameOf(of, field);
  const { type, size } = field;
  const named = { name, key: name };
  // Where structure and size disagree (elements that differ), the size is right.
  if (field.struct && !isList(type) && sizeOf(field.struct) === size)
    return { ...struct(name, vmstateOf(field.struct, marked)), ...named };
  if (field.struct && (type === 'qtailq' || type === 'QLIST')) {
    const { fields } = vmstateOf(field.struct, marked);
    return { ...list(name, fields, { of: field.struct.name }), ...named };
  }
  if (type === 'unused_buffer') return unused(size);
  if (type === 'pci irq state' && size === 16) return numbers('u32', name, 4, { check: 'pci.irq_state' });
  const primitive = primitiveOf(type, size);
  if (!primitive) return { ...buffer(name, size, FieldType.Bytes), ...named };
  const equal = type.endsWith(' equal');
  return {
    ...number(primitive, name, {
      ...(equal ? { equal } : {}),
      // The only field of that type whose limit is known: a PCI device's version.
      ...(type === 'int32 le' && of.name === 'PCIDevice' ? { atMost: 2 } : {}),
      ...(equal && marked ? { check: `${of.name}:${name}` } : {}),
    }),
    ...named,
  };
}

const isList = (type: string): boolean => type === 'qtailq' || type === 'QLIST' || type === 'gtree';

/**
 * QEMU's own name of the field. Where a vmstate has several fields of one name (for several versions or buses) their
 * entries are numbered, as `config[0]`, and its messages are not; a name that has a number of its own (`env.cr[0]`) is
 * of one element, beside others.
 */
function nameOf(of: DescribedVmstate, { name, type, count }: DescribedField): string {
  const base = name.replace(/\[\d+\]$/, '');
  if (base === name) return name;
  const isNumbered = count >= 0 || type === 'unused_buffer' || type === 'pci config';
  const siblings = of.fields.filter((other) => other.name.startsWith(`${base}[`));
  return isNumbered || siblings.length === 1 ? base : name;
}

function primitiveOf(type: string, size: number): Primitive | null {
  if (type === 'bool' && size === 1) return 'bool';
  const [, sign, bits] = /^(u?)int(8|16|32|64)( equal| le)?$/.exec(type) ?? [];
  if (bits === undefined || Number(bits) !== 8 * size) return null;
  return `${sign === 'u' ? 'u' : 'i'}${bits}` as Primitive;
}
