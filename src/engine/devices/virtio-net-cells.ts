// The cells of virtio-net: which values of the NIC are live, what QEMU calls them, how each reaches the destination.
import type { CellTable } from '../capture/cells.ts';

export const NIC_IDSTR = '0000:00:03.0/virtio-net';

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
  readonly macTableInUse: number;
  readonly vlans: number;
  readonly txWaiting: number;
  readonly currGuestOffloads: number;
  readonly broken: number;
  readonly started: number;
  readonly disabled: number;
  readonly barsMapped: number;
  /** VirtIODevMigration of the RFC's patches 5 and 6: 0 absent, 1 false, 2 true. */
  readonly iterativeSent: number;
  readonly iterativeLoaded: number;
  readonly queues: readonly QueueCells[];
}

/** Registers the NIC's cells; the order is the same on both sides. */
export function defineNicCells(cells: CellTable, queueCount: number): NicCells {
  const dev = NIC_IDSTR;
  const own = 'virtio/virtio-net-device';
  const queues: QueueCells[] = [];
  const nic = {
    status: cells.define(dev, 'status', { format: 'status', mark: 'migrated', wire: 'virtio/status' }),
    isr: cells.define(dev, 'isr', { mark: 'migrated', wire: 'virtio/isr' }),
    queueSel: cells.define(dev, 'queue_sel', { mark: 'migrated', wire: 'virtio/queue_sel' }),
    featuresLow: cells.define(dev, 'guest_features (low)', {
      format: 'hex',
      mark: 'migrated',
      wire: 'virtio/guest_features',
    }),
    featuresHigh: cells.define(dev, 'guest_features (high)', {
      format: 'hex',
      mark: 'migrated',
      wire: 'virtio/64bit_features/guest_features',
    }),
    configVector: cells.define(dev, 'config_vector', { mark: 'migrated', wire: 'virtio/config_vector' }),
    mac: cells.define(dev, 'mac', { format: 'mac', mark: 'migrated', wire: `${own}/mac` }),
    linkStatus: cells.define(dev, 'net_status', { mark: 'migrated', wire: `${own}/status` }),
    promisc: cells.define(dev, 'promisc', { format: 'bool', mark: 'migrated', wire: `${own}/promisc` }),
    allmulti: cells.define(dev, 'allmulti', { format: 'bool', mark: 'migrated', wire: `${own}/allmulti` }),
    macTableInUse: cells.define(dev, 'mac_table.in_use', { mark: 'migrated', wire: `${own}/mac_table.in_use` }),
    vlans: cells.define(dev, 'vlans set', { mark: 'migrated', wire: `${own}/vlans` }),
    txWaiting: cells.define(dev, 'tx_waiting', { mark: 'migrated', wire: `${own}/vqs[0].tx_waiting` }),
    currGuestOffloads: cells.define(dev, 'curr_guest_offloads', {
      format: 'hex',
      mark: 'migrated',
      wire: `${own}/curr_guest_offloads`,
    }),
    broken: cells.define(dev, 'broken', { format: 'bool', mark: 'migrated', wire: 'virtio/broken/broken' }),
    started: cells.define(dev, 'started', { format: 'bool', mark: 'migrated', wire: 'virtio/started/started' }),
    disabled: cells.define(dev, 'disabled', { format: 'bool', mark: 'migrated', wire: 'virtio/disabled/disabled' }),
    barsMapped: cells.define(dev, 'BARs mapped', { format: 'bool', mark: 'recomputed' }),
    iterativeSent: cells.define(dev, 'iterative_vmstate_sent', { mark: 'none' }),
    iterativeLoaded: cells.define(dev, 'iterative_vmstate_loaded', { mark: 'none' }),
    queues,
  };
  for (let queue = 0; queue < queueCount; queue++) {
    const vq = `virtio/vqs/${queue}`;
    const modern = `virtio/extra_state/extra_state/modern_state/vqs/${queue}`;
    queues.push({
      num: cells.define(dev, 'num', { queue, mark: 'migrated', wire: `${vq}/vring.num` }),
      desc: cells.define(dev, 'desc', { queue, format: 'address', mark: 'migrated', wire: `${vq}/vring.desc` }),
      avail: cells.define(dev, 'avail', {
        queue,
        format: 'address',
        mark: 'migrated',
        wire: `virtio/virtqueues/vq/${queue}/vring.avail`,
      }),
      used: cells.define(dev, 'used', {
        queue,
        format: 'address',
        mark: 'migrated',
        wire: `virtio/virtqueues/vq/${queue}/vring.used`,
      }),
      lastAvailIdx: cells.define(dev, 'last_avail_idx', { queue, mark: 'migrated', wire: `${vq}/last_avail_idx` }),
      shadowAvailIdx: cells.define(dev, 'shadow_avail_idx', { queue, mark: 'recomputed' }),
      usedIdx: cells.define(dev, 'used_idx', { queue, mark: 'recomputed' }),
      inuse: cells.define(dev, 'inuse', { queue, mark: 'recomputed' }),
      signalledUsed: cells.define(dev, 'signalled_used', { queue, mark: 'none' }),
      signalledUsedValid: cells.define(dev, 'signalled_used_valid', { queue, format: 'bool', mark: 'none' }),
      vector: cells.define(dev, 'vector', { queue, mark: 'migrated', wire: `${vq}/vector` }),
      enabled: cells.define(dev, 'enabled', { queue, format: 'bool', mark: 'migrated', wire: `${modern}/enabled` }),
    });
  }
  return nic;
}
