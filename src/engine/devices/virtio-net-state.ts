// The state of a virtio-net-pci device that QEMU saves and loads, as plain values: struct VirtIODevice, VirtQueue and
// VirtIONet (QEMU include/hw/virtio/virtio.h, virtio-net.h). Addresses keep all 64 bits. What is the destination's own
// (host features, queue pairs, what its peer can) stands in `own` and never changes by a load.
import {
  defaultRingSizes,
  hostFeatures,
  nicConfigLength,
  nicVectors,
  type NicConfig,
  type QemuFlavour,
} from './virtio-net-config.ts';
import { nicConfigSpace, nicMsixTable } from './virtio-net-pci-config.ts';
import type { RssWire } from './virtio-net.ts';
import { VIRTIO_QUEUE_MAX, type ModernQueueWire } from './virtio.ts';

export const NO_VECTOR = 0xffff;

export interface QueueState {
  num: number;
  numDefault: number;
  desc: bigint;
  avail: bigint;
  used: bigint;
  lastAvailIdx: number;
  lastAvailWrapCounter: number;
  shadowAvailIdx: number;
  shadowAvailWrapCounter: number;
  usedIdx: number;
  usedWrapCounter: number;
  inuse: number;
  vector: number;
  /** The transport's copy of what the driver wrote into the modern registers. */
  modern: ModernQueueWire;
}

/** What the device was started with. */
export interface NicOwn {
  readonly config: NicConfig;
  readonly flavour: QemuFlavour;
  readonly hostFeatures: bigint;
  readonly vectors: number;
  readonly maxQueuePairs: number;
  readonly hasVnetHdr: boolean;
  readonly hasUfo: boolean;
}

export interface NicState {
  readonly own: NicOwn;
  pciConfig: Uint8Array;
  irqState: number[];
  msixTable: { entry: Uint8Array }[];
  msixPba: Uint8Array;
  configVector: number;
  status: number;
  isr: number;
  queueSel: number;
  guestFeatures: bigint;
  config: Uint8Array;
  /** VIRTIO_QUEUE_MAX of them. */
  queues: QueueState[];
  dfselect: number;
  gfselect: number;
  modernFeatures: number[];
  broken: boolean;
  started: boolean;
  disabled: boolean;
  /** Little-endian unless a legacy driver of another order said so; QEMU's VIRTIO_DEVICE_ENDIAN_*: 1 little, 2 big. */
  deviceEndian: number;
  mac: Uint8Array;
  /** One for each queue pair. */
  txWaiting: number[];
  mergeableRxBufs: number;
  netStatus: number;
  promisc: number;
  allmulti: number;
  macTable: Uint8Array;
  /** Index of the first multicast address in the table. */
  firstMulti: number;
  vlans: Uint8Array;
  multiOverflow: number;
  uniOverflow: number;
  alluni: number;
  nomulti: number;
  nouni: number;
  nobcast: number;
  currQueuePairs: number;
  currGuestOffloads: bigint;
  rss: RssWire | null;
  backend: Uint8Array[] | null;
}

/** A queue that the device does not have. */
export const emptyQueue = (): QueueState => ({
  num: 0,
  numDefault: 0,
  desc: 0n,
  avail: 0n,
  used: 0n,
  lastAvailIdx: 0,
  lastAvailWrapCounter: 1,
  shadowAvailIdx: 0,
  shadowAvailWrapCounter: 1,
  usedIdx: 0,
  usedWrapCounter: 1,
  inuse: 0,
  vector: NO_VECTOR,
  modern: { num: 0, enabled: 0, desc: [0, 0], avail: [0, 0], used: [0, 0] },
});

/** The device as switched on. */
export function newNicState(flavour: QemuFlavour, config: NicConfig, machine: string): NicState {
  const vectors = nicVectors(config);
  const mac = Uint8Array.from(config.mac.split(':'), (part) => parseInt(part, 16));
  const header = config.peer !== 'plain';
  const state: NicState = {
    own: {
      config,
      flavour,
      hostFeatures: hostFeatures(flavour, config, machine),
      vectors,
      maxQueuePairs: config.queuePairs,
      hasVnetHdr: header,
      hasUfo: header,
    },
    pciConfig: config.configSpace ?? nicConfigSpace(false, config),
    irqState: [0, 0, 0, 0],
    msixTable: nicMsixTable(false, config),
    msixPba: new Uint8Array(Math.ceil(vectors / 8)),
    configVector: NO_VECTOR,
    status: 0,
    isr: 0,
    queueSel: 0,
    guestFeatures: 0n,
    config: new Uint8Array(nicConfigLength(config)),
    queues: Array.from({ length: VIRTIO_QUEUE_MAX }, emptyQueue),
    dfselect: 0,
    gfselect: 0,
    modernFeatures: [0, 0],
    broken: false,
    started: false,
    disabled: false,
    deviceEndian: 1,
    mac,
    txWaiting: Array.from({ length: config.queuePairs }, () => 0),
    mergeableRxBufs: 0,
    netStatus: 1,
    promisc: 1,
    allmulti: 0,
    macTable: new Uint8Array(0),
    firstMulti: 0,
    vlans: new Uint8Array(512).fill(0xff),
    multiOverflow: 0,
    uniOverflow: 0,
    alluni: 0,
    nomulti: 0,
    nouni: 0,
    nobcast: 0,
    currQueuePairs: 1,
    currGuestOffloads: 0n,
    rss: null,
    backend: null,
  };
  addQueues(state, 0);
  addControlQueue(state);
  return state;
}

/** virtio_get_num_queues(): up to the first without entries. */
export function queueCount(state: NicState): number {
  const count = state.queues.findIndex((queue) => queue.num === 0);
  return count < 0 ? VIRTIO_QUEUE_MAX : count;
}

/** virtio_add_queue(): the first free one gets its entries. */
function addQueue(state: NicState, size: number): void {
  const queue = state.queues[queueCount(state)];
  if (!queue) return;
  queue.num = size;
  queue.numDefault = size;
}

/** Receive and transmit queue of a pair. */
function addQueues(state: NicState, pair: number): void {
  const { rx, tx } = defaultRingSizes(state.own.flavour, state.own.config);
  addQueue(state, rx);
  addQueue(state, tx);
  if (pair < state.txWaiting.length) state.txWaiting[pair] = 0;
}

function addControlQueue(state: NicState): void {
  addQueue(state, defaultRingSizes(state.own.flavour, state.own.config).ctrl);
}

function removeQueue(state: NicState, index: number): void {
  const queue = state.queues[index];
  if (!queue) return;
  queue.num = 0;
  queue.numDefault = 0;
}

/** How QEMU's virtio_net_change_num_queues() goes on when the number of queues makes no sense. */
export type QueueDefect = 'old_num_queues >= 3' | 'old_num_queues % 2 == 1' | 'twice' | null;

/** virtio_net_change_num_queues(): the control queue is always the last one. */
export function changeNumQueues(state: NicState, count: number): QueueDefect {
  const old = queueCount(state);
  if (old < 3) return 'old_num_queues >= 3';
  if (old % 2 !== 1) return 'old_num_queues % 2 == 1';
  if (old === count) return null;
  // Without queues the first pair is taken away twice, and the second time there is nothing to take.
  if (count === 0) return 'twice';
  removeQueue(state, old - 1);
  for (let i = count - 1; i < old - 1; i += 2) {
    removeQueue(state, 2 * (i >> 1));
    removeQueue(state, 2 * (i >> 1) + 1);
  }
  for (let i = old - 1; i < count - 1; i += 2) addQueues(state, i >> 1);
  addControlQueue(state);
  return null;
}
