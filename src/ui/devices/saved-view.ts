// What a file holds of a virtio-net: the fields of its last complete state, read from the spans where they lie; with strategy
// `delta` what a destination would have made of START and the changes.
import { childrenOf, findByPath, readValue, vmstateOf } from '../../engine/capture/span-query.ts';
import { SpanKind } from '../../engine/capture/spans.ts';
import { deviceOf } from '../../engine/devices/virtio-net-names.ts';
import type { FileDocument } from '../../store/documents.ts';
import { queueName } from '../stream/queue-name.ts';

export interface SavedPacked {
  readonly lastAvailWrap: number;
  readonly usedIdx: number;
  readonly usedWrap: number;
  readonly inuse: number;
}

export interface SavedQueue {
  readonly index: number;
  readonly name: string;
  readonly num: number;
  readonly desc: bigint;
  readonly lastAvailIdx: number;
  /** Addresses of the rings; 0 when only the descriptors' is saved. */
  readonly avail: number;
  readonly used: number;
  /** What only packed rings save. */
  readonly packed: SavedPacked | null;
  /** Row of its element, to select it. */
  readonly row: number;
}

export interface SavedNic {
  readonly idstr: string;
  readonly row: number;
  /** Records of strategy `delta` that were put onto the state of START; 0 in a stream of any other strategy. */
  readonly changes: number;
  readonly status: number;
  readonly features: bigint;
  readonly mac: Uint8Array | null;
  readonly linkUp: boolean | null;
  readonly promiscuous: boolean | null;
  /** Bytes of the filter's addresses and of the VLAN bitmap; null when the file has not come to them. */
  readonly macs: Uint8Array | null;
  readonly vlans: Uint8Array | null;
  readonly queues: readonly SavedQueue[];
}

/** Where a state lies: a whole vmstate and, with strategy `delta` (a proposal), the records that have changed it since. */
interface SavedState {
  readonly vmstate: number;
  /** Rows of the records' fields, the last first. */
  readonly records: readonly number[];
  /** subsection_mask of the last changes; -1: nothing has changed it. */
  readonly mask: number;
}

/** Bit of `virtio/64bit_features` in the mask (docs/formats.md). */
const FEATURES64 = 2;

/** The NICs of a file, each by the last section that holds its state and by what has changed it since. */
export function savedNics(document: FileDocument): readonly SavedNic[] {
  const { spans, sections } = document.inspection;
  const states = new Map<string, SavedState>();
  for (const { row, idstr, type } of sections) {
    const name = deviceOf(idstr);
    if (!name.endsWith('/virtio-net')) continue;
    const before = states.get(name);
    const changes = changesIn(document, row);
    const vmstate = type === 1 || type === 4 ? vmstateOf(spans, row) : -1;
    if (vmstate >= 0) states.set(name, { vmstate, records: [], mask: -1 });
    else if (before && changes)
      states.set(name, { ...before, records: [...changes.records, ...before.records], mask: changes.mask });
  }
  return [...states].flatMap(([name, state]) => readNic(document, state, name) ?? []);
}

/** What a PART or FULL section of strategy `delta` changes; null when it is none. */
function changesIn(
  { inspection: { spans }, stream }: FileDocument,
  section: number,
): Omit<SavedState, 'vmstate'> | null {
  const named = (row: number): string => spans.names[spans.name[row]!]!;
  const children = childrenOf(spans, section);
  const list = children.find((row) => spans.kind[row] === SpanKind.Array && named(row) === 'records');
  const mask = children.find((row) => named(row) === 'subsection_mask');
  if (list === undefined || mask === undefined) return null;
  const records = childrenOf(spans, list).flatMap((element) =>
    childrenOf(spans, element).filter((row) => spans.kind[row] === SpanKind.Vmstate),
  );
  return { records: records.reverse(), mask: Number(readValue(stream, spans, mask)) };
}

function readNic(document: FileDocument, { vmstate, records, mask }: SavedState, idstr: string): SavedNic | null {
  const { spans } = document.inspection;
  /** Row of a field, where it was sent last. */
  const find = (path: string): number => {
    if (mask >= 0 && path.startsWith('virtio/64bit_features') && (mask & FEATURES64) === 0) return -1;
    for (const record of records) {
      const row = findByPath(spans, record, path);
      if (row >= 0) return row;
    }
    return findByPath(spans, vmstate, path);
  };
  const value = (path: string): bigint | null => {
    const row = find(path);
    const read = row < 0 || spans.next[row] !== row + 1 ? null : readValue(document.stream, spans, row);
    return typeof read === 'bigint' ? read : null;
  };
  const status = value('virtio/status');
  if (status === null) return null;
  const count = Number(value('virtio/queues') ?? 0n);
  const queues: SavedQueue[] = [];
  for (let index = 0; index < Math.min(count, 1024); index++) {
    const num = value(`virtio/vqs/${index}/vring.num`);
    const last = value(`virtio/vqs/${index}/last_avail_idx`);
    if (num === null || last === null) break;
    const row = find(`virtio/vqs/${index}`);
    queues.push({
      index,
      name: queueName(index, count),
      num: Number(num),
      desc: value(`virtio/vqs/${index}/vring.desc`) ?? 0n,
      avail: Number(value(`virtio/virtqueues/vq/${index}/vring.avail`) ?? 0n),
      used: Number(value(`virtio/virtqueues/vq/${index}/vring.used`) ?? 0n),
      packed: packedOf((name) => value(`virtio/packed_virtqueues/vq/${index}/${name}`)),
      lastAvailIdx: Number(last),
      row,
    });
  }
  const device = 'virtio/virtio-net-device';
  const bytesOf = (path: string): Uint8Array | null => {
    const row = find(path);
    return row < 0 ? null : document.stream.subarray(spans.start[row], spans.end[row]);
  };
  // An empty table has no field: what was found would be of an earlier state.
  const hasMacs = value(`${device}/mac_table.in_use`) !== 0n;
  const macRow = find(`${device}/mac`);
  const mac = macRow < 0 ? null : readValue(document.stream, spans, macRow);
  const flag = (path: string): boolean | null => {
    const read = value(path);
    return read === null ? null : (read & 1n) === 1n;
  };
  return {
    idstr,
    row: vmstate,
    changes: records.length,
    status: Number(status),
    features: value('virtio/64bit_features/guest_features') ?? value('virtio/guest_features') ?? 0n,
    mac: mac instanceof Uint8Array ? mac.slice() : null,
    linkUp: flag(`${device}/status`),
    promiscuous: flag(`${device}/promisc`),
    macs: hasMacs ? bytesOf(`${device}/mac_table.macs`) : new Uint8Array(0),
    vlans: bytesOf(`${device}/vlans`),
    queues,
  };
}

function packedOf(value: (name: string) => bigint | null): SavedPacked | null {
  const usedIdx = value('used_idx');
  if (usedIdx === null) return null;
  return {
    lastAvailWrap: Number(value('last_avail_wrap_counter') ?? 1n),
    usedIdx: Number(usedIdx),
    usedWrap: Number(value('used_wrap_counter') ?? 1n),
    inuse: Number(value('inuse') ?? 0n),
  };
}
