// The cells of virtio-net: which values of the NIC are live, what QEMU calls them, how each reaches the destination.
import type { CellFormat, CellMark, CellTable } from '../capture/cells.ts';
import { nicPath, type NicConfig } from './virtio-net-config.ts';

export interface QueueCells {
  readonly num: number;
  readonly desc: number;
  readonly avail: number;
  readonly used: number;
  readonly lastAvailIdx: number;
  readonly shadowAvailIdx: number;
  readonly usedIdx: number;
  readonly inuse: number;
  readonly signalledUsed: number;
  readonly signalledUsedValid: number;
  readonly vector: number;
  readonly enabled: number;
  /** Packed rings only, else -1. */
  readonly lastAvailWrap: number;
  readonly shadowAvailWrap: number;
  readonly usedWrap: number;
}

export interface RssCells {
  readonly enabled: number;
  readonly redirect: number;
  readonly populateHash: number;
  readonly hashTypes: number;
  readonly indirectionsLen: number;
  readonly defaultQueue: number;
  /** Lists. */
  readonly key: number;
  readonly indirectionsTable: number;
}

export interface NicCells {
  readonly status: number;
  readonly isr: number;
  readonly queueSel: number;
  readonly featuresLow: number;
  readonly featuresHigh: number;
  readonly configVector: number;
  readonly mac: number;
  readonly linkStatus: number;
  readonly promisc: number;
  readonly allmulti: number;
  readonly alluni: number;
  readonly nomulti: number;
  readonly nouni: number;
  readonly nobcast: number;
  readonly macTableInUse: number;
  /** List: the addresses of the filter, unicast first. */
  readonly macs: number;
  readonly firstMulti: number;
  readonly multiOverflow: number;
  readonly uniOverflow: number;
  /** List: the bitmap of VLAN ids; and how many of its bits are set. */
  readonly vlanTable: number;
  readonly vlans: number;
  /** One a pair. */
  readonly txWaiting: readonly number[];
  readonly currQueuePairs: number;
  readonly currGuestOffloads: number;
  readonly broken: number;
  readonly started: number;
  readonly disabled: number;
  readonly barsMapped: number;
  /** VirtIODevMigration of the RFC's patches 5 and 6: 0 absent, 1 false, 2 true. */
  readonly iterativeSent: number;
  readonly iterativeLoaded: number;
  readonly rss: RssCells;
  readonly queues: readonly QueueCells[];
}

/** Name of the NIC's device: what its section is called. */
export function nicIdstr(config: NicConfig): string {
  return `${nicPath(config)}/virtio-net`;
}

/** The device's own vmstate in the wire state. */
const OWN = 'virtio/virtio-net-device';

type Define = (
  name: string,
  options?: { format?: CellFormat; mark?: CellMark; wire?: string; queue?: number },
) => number;

/** Registers a NIC's cells; the order is the same on both sides. */
export function defineNicCells(cells: CellTable, config: NicConfig): NicCells {
  const define: Define = (name, options = {}) =>
    cells.define(nicIdstr(config), name, { mark: options.wire === undefined ? 'none' : 'migrated', ...options });
  const own = (name: string, wire = name, format: CellFormat = 'decimal'): number =>
    define(name, { format, wire: `${OWN}/${wire}` });
  const queues: QueueCells[] = [];
  const nic = {
    status: define('status', { format: 'status', wire: 'virtio/status' }),
    isr: define('isr', { wire: 'virtio/isr' }),
    queueSel: define('queue_sel', { wire: 'virtio/queue_sel' }),
    featuresLow: define('guest_features (low)', { format: 'hex', wire: 'virtio/guest_features' }),
    featuresHigh: define('guest_features (high)', {
      format: 'hex',
      wire: 'virtio/64bit_features/guest_features',
    }),
    configVector: define('config_vector', { wire: 'virtio/config_vector' }),
    mac: own('mac', 'mac', 'mac'),
    linkStatus: own('net_status', 'status'),
    promisc: own('promisc', 'promisc', 'bool'),
    allmulti: own('allmulti', 'allmulti', 'bool'),
    alluni: own('alluni', 'alluni', 'bool'),
    nomulti: own('nomulti', 'nomulti', 'bool'),
    nouni: own('nouni', 'nouni', 'bool'),
    nobcast: own('nobcast', 'nobcast', 'bool'),
    macTableInUse: own('mac_table.in_use'),
    macs: own('mac_table.macs', 'mac_table.macs', 'macs'),
    firstMulti: define('mac_table.first_multi', { mark: 'recomputed' }),
    multiOverflow: own('mac_table.multi_overflow', 'mac_table.multi_overflow', 'bool'),
    uniOverflow: own('mac_table.uni_overflow', 'mac_table.uni_overflow', 'bool'),
    vlanTable: own('vlans', 'vlans', 'vlans'),
    vlans: own('vlans set', 'vlans'),
    txWaiting: Array.from({ length: config.queuePairs }, (_, pair) =>
      pair === 0 ? own('tx_waiting', 'vqs[0].tx_waiting') : own(`vqs[${pair}].tx_waiting`, `tx_waiting/${pair - 1}`),
    ),
    currQueuePairs: config.queuePairs > 1 ? own('curr_queue_pairs') : define('curr_queue_pairs'),
    currGuestOffloads: own('curr_guest_offloads', 'curr_guest_offloads', 'hex'),
    broken: define('broken', { format: 'bool', wire: 'virtio/broken/broken' }),
    started: define('started', { format: 'bool', wire: 'virtio/started/started' }),
    disabled: define('disabled', { format: 'bool', wire: 'virtio/disabled/disabled' }),
    barsMapped: define('BARs mapped', { format: 'bool', mark: 'recomputed' }),
    iterativeSent: define('iterative_vmstate_sent'),
    iterativeLoaded: define('iterative_vmstate_loaded'),
    rss: defineRss(define),
    queues,
  };
  const packed = config.properties.packed === true;
  for (let queue = 0; queue < 2 * config.queuePairs + 1; queue++) queues.push(defineQueue(define, queue, packed));
  return nic;
}

function defineRss(define: Define): RssCells {
  const rss = (name: string, format: CellFormat = 'decimal'): number =>
    define(`rss_data.${name}`, { format, wire: `${OWN}/rss/rss_data.${name}` });
  return {
    enabled: rss('enabled', 'bool'),
    redirect: rss('redirect', 'bool'),
    populateHash: rss('populate_hash', 'bool'),
    hashTypes: rss('hash_types', 'hex'),
    indirectionsLen: rss('indirections_len'),
    defaultQueue: rss('default_queue'),
    key: rss('key', 'octets'),
    indirectionsTable: rss('indirections_table', 'numbers'),
  };
}

function defineQueue(define: Define, queue: number, packed: boolean): QueueCells {
  const vq = `virtio/vqs/${queue}`;
  const modern = `virtio/extra_state/extra_state/modern_state/vqs/${queue}`;
  const wrap = (name: string, wire: string): number =>
    packed ? define(name, { queue, wire: `virtio/packed_virtqueues/vq/${queue}/${wire}` }) : -1;
  return {
    num: define('num', { queue, wire: `${vq}/vring.num` }),
    desc: define('desc', { queue, format: 'address', wire: `${vq}/vring.desc` }),
    avail: define('avail', { queue, format: 'address', wire: `virtio/virtqueues/vq/${queue}/vring.avail` }),
    used: define('used', { queue, format: 'address', wire: `virtio/virtqueues/vq/${queue}/vring.used` }),
    lastAvailIdx: define('last_avail_idx', { queue, wire: `${vq}/last_avail_idx` }),
    shadowAvailIdx: define('shadow_avail_idx', { queue, mark: 'recomputed' }),
    usedIdx: packed
      ? define('used_idx', { queue, wire: `virtio/packed_virtqueues/vq/${queue}/used_idx` })
      : define('used_idx', { queue, mark: 'recomputed' }),
    inuse: packed
      ? define('inuse', { queue, wire: `virtio/packed_virtqueues/vq/${queue}/inuse` })
      : define('inuse', { queue, mark: 'recomputed' }),
    signalledUsed: define('signalled_used', { queue }),
    signalledUsedValid: define('signalled_used_valid', { queue, format: 'bool' }),
    vector: define('vector', { queue, wire: `${vq}/vector` }),
    enabled: define('enabled', { queue, format: 'bool', wire: `${modern}/enabled` }),
    lastAvailWrap: wrap('last_avail_wrap_counter', 'last_avail_wrap_counter'),
    shadowAvailWrap: packed ? define('shadow_avail_wrap_counter', { queue, mark: 'recomputed' }) : -1,
    usedWrap: wrap('used_wrap_counter', 'used_wrap_counter'),
  };
}
