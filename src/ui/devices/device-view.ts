// What a device panel shows, read from a run's state at the cursor: a NIC's cells by name, and its queues. The rings
// themselves are read by src/ui/rings, which loads later.
import type { CellDef } from '../../engine/capture/cells.ts';
import type { Side } from '../../engine/capture/capture.ts';
import type { RunDocument } from '../../store/documents.ts';
import { sideState } from './side-state.ts';
import { queueName } from '../stream/queue-name.ts';

export interface CellView {
  readonly def: CellDef;
  readonly value: number;
}

export interface QueueView {
  readonly index: number;
  readonly name: string;
  readonly num: CellView;
  readonly lastAvailIdx: CellView;
  readonly usedIdx: CellView;
  readonly inuse: CellView;
}

/** State of one side: at the cursor, or at another moment. */
export interface StateView {
  readonly values: Float64Array;
  /** The guest pages that hold the rings. */
  readonly arena: Uint8Array;
}

export interface NicView {
  /** qdev path with the device's name, as its section is called. */
  readonly device: string;
  readonly state: StateView;
  /** A value by QEMU's name; throws when this NIC has none of that name. */
  cell(name: string, queue?: number): CellView;
  /** Whether it has such a cell: wrap counters exist only where rings may be packed. */
  has(name: string, queue?: number): boolean;
  readonly queues: readonly QueueView[];
  readonly isPacked: boolean;
  /** A driver of virtio 0.9: the ring is one block at a page number. */
  readonly isLegacy: boolean;
}

// Of the high feature word: bits 32 and 34.
const VERSION_1 = 1 << 0;
const RING_PACKED = 1 << 2;
/** Of the status byte. */
const DRIVER_OK = 4;

/** Cells by device, queue and name; a run's cells never change. */
const tables = new WeakMap<readonly CellDef[], ReadonlyMap<string, CellDef>>();

function tableOf(cells: readonly CellDef[]): ReadonlyMap<string, CellDef> {
  const known = tables.get(cells);
  if (known) return known;
  const table = new Map(cells.map((def) => [`${def.device} ${def.queue} ${def.name}`, def]));
  tables.set(cells, table);
  return table;
}

/** The NICs of a run, in the scenario's order. */
export function nicDevices({ capture }: RunDocument): readonly string[] {
  return [...new Set(capture.cells.filter(({ name }) => name === 'mac').map(({ device }) => device))];
}

/** One NIC of a side as it stands at the cursor, or in another state. */
export function nicView(document: RunDocument, side: Side, nic: number, state?: StateView): NicView {
  const { cells } = document.capture;
  const at = state ?? document.state[side];
  const devices = nicDevices(document);
  const device = devices[Math.min(nic, devices.length - 1)]!;
  const table = tableOf(cells);
  const cell = (name: string, queue = -1): CellView => {
    const def = table.get(`${device} ${queue} ${name}`);
    if (!def) throw new RangeError(`no cell ${name} of queue ${queue}`);
    return { def, value: at.values[def.id]! };
  };
  const sizes = cells.filter((entry) => entry.name === 'num' && entry.device === device);
  const active = sizes.filter(({ id }) => at.values[id]! > 0).length;
  const high = cell('guest_features (high)').value;
  const queues = sizes.map((_, index): QueueView => ({
    index,
    // A device has its control queue last, and more queues once the driver has taken multiqueue.
    name: queueName(index, index < active ? active : sizes.length),
    num: cell('num', index),
    lastAvailIdx: cell('last_avail_idx', index),
    usedIdx: cell('used_idx', index),
    inuse: cell('inuse', index),
  }));
  return {
    device,
    state: at,
    cell,
    has: (name, queue = -1) => table.has(`${device} ${queue} ${name}`),
    queues,
    isPacked: (high & RING_PACKED) !== 0,
    isLegacy: (high & VERSION_1) === 0 && cell('status').value !== 0,
  };
}

/** The values of a queue that the table of queues shows, and whose differences it counts. */
export const queueValues = ({ num, lastAvailIdx, usedIdx, inuse }: QueueView): readonly CellView[] => [
  num,
  lastAvailIdx,
  usedIdx,
  inuse,
];

/** How many values of a queue the two sides do not agree on. */
export function differences(own: QueueView, other: QueueView): number {
  const theirs = queueValues(other);
  return queueValues(own).filter(({ value }, i) => value !== theirs[i]!.value).length;
}

export const STATUS_BITS: readonly (readonly [number, string])[] = [
  [0x01, 'ACK'],
  [0x02, 'DRIVER'],
  [0x08, 'FEATURES_OK'],
  [0x04, 'DRIVER_OK'],
  [0x40, 'NEEDS_RESET'],
  [0x80, 'FAILED'],
];

/** Names of the bits that are set in a device status byte. */
export function statusNames(status: number): readonly string[] {
  return STATUS_BITS.filter(([bit]) => (status & bit) !== 0).map(([, name]) => name);
}

/** Names of feature bits (virtio 1.2, 5.1.3 and 6), the telling ones first. */
export const FEATURE_NAMES: readonly (readonly [number, string])[] = [
  [34, 'RING_PACKED'],
  [22, 'MQ'],
  [15, 'MRG_RXBUF'],
  [29, 'EVENT_IDX'],
  [32, 'VERSION_1'],
  [28, 'INDIRECT_DESC'],
  [17, 'CTRL_VQ'],
  [18, 'CTRL_RX'],
  [19, 'CTRL_VLAN'],
  [20, 'CTRL_RX_EXTRA'],
  [21, 'GUEST_ANNOUNCE'],
  [23, 'CTRL_MAC_ADDR'],
  [16, 'STATUS'],
  [5, 'MAC'],
  [2, 'CTRL_GUEST_OFFLOADS'],
  [0, 'CSUM'],
  [1, 'GUEST_CSUM'],
  [7, 'GUEST_TSO4'],
  [8, 'GUEST_TSO6'],
  [9, 'GUEST_ECN'],
  [10, 'GUEST_UFO'],
  [11, 'HOST_TSO4'],
  [12, 'HOST_TSO6'],
  [13, 'HOST_ECN'],
  [14, 'HOST_UFO'],
  [24, 'NOTIFY_ON_EMPTY'],
  [27, 'ANY_LAYOUT'],
  [57, 'HASH_REPORT'],
  [60, 'RSS'],
  [63, 'SPEED_DUPLEX'],
];

export function featureNames(features: bigint): readonly string[] {
  return FEATURE_NAMES.filter(([bit]) => ((features >> BigInt(bit)) & 1n) === 1n).map(([, name]) => name);
}

/**
 * Whether a vhost back-end has a data queue of a side at `time` (ns): from the start of that side's guest to its stop, while
 * the driver is bound. QEMU's own indices of the queue stand still then.
 */
export function vhostHasRing(document: RunDocument, side: Side, nic: NicView, queue: number, time: number): boolean {
  const { backend } = document.scenario;
  const active = nic.queues.filter(({ num }) => num.value > 0).length;
  const isBound = (nic.cell('status').value & DRIVER_OK) !== 0;
  return backend !== 'qemu' && isBound && queue !== active - 1 && sideState(document, side, time).run === 'running';
}
