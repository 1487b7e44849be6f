// What a device panel shows, read from a run's state at the cursor: cells by name, the NIC's queues and rings. Pure but
// for reading the state where it lies.
import type { CellDef } from '../../engine/capture/cells.ts';
import type { Side } from '../../engine/capture/capture.ts';
import type { RunDocument } from '../../store/documents.ts';
import { readSplitRing, type SplitRingView } from '../rings/read-split-ring.ts';
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
  readonly shadowAvailIdx: CellView;
  readonly usedIdx: CellView;
  readonly inuse: CellView;
  readonly ring: SplitRingView | null;
}

export interface NicView {
  readonly device: string;
  cell(name: string, queue?: number): CellView;
  readonly queues: readonly QueueView[];
  /** Whether the driver negotiated packed rings, which are not drawn. */
  readonly isPacked: boolean;
}

const RING_PACKED = 1 << 2; // bit 34, in the high word

/** The first NIC of one side as it stands at the cursor. */
export function nicView(document: RunDocument, side: Side): NicView {
  const { cells, arena } = document.capture;
  const state = document.state[side];
  const device = cells[0]!.device;
  const cell = (name: string, queue = -1): CellView => {
    const def = cells.find((entry) => entry.name === name && entry.queue === queue && entry.device === device);
    if (!def) throw new RangeError(`no cell ${name} of queue ${queue}`);
    return { def, value: state.values[def.id]! };
  };
  const sizes = cells.filter((entry) => entry.name === 'num' && entry.device === device);
  const active = sizes.filter(({ id }) => state.values[id]! > 0).length;
  const isPacked = (cell('guest_features (high)').value & RING_PACKED) !== 0;
  const queues = sizes.map((_, index): QueueView => {
    const value = (field: string): number => cell(field, index).value;
    return {
      index,
      // A device has its control queue last, and more queues once the driver has taken multiqueue.
      name: queueName(index, index < active ? active : sizes.length),
      num: cell('num', index),
      lastAvailIdx: cell('last_avail_idx', index),
      shadowAvailIdx: cell('shadow_avail_idx', index),
      usedIdx: cell('used_idx', index),
      inuse: cell('inuse', index),
      ring: isPacked
        ? null
        : readSplitRing(state.arena, arena.address, {
            num: value('num'),
            desc: value('desc'),
            avail: value('avail'),
            used: value('used'),
          }),
    };
  });
  return { device, cell, queues, isPacked };
}

export const STATUS_BITS: readonly (readonly [number, string])[] = [
  [0x01, 'ACK'],
  [0x02, 'DRIVER'],
  [0x08, 'FEATURES_OK'],
  [0x04, 'DRIVER_OK'],
  [0x40, 'NEEDS_RESET'],
  [0x80, 'FAILED'],
];

/** Names of feature bits (virtio 1.2, 5.1.3 and 6), the telling ones first. */
export const FEATURE_NAMES: readonly (readonly [number, string])[] = [
  [15, 'MRG_RXBUF'],
  [29, 'EVENT_IDX'],
  [32, 'VERSION_1'],
  [34, 'RING_PACKED'],
  [28, 'INDIRECT_DESC'],
  [17, 'CTRL_VQ'],
  [18, 'CTRL_RX'],
  [19, 'CTRL_VLAN'],
  [20, 'CTRL_RX_EXTRA'],
  [21, 'GUEST_ANNOUNCE'],
  [22, 'MQ'],
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
