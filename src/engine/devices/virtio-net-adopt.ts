// Takes a wire state over into the device. A subsection that is absent changes nothing: what an earlier load set stays
// set, which is why a FULL section cannot clear what an early load left (started, broken, RSS).
import { guestFeaturesOf, type PerQueue, type VirtioWire } from './virtio.ts';
import { emptyQueue, type NicState, type QueueState } from './virtio-net-state.ts';
import { MAC_TABLE_ENTRIES, type VirtioNetWire } from './virtio-net.ts';

type Arrays = Pick<VirtioWire, 'virtqueues' | 'ringsize' | 'extraState' | 'packedVirtqueues'>;

/** Everything that the stream carries; `received` are the low feature bits or all, as they came. */
export function adoptWire(state: NicState, { virtio }: VirtioNetWire): void {
  // On virtio-mmio there is none.
  if ((virtio as Partial<typeof virtio>).pci) {
    state.pciConfig = virtio.pci.config;
    state.irqState = virtio.pci.irqState;
  }
  if (virtio.msixTable) state.msixTable = virtio.msixTable as { entry: Uint8Array }[];
  if (virtio.msixPba) state.msixPba = virtio.msixPba;
  state.configVector = virtio.configVector ?? 0xffff;
  state.status = virtio.status;
  state.isr = virtio.isr;
  state.queueSel = virtio.queueSel;
  state.guestFeatures = guestFeaturesOf(virtio);
  // The device keeps its own length: more is passed over, less leaves the rest as it was.
  const config = new Uint8Array(state.config);
  config.set(virtio.config.subarray(0, config.length));
  state.config = config;
  for (const [i, wire] of virtio.vqs.entries()) {
    const queue = state.queues[i]!;
    queue.num = wire.num;
    queue.desc = wire.desc;
    queue.lastAvailIdx = wire.lastAvailIdx;
    queue.vector = wire.vector ?? 0xffff;
  }
  adoptDevice(state, virtio.device);
  for (const [i, queue] of state.queues.entries()) adoptQueue(queue, i, virtio);
  const modern = virtio.extraState?.extraState.modernState;
  if (modern) {
    state.dfselect = modern.dfselect;
    state.gfselect = modern.gfselect;
    state.modernFeatures = modern.guestFeatures;
  }
  state.deviceEndian = virtio.deviceEndian?.deviceEndian ?? 1;
  if (virtio.broken) state.broken = virtio.broken.broken !== 0;
  if (virtio.started) state.started = virtio.started.started !== 0;
  if (virtio.disabled) state.disabled = virtio.disabled.disabled !== 0;
}

/** Entry `i` of an array; one with a count has no entry for a queue beyond it, which is as switched on (`absent`) then. */
function entry<Entry>(list: PerQueue<Entry> | undefined, i: number, absent: Entry): Entry | undefined {
  return list?.vqs[i] ?? (list?.count === undefined ? undefined : absent);
}

function adoptQueue(
  queue: QueueState,
  i: number,
  { virtqueues, ringsize, extraState, packedVirtqueues }: Arrays,
): void {
  const empty = emptyQueue();
  const rings = entry(virtqueues, i, empty);
  if (rings) {
    queue.avail = rings.avail;
    queue.used = rings.used;
  }
  const size = entry(ringsize, i, empty);
  if (size) queue.numDefault = size.numDefault;
  const modern = entry(extraState?.extraState.modernState, i, empty.modern);
  if (modern) queue.modern = modern;
  const packed = entry(packedVirtqueues, i, empty);
  if (!packed) return;
  queue.lastAvailIdx = packed.lastAvailIdx;
  queue.lastAvailWrapCounter = packed.lastAvailWrapCounter;
  queue.usedIdx = packed.usedIdx;
  queue.usedWrapCounter = packed.usedWrapCounter;
  queue.inuse = packed.inuse;
}

function adoptDevice(state: NicState, device: VirtioNetWire['virtio']['device']): void {
  state.mac = device.mac;
  state.txWaiting[0] = device.txWaiting;
  state.mergeableRxBufs = device.mergeableRxBufs;
  state.netStatus = device.status;
  state.promisc = device.promisc;
  state.allmulti = device.allmulti;
  state.macTable =
    device.macTableInUse <= MAC_TABLE_ENTRIES ? (device.macTable ?? new Uint8Array(0)) : new Uint8Array(0);
  state.firstMulti = firstMultiOf(state.macTable);
  state.vlans = device.vlans;
  state.multiOverflow = device.multiOverflow;
  state.uniOverflow = device.uniOverflow;
  state.alluni = device.alluni;
  state.nomulti = device.nomulti;
  state.nouni = device.nouni;
  state.nobcast = device.nobcast;
  if (device.currQueuePairs !== undefined) state.currQueuePairs = device.currQueuePairs;
  for (const [i, waiting] of (device.txWaitingRest ?? []).entries()) state.txWaiting[i + 1] = waiting;
  if (device.currGuestOffloads !== undefined) state.currGuestOffloads = device.currGuestOffloads;
  if (device.rss) state.rss = device.rss;
  if (device.backend) state.backend = device.backend.backend;
}

/** virtio_net_post_load_device(): the first address with the group bit, whatever the driver's two lists were. */
function firstMultiOf(macs: Uint8Array): number {
  let i = 0;
  while (6 * i < macs.length && (macs[6 * i]! & 1) === 0) i++;
  return i;
}
