// What QEMU says of its virtio devices over QMP (x-query-virtio-status, x-query-virtio-queue-status), in the shape that
// `npm run migrate --expect` writes.
import { featureMask, statusByte } from './features.ts';
import type { Qmp } from './qmp.ts';

export interface QueueNumbers {
  readonly num: number;
  readonly desc: number;
  readonly avail: number;
  readonly used: number;
  readonly lastAvailIdx: number;
  readonly usedIdx: number;
  readonly shadowAvailIdx: number;
  readonly inuse: number;
}

export interface DeviceNumbers {
  readonly guestFeatures: bigint;
  readonly status: number;
  readonly broken: boolean;
  readonly queues: readonly QueueNumbers[];
}

interface VirtioStatus {
  readonly broken: boolean;
  readonly 'num-vqs': number;
  readonly status: { readonly statuses: readonly string[]; readonly 'unknown-statuses'?: number };
  readonly 'guest-features': {
    readonly 'dev-features': readonly string[];
    readonly transports: readonly string[];
    readonly 'unknown-dev-features'?: number;
  };
}

interface QueueStatus {
  readonly 'vring-num': number;
  readonly 'vring-desc': number;
  readonly 'vring-avail': number;
  readonly 'vring-used': number;
  readonly 'last-avail-idx'?: number;
  readonly 'used-idx': number;
  readonly 'shadow-avail-idx'?: number;
  readonly inuse: number;
}

/** The numbers of the device that was given the id `id`. */
export async function deviceNumbers(qmp: Qmp, id: string): Promise<DeviceNumbers> {
  const path = `/machine/peripheral/${id}/virtio-backend`;
  const status = (await qmp.execute('x-query-virtio-status', { path })) as VirtioStatus;
  const queues: QueueNumbers[] = [];
  for (let queue = 0; queue < status['num-vqs']; queue++) {
    const answer = (await qmp.execute('x-query-virtio-queue-status', { path, queue })) as QueueStatus;
    queues.push({
      num: answer['vring-num'],
      desc: answer['vring-desc'],
      avail: answer['vring-avail'],
      used: answer['vring-used'],
      lastAvailIdx: answer['last-avail-idx'] ?? -1,
      usedIdx: answer['used-idx'],
      shadowAvailIdx: answer['shadow-avail-idx'] ?? -1,
      inuse: answer.inuse,
    });
  }
  const guest = status['guest-features'];
  return {
    guestFeatures:
      featureMask([...guest['dev-features'], ...guest.transports]) | BigInt(guest['unknown-dev-features'] ?? 0),
    status: statusByte(status.status.statuses) | (status.status['unknown-statuses'] ?? 0),
    broken: status.broken,
    queues,
  };
}

/** What of query-rx-filter a load brings back in every QEMU; 7.2 answers with no VLANs even when it has them. */
export interface RxFilter {
  readonly promiscuous: boolean;
  readonly multicast: string;
  readonly 'unicast-table': readonly string[];
  readonly 'multicast-table': readonly string[];
  readonly 'main-mac': string;
}

/** The receive filter of the NIC that was given the id `name`. */
export async function rxFilter(qmp: Qmp, name: string): Promise<RxFilter> {
  const [filter] = (await qmp.execute('query-rx-filter', { name })) as [RxFilter];
  const { promiscuous, multicast } = filter;
  const sorted = (list: readonly string[]): readonly string[] => [...list].sort();
  return {
    promiscuous,
    multicast,
    'unicast-table': sorted(filter['unicast-table']),
    'multicast-table': sorted(filter['multicast-table']),
    'main-mac': filter['main-mac'],
  };
}
