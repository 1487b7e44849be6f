// Saves wire state by a description: the same walk as load.ts, as vmstate_save_state() does (QEMU migration/vmstate.c).
// A subsection is written when its key is in the state: the device decides that it is needed.
import type { ByteSink } from '../bytes/writer.ts';
import { encodeUtf8 } from '../bytes/text.ts';
import {
  amountOf,
  isPresent,
  type Amount,
  type Field,
  type Primitive,
  type Vmstate,
  type WireState,
} from './description.ts';

const SUBSECTION = 5;

/** Told of every field once it is written, in wire order; describe.ts makes the description JSON of it. */
export interface SaveWatcher {
  /** `index` of `count` elements when the field is an array. */
  enter(field: Field, of: Vmstate | null, index: number, count: number): void;
  leave(): void;
  subsection(of: Vmstate, versionId: number): void;
  leaveSubsection(): void;
}

/** Writes `state`; throws RangeError when a key that the description needs is missing, which is a defect of the device. */
export function saveVmstate(description: Vmstate, state: WireState, sink: ByteSink, watcher?: SaveWatcher): void {
  new Saver(sink, state, watcher).vmstate(description, description.versionId, state);
}

class Saver {
  private readonly sink: ByteSink;
  private readonly root: WireState;
  private readonly watcher: SaveWatcher | undefined;

  constructor(sink: ByteSink, root: WireState, watcher: SaveWatcher | undefined) {
    this.sink = sink;
    this.root = root;
    this.watcher = watcher;
  }

  vmstate(description: Vmstate, versionId: number, own: WireState): void {
    this.fields(description.fields, versionId, own);
    for (const { key, of, suits } of description.subsections ?? []) {
      const inner = own[key] as WireState | undefined;
      if (inner === undefined || suits?.(inner) === false) continue;
      const version = (inner.subsectionVersion as number | undefined) ?? of.versionId;
      this.sink.u8(SUBSECTION);
      this.sink.counted(of.name);
      this.sink.u32(version);
      this.watcher?.subsection(of, version);
      this.vmstate(of, version, inner);
      this.watcher?.leaveSubsection();
    }
  }

  private fields(list: readonly Field[], versionId: number, own: WireState): void {
    for (const field of list) {
      if (!isPresent(field, versionId, own, this.root)) continue;
      if (field.kind === 'valid') {
        if (!field.holds(own, this.root)) throw new RangeError(`Output state validation failed: ${field.name}`);
        continue;
      }
      if (field.kind !== 'array') this.watcher?.enter(field, field.kind === 'struct' ? field.of : null, -1, 1);
      this.field(field, own);
      if (field.kind !== 'array') this.watcher?.leave();
      field.derive?.(own, this.root);
    }
  }

  private field(field: Field, own: WireState): void {
    const { sink } = this;
    if (field.kind === 'unused') return sink.bytes(new Uint8Array(amountOf(field.size, own, this.root)));
    const value = own[field.key];
    if (value === undefined) throw new RangeError(`${field.name} has no value`);
    switch (field.kind) {
      case 'number':
        return put(field.type, value as number | bigint, sink);
      case 'buffer': {
        const bytes = value as Uint8Array;
        this.expectCount(field.name, bytes.length, field.size, own);
        return sink.bytes(bytes);
      }
      case 'numbers': {
        const values = value as readonly (number | bigint)[];
        this.expectCount(field.name, values.length, field.count, own);
        for (const item of values) put(field.type, item, sink);
        return;
      }
      case 'text': {
        if (field.size === undefined) return sink.counted(value as string);
        const bytes = encodeUtf8(value as string);
        this.expectCount(field.name, bytes.length, field.size, own);
        return sink.bytes(bytes);
      }
      case 'texts': {
        const values = value as readonly string[];
        this.expectCount(field.name, values.length, field.count, own);
        for (const item of values) sink.counted(item);
        return;
      }
      case 'chunks':
        for (const chunk of value as readonly Uint8Array[]) {
          sink.u32(chunk.length);
          sink.bytes(chunk);
        }
        return sink.u32(0);
      case 'list':
        for (const item of value as readonly WireState[]) {
          sink.u8(1);
          this.fields(field.fields, Number.MAX_SAFE_INTEGER, item);
        }
        return sink.u8(0);
      case 'array':
        return this.array(field, value as readonly WireState[], own);
      case 'struct':
        return this.vmstate(field.of, field.of.versionId, value as WireState);
      case 'valid':
    }
  }

  private array(field: Field & { kind: 'array' }, items: readonly WireState[], own: WireState): void {
    this.expectCount(field.name, items.length, field.count, own);
    for (let i = 0; i < items.length; i++) {
      this.watcher?.enter(field, null, i, items.length);
      this.fields(field.fields, Number.MAX_SAFE_INTEGER, items[i]!);
      this.watcher?.leave();
    }
  }

  private expectCount(name: string, has: number, wanted: Amount, own: WireState): void {
    const count = amountOf(wanted, own, this.root);
    if (has !== count) throw new RangeError(`${name} has ${has} elements, ${count} are expected`);
  }
}

function put(type: Primitive, value: number | bigint, sink: ByteSink): void {
  switch (type) {
    case 'u64':
    case 'cpudouble':
      return sink.u64(value);
    case 'i64':
    case 'timer':
      return sink.u64(BigInt.asUintN(64, BigInt(value)));
    case 'u32':
    case 'i32':
      return sink.u32(Number(value) >>> 0);
    case 'u16':
    case 'i16':
      return sink.u16(Number(value) & 0xffff);
    default:
      return sink.u8(Number(value) & 0xff);
  }
}
