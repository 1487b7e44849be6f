// Strategy `delta`, a proposal of this project and in no QEMU: what of a virtio-net changed since it was last sent. Behind
// VNET_MIG_F_DELTA (a PART) and VNET_MIG_F_FINAL (the FULL section) stand
//   u32 subsections   a bit for each of OPTIONAL that the state has: what is not there is said, not only left out
//   u16 records       how many follow
//   { u16 group, u16 index (of the queue; 0 for what is there once), u32 length, payload } each
// and then VNET_MIG_F_END_DATA. A payload has the bytes of the group's fields as vmstate `virtio-net` has them.
import { Errno } from '../bytes/errno.ts';
import { StreamError } from '../bytes/errors.ts';
import { ByteReader } from '../bytes/reader.ts';
import { ByteWriter, type ByteSink } from '../bytes/writer.ts';
import { FieldType, SpanKind } from '../capture/spans.ts';
import type { WireState } from '../vmstate/description.ts';
import { LoadError } from '../vmstate/errors.ts';
import { loadVmstate } from '../vmstate/load.ts';
import { saveVmstate } from '../vmstate/save.ts';
import type { Trace } from '../vmstate/trace.ts';
import { at, DELTA_GROUPS, presenceOf, type DeltaGroup } from './virtio-net-delta-groups.ts';
import { Feature, lowFeature, VIRTIO_QUEUE_MAX } from './virtio.ts';

/** Longest payload: PCI Express config space is the largest group. */
const MAX_LENGTH = 8192;

export interface DeltaRecord {
  readonly group: DeltaGroup;
  readonly index: number;
  readonly payload: Uint8Array;
}

export const keyOf = (group: DeltaGroup, index: number): number => group.id * 65536 + index;

/** What of a payload is no field of its group but must be known: it follows from the payload's length. */
function knownOf(length: number): WireState {
  // A table entry of 16 bytes and a pending bit for each vector, then a u16.
  return { vectors: Math.max(0, Math.floor(((length - 2) * 8) / 129)), currQueuePairs: length / 4 + 1 };
}

/** The group's fields out of the object that holds them; null when the state does not have them. */
export function pick({ vmstate }: DeltaGroup, holder: WireState | undefined): WireState | null {
  if (!holder || holder[vmstate.fields[0]!.key] === undefined) return null;
  const own: WireState = {};
  for (const { key } of vmstate.fields) if (holder[key] !== undefined) own[key] = holder[key];
  return own;
}

/** The objects that a group's records are about, by index. */
export function holders(group: DeltaGroup, tree: WireState): readonly (WireState | undefined)[] {
  const found = at(tree, group.path);
  return group.perIndex ? ((found as WireState[] | undefined) ?? []) : [found as WireState | undefined];
}

function encode({ vmstate }: DeltaGroup, own: WireState): Uint8Array {
  const writer = new ByteWriter(64);
  const table = own.msixTable as WireState[] | undefined;
  const rest = own.txWaitingRest as number[] | undefined;
  const derived = { ...(table && { vectors: table.length }), ...(rest && { currQueuePairs: rest.length + 1 }) };
  saveVmstate(vmstate, { ...own, ...derived }, writer);
  return writer.finish().slice();
}

/** What the destination has of the source's state by what was sent; an element of an array that never was counts as zeros. */
export class SentState {
  private readonly sent = new Map<number, Uint8Array>();
  private presence = 0;

  /**
   * What changed since the last call, which from now on counts as sent: nothing unless more than volatile values did.
   * `isLast`: everything, and where the queues stand in any case.
   */
  changes(wire: WireState, isLast = false): readonly DeltaRecord[] | null {
    const records: DeltaRecord[] = [];
    const presence = presenceOf(wire);
    let isDue = isLast || presence !== this.presence;
    for (const group of DELTA_GROUPS)
      for (const [index, holder] of holders(group, wire).entries()) {
        const own = pick(group, holder);
        // Without the feature the vmstate has no offloads, so START did not carry them.
        if (!own || (group.name === 'offloads' && !lowFeature(wire, Feature.CtrlGuestOffloads))) continue;
        const payload = encode(group, own);
        const before = this.sent.get(keyOf(group, index));
        const isSame = before ? equal(before, payload) : group.perIndex && payload.every((byte) => byte === 0);
        if (isSame && !(isLast && group.name === 'last_avail_idx' && isSetUp(wire, index))) continue;
        if (!isSame && !group.volatile) isDue = true;
        records.push({ group, index, payload });
      }
    if (!isDue) return null;
    for (const { group, index, payload } of records) this.sent.set(keyOf(group, index), payload);
    this.presence = presence;
    return records;
  }
}

function isSetUp(wire: WireState, queue: number): boolean {
  const vqs = at(wire, ['virtio', 'vqs']) as readonly WireState[];
  return vqs[queue]?.desc !== 0n;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** What stands between the flag and END_DATA. */
export function writeChanges(presence: number, records: readonly DeltaRecord[], sink: ByteSink): void {
  sink.u32(presence);
  sink.u16(records.length);
  for (const record of records) writeRecord(record, sink);
}

export function writeRecord({ group, index, payload }: DeltaRecord, sink: ByteSink): void {
  sink.u16(group.id);
  sink.u16(index);
  sink.u32(payload.length);
  sink.bytes(payload);
}

/** A record that was read, for writing it again. */
export const recordOf = ({ group, index, own }: ReadRecord): DeltaRecord => ({
  group,
  index,
  payload: encode(group, own),
});

/** The place of a group's fields in vmstate `virtio-net`, as if it stood here; answers how many spans it opened. */
function enter({ vmstate, steps }: DeltaGroup, index: number, start: number, trace: Trace): number {
  let depth = 1;
  trace.enter(SpanKind.Vmstate, vmstate.name, start, -1, vmstate.versionId);
  for (const { kind, name } of steps) {
    depth++;
    trace.enter(PLACES[kind], name, start, -1, 1);
    if (kind !== 'array') continue;
    depth++;
    trace.enter(SpanKind.Element, name, start, index);
  }
  return depth;
}

const PLACES = { struct: SpanKind.Vmstate, subsection: SpanKind.Subsection, array: SpanKind.Array } as const;

export interface ReadRecord {
  readonly group: DeltaGroup;
  readonly index: number;
  readonly own: WireState;
  /** Stream offset of each value, in the shape of `own`. */
  readonly offsets: WireState;
}

/** The bytes of a payload, at their offsets in the stream. */
class Payload extends ByteReader {
  constructor(bytes: Uint8Array, start: number) {
    super(bytes, start, start + bytes.length);
    this.look(bytes, start);
  }
}

/** Reads one record; throws LoadError with the line that a QEMU with this would print. */
export function readRecord(reader: ByteReader, trace?: Trace): ReadRecord {
  const start = reader.offset;
  const id = reader.u16();
  const index = reader.u16();
  const length = reader.u32();
  const refuse = (why: string): never => {
    throw new LoadError([`virtio_net_load_delta: ${why}`], Errno.EINVAL, start);
  };
  const group = DELTA_GROUPS.find((one) => one.id === id) ?? refuse(`unknown group 0x${id.toString(16)}`);
  const { name, vmstate, perIndex } = group;
  for (const [i, field] of ['group', 'index'].entries())
    trace?.leaf(SpanKind.Field, FieldType.U16, field, start + 2 * i, start + 2 * i + 2);
  trace?.leaf(SpanKind.Field, FieldType.U32, 'length', start + 4, start + 8);
  const size = `length 0x${length.toString(16)}`;
  if (index >= (perIndex ? VIRTIO_QUEUE_MAX : 1)) refuse(`group ${name}: invalid index ${index}`);
  if (length > MAX_LENGTH) refuse(`group ${name}: ${size} is too large`);
  if (!reader.has(length)) refuse(`group ${name}: ${size} goes past the end`);
  const from = reader.offset;
  const payload = new Payload(reader.take(length), from);
  const offsets: WireState = {};
  let own: WireState = {};
  const depth = trace ? enter(group, index, from, trace) : 0;
  try {
    own = loadVmstate(vmstate, 1, payload, { offsets, known: knownOf(length), ...(trace && { trace }) });
  } catch (error) {
    if (!(error instanceof StreamError)) throw error;
    refuse(`group ${name}: ${size} is too short`);
  }
  if (payload.remaining > 0) refuse(`group ${name}: 0x${payload.remaining.toString(16)} bytes too many`);
  for (let i = 0; i < depth; i++) trace?.leave(reader.offset);
  return { group, index, own: pick(group, own) ?? {}, offsets };
}
