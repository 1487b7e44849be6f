// Two schemas field by field, and what a load in each direction would say: the idea of QEMU's vmstate-static-checker, in which
// names are not on the wire, and what only one side has shifts all that follows. A load ends at the first thing that does
// not fit; here each stands by itself.
import { tooNewState, tooOldState } from '../../vmstate/errors.ts';
import { loadingState, machineDiffers, missingFooter, unknownSection, unsupportedVersion } from '../load-words.ts';
import { tooOld } from '../machine-versions.ts';
import { alignFields } from './align-fields.ts';
import type { Schema, SchemaDevice, SchemaField, SchemaVmstate } from './schema.ts';

export interface Verdict {
  /** `maybe`: the schemas do not say it. */
  readonly loads: 'yes' | 'maybe' | 'no';
  /** QEMU's words, or why it loads. */
  readonly words: string;
}

export interface SchemaDifference {
  /** Section or device; empty when it is about the whole. */
  readonly device: string;
  /** Field inside it. */
  readonly path: string;
  readonly what: 'machine' | 'capability' | 'device' | 'version' | 'field' | 'size' | 'type' | 'name' | 'subsection';
  readonly state: 'added' | 'removed' | 'changed';
  /** As each side has it; empty when it has not. */
  readonly a: string;
  readonly b: string;
  /** A stream of the first loaded by the second, and the other way. */
  readonly ab: Verdict;
  readonly ba: Verdict;
}

/** In the order of the first, then what only the second has. */
export function diffSchemas(a: Schema, b: Schema): readonly SchemaDifference[] {
  const out: SchemaDifference[] = [];
  if (a.machine !== b.machine && a.machine !== '' && b.machine !== '')
    out.push({
      ...whole('machine', 'changed', a.machine, b.machine),
      ab: no(machineDiffers(a.machine, b.machine)),
      ba: no(machineDiffers(b.machine, a.machine)),
    });
  out.push(...capabilities(a.capabilities, b.capabilities));
  const others = new Map(b.devices.map((device) => [keyOf(device, a, b), device]));
  for (const device of a.devices) {
    const other = others.get(keyOf(device, a, b));
    others.delete(keyOf(device, a, b));
    if (other) out.push(...new DeviceDiff(device, other, a.unplaced ? other.name : device.name).run());
    else out.push(...alone(device, a, b, 'removed'));
  }
  for (const device of others.values()) out.push(...alone(device, a, b, 'added'));
  return out;
}

/** The worst of a direction. */
export function verdictOf(differences: readonly SchemaDifference[], direction: 'ab' | 'ba'): Verdict['loads'] {
  const all = differences.map((difference) => difference[direction].loads);
  return all.includes('no') ? 'no' : all.includes('maybe') ? 'maybe' : 'yes';
}

const no = (words: string): Verdict => ({ loads: 'no', words });
const maybe = (words: string): Verdict => ({ loads: 'maybe', words });
const yes = (words: string): Verdict => ({ loads: 'yes', words });
const whole = (what: SchemaDifference['what'], state: SchemaDifference['state'], a: string, b: string) => ({
  device: '',
  path: '',
  what,
  state,
  a,
  b,
});

/** A dump names devices by their types, so only two of them compare by name; with a stream, the vmstate's name counts. */
function keyOf({ name, instanceId, state }: SchemaDevice, a: Schema, b: Schema): string {
  if (a.unplaced && b.unplaced) return name;
  return a.unplaced || b.unplaced ? state.name : `${instanceId} ${name}`;
}

function capabilities(a: readonly string[] | null, b: readonly string[] | null): readonly SchemaDifference[] {
  if (!a || !b) return [];
  return [...new Set([...a, ...b])]
    .filter((name) => a.includes(name) !== b.includes(name))
    .map((name) => {
      const off = no(`Capability ${name} is off, but received capability is on`);
      const on = no(`Capability ${name} is on, but received capability is off`);
      return a.includes(name)
        ? { ...whole('capability', 'removed', name, ''), ab: off, ba: on }
        : { ...whole('capability', 'added', '', name), ab: on, ba: off };
    });
}

/** A device that only one has. */
function alone(device: SchemaDevice, a: Schema, b: Schema, state: 'added' | 'removed'): readonly SchemaDifference[] {
  // A dump has what can be plugged in and leaves out what is no device: neither says what the other lacks.
  if (a.unplaced !== b.unplaced) return [];
  const text = `version ${device.version}`;
  const words = unknownSection(device.name, device.instanceId);
  const sent = a.unplaced ? maybe(`if the machine has one: ${words}`) : no(words);
  const absent = yes('nothing of it is sent: it stays as after a reset');
  return [
    {
      ...whole('device', state, state === 'removed' ? text : '', state === 'added' ? text : ''),
      device: device.name,
      ab: state === 'removed' ? sent : absent,
      ba: state === 'removed' ? absent : sent,
    },
  ];
}

/** Who writes and who reads. */
interface Way {
  readonly from: SchemaDevice;
  readonly to: SchemaDevice;
}

class DeviceDiff {
  private readonly out: SchemaDifference[] = [];
  private readonly a: SchemaDevice;
  private readonly b: SchemaDevice;
  /** How the section is called. */
  private readonly name: string;

  constructor(a: SchemaDevice, b: SchemaDevice, name: string) {
    this.a = a;
    this.b = b;
    this.name = name;
  }

  run(): readonly SchemaDifference[] {
    const { a, b } = this;
    if (a.version !== b.version)
      this.push('', 'version', 'changed', String(a.version), String(b.version), (way) => this.sectionVersion(way));
    this.vmstates(a.state, b.state, '', [a.version, b.version]);
    return this.out;
  }

  private sectionVersion({ from: writer, to: reader }: Way): Verdict {
    if (writer.version > reader.version) return no(unsupportedVersion(writer.version, this.name, reader.version));
    if (reader.minimum >= 0)
      return writer.version < reader.minimum
        ? no(tooOldState(reader.state.name, writer.version, reader.minimum))
        : yes(`versions from ${reader.minimum} on are loaded`);
    const old = tooOld(this.name, writer.version);
    return old === null ? maybe(`if version ${writer.version} is still loaded`) : no(old);
  }

  /** `incoming`: the versions that each writes; a structure inside another is read in the reader's own. */
  private vmstates(a: SchemaVmstate, b: SchemaVmstate, path: string, incoming: readonly [number, number]): void {
    const fields = a.fields.length > 0 || b.fields.length > 0 ? alignFields(a.fields, b.fields) : [];
    for (const [one, other] of fields) {
      const at = `${path}${path && '/'}${(one ?? other)!.name}`;
      if (one && other) this.both(one, other, at);
      else if (!this.isLeftOut(isOptional((one ?? other)!), one === null))
        this.push(at, 'field', one ? 'removed' : 'added', describe(one), describe(other), (way) =>
          this.lone(
            (one ?? other)!,
            (way.from === this.a ? one : other) !== null,
            way,
            incoming[way.from === this.a ? 0 : 1],
          ),
        );
    }
    const others = new Map(b.subsections.map((each) => [each.name, each]));
    for (const each of a.subsections) {
      const other = others.get(each.name);
      others.delete(each.name);
      this.subsection(each, other ?? null, path);
    }
    for (const each of others.values()) this.subsection(null, each, path);
  }

  private both(a: SchemaField, b: SchemaField, at: string): void {
    if (a.name !== b.name) this.push(at, 'name', 'changed', a.name, b.name, () => yes('names are not on the wire'));
    if (a.struct && b.struct) {
      this.counts(a, b, at);
      this.vmstates(a.struct, b.struct, at, [b.struct.version, a.struct.version]);
      return;
    }
    if (a.struct || b.struct) {
      // What code writes says nothing of itself.
      const leaf = a.struct ? b : a;
      if (leaf.size < 0 && leaf.type === '') return;
      const [sizeA, sizeB] = [wireSize(a), wireSize(b)];
      if (sizeA >= 0 && sizeA === sizeB) return;
      this.push(at, 'type', 'changed', describe(a), describe(b), () =>
        sizeA >= 0 && sizeB >= 0
          ? no(this.shifted())
          : maybe(`unless both have the same bytes; else ${this.shifted()}`),
      );
      return;
    }
    if (a.size >= 0 && b.size >= 0 && a.size !== b.size)
      this.push(at, 'size', 'changed', describe(a), describe(b), () => no(this.shifted()));
    else if (a.type !== '' && b.type !== '' && plainType(a.type) !== plainType(b.type))
      this.push(at, 'type', 'changed', a.type, b.type, () => yes('the same bytes, read as another type'));
    this.counts(a, b, at);
  }

  private counts(a: SchemaField, b: SchemaField, at: string): void {
    if (a.count < 0 || b.count < 0 || a.count === b.count) return;
    this.push(at, 'size', 'changed', `${a.count} elements`, `${b.count} elements`, () =>
      maybe(`unless the stream says how many; else ${this.shifted()}`),
    );
  }

  /** Whether what is optional and known to one side was just not written by the other; `byA`: it is `a` that has it not. */
  private isLeftOut(optional: boolean, byA: boolean): boolean {
    const [without, having] = byA ? [this.a, this.b] : [this.b, this.a];
    return optional && without.kind === 'written' && having.kind === 'known';
  }

  /** A field that one side does not have. */
  private lone(field: SchemaField, written: boolean, { from, to }: Way, incoming: number): Verdict {
    if (!written && field.since > incoming) return yes(`read since version ${field.since} only`);
    if (field.conditional) return maybe(`if its test holds: ${this.shifted()}`);
    // A stream does not show what a test left out of it.
    if (from.kind === 'written' || to.kind === 'written')
      return maybe(`unless a test leaves it out; else ${this.shifted()}`);
    return no(this.shifted());
  }

  private subsection(a: SchemaVmstate | null, b: SchemaVmstate | null, path: string): void {
    const { name } = (a ?? b)!;
    const at = `${path}${path && '/'}${name}`;
    if (a && b) {
      if (a.version !== b.version)
        this.push(at, 'version', 'changed', String(a.version), String(b.version), (way) => {
          const [writer, reader] = way.from === this.a ? [a, b] : [b, a];
          if (writer.version > reader.version) return no(tooNewState(name, writer.version, reader.version));
          if (reader.minimum >= 0 && writer.version < reader.minimum)
            return no(tooOldState(name, writer.version, reader.minimum));
          return reader.minimum >= 0
            ? yes(`versions from ${reader.minimum} on are loaded`)
            : maybe(`if version ${writer.version} is still loaded`);
        });
      this.vmstates(a, b, at, [a.version, b.version]);
      return;
    }
    if (this.isLeftOut(true, a === null)) return;
    this.push(
      at,
      'subsection',
      a ? 'removed' : 'added',
      a ? `version ${a.version}` : '',
      b ? `version ${b.version}` : '',
      ({ from, to }) => {
        if ((from === this.a ? a : b) === null) return yes('not sent: what it holds stays as after a reset');
        const words = `${loadingState(this.name, 0)}, load of migration failed: No such file or directory`;
        if (to.kind === 'written') return maybe(`unless that QEMU knows it and did not need it: ${words}`);
        return from.kind === 'written' ? no(words) : maybe(`whenever it is sent: ${words}`);
      },
    );
  }

  /** What a QEMU says of a section that is longer or shorter than it reads. */
  private shifted(): string {
    return `misread from here on, as a rule: ${missingFooter(this.name)}`;
  }

  private push(
    path: string,
    what: SchemaDifference['what'],
    state: SchemaDifference['state'],
    a: string,
    b: string,
    verdict: (way: Way) => Verdict,
  ): void {
    this.out.push({
      device: this.name,
      path,
      what,
      state,
      a,
      b,
      ab: verdict({ from: this.a, to: this.b }),
      ba: verdict({ from: this.b, to: this.a }),
    });
  }
}

/** Whether a field need not be there: by a test, or as an array that may have no elements (a dump does not tell). */
const isOptional = ({ conditional, struct, count, size }: SchemaField): boolean =>
  conditional || (count < 0 && (struct !== null || size < 0));

/** Bytes of a field on the wire when all of them are known, else -1. */
function wireSize({ struct, size, count }: SchemaField): number {
  if (count < 0) return -1;
  if (!struct) return size < 0 ? -1 : size * count;
  const sizes = struct.fields.map(wireSize);
  return sizes.includes(-1) || struct.subsections.length > 0 ? -1 : count * sizes.reduce((sum, each) => sum + each, 0);
}

/** How the bytes read: whether they must also be equal, and what they are for, is not on the wire. */
function plainType(type: string): string {
  const plain = type.replace(/ (equal|le)$/, '');
  if (plain === 'timer') return 'int64';
  return /^(u?int\d+|bool|cpudouble|bitmap|unused_buffer)$/.test(plain) ? plain : 'buffer';
}

/** `uint16 × 2`, `structure PCIDevice`, `4 bytes`. */
function describe(field: SchemaField | null): string {
  if (!field) return '';
  const { struct, size, type, count } = field;
  const base = struct
    ? `structure ${struct.name}`
    : type || (size >= 0 ? `${size} byte${size === 1 ? '' : 's'}` : 'bytes');
  const named = type !== '' && /buffer|bitmap/.test(type) && size >= 0 ? `${base}, ${size} bytes` : base;
  return count > 1 ? `${named} × ${count}` : named;
}
