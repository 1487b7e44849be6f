// Builds the wire state of a running virtio-net from its cells and the parts that are not cells.
import { macBytes } from '../bytes/text.ts';
import { NIC_VECTORS, nicConfigSpace, nicMsixTable } from './virtio-net-pci-config.ts';
import type { NicCells } from './virtio-net-cells.ts';
import type { VirtioNetWire } from './virtio-net.ts';
import { VIRTIO_QUEUE_MAX, type ModernQueueWire } from './virtio.ts';

/** What a NIC has besides its cells, replaced as a whole by a load. */
export interface NicRest {
  pciConfig: Uint8Array;
  irqState: number[];
  msixTable: { entry: Uint8Array }[];
  msixPba: Uint8Array;
  /** Copy of the device's config as the guest last read it. */
  config: Uint8Array;
  macTable: Uint8Array;
  vlans: Uint8Array;
  dfselect: number;
  gfselect: number;
  /** Entries of each ring before a driver asks for other sizes. */
  numDefault: readonly number[];
}

/** The NIC as it is when switched on, or bound by a driver. */
export function nicRest(bound: boolean, numDefault: readonly number[]): NicRest {
  return {
    pciConfig: nicConfigSpace(bound),
    irqState: [0, 0, 0, 0],
    msixTable: nicMsixTable(bound),
    msixPba: new Uint8Array(Math.ceil(NIC_VECTORS / 8)),
    config: new Uint8Array(8),
    macTable: new Uint8Array(0),
    vlans: new Uint8Array(512).fill(bound ? 0 : 0xff),
    dfselect: bound ? 1 : 0,
    gfselect: bound ? 1 : 0,
    numDefault,
  };
}

const MAX_PLAIN = 4294967296;

/** vmstate `virtio-net` of a device whose cells have these values; subsections as QEMU's `needed` functions decide. */
export function buildWire(cells: NicCells, values: Float64Array, rest: NicRest): VirtioNetWire {
  const get = (cell: number): number => values[cell]!;
  const high = get(cells.featuresHigh);
  const mac = macBytes(get(cells.mac));
  const { queues } = cells;
  const sizesChanged = queues.some((queue, i) => get(queue.num) !== rest.numDefault[i]);
  const virtio: VirtioNetWire['virtio'] = {
    pci: { versionId: 2, config: rest.pciConfig, irqState: rest.irqState },
    msixTable: rest.msixTable,
    msixPba: rest.msixPba,
    configVector: get(cells.configVector),
    status: get(cells.status),
    isr: get(cells.isr),
    queueSel: get(cells.queueSel),
    guestFeatures: get(cells.featuresLow),
    configLen: rest.config.length,
    config: rest.config,
    queues: queues.length,
    vqs: queues.map((queue) => ({
      num: get(queue.num),
      desc: BigInt(get(queue.desc)),
      lastAvailIdx: get(queue.lastAvailIdx),
      vector: get(queue.vector),
    })),
    device: {
      mac,
      txWaiting: get(cells.txWaiting),
      mergeableRxBufs: (get(cells.featuresLow) >>> 15) & 1,
      status: get(cells.linkStatus),
      promisc: get(cells.promisc),
      allmulti: get(cells.allmulti),
      macTableInUse: get(cells.macTableInUse),
      macTable: rest.macTable,
      vlans: rest.vlans,
      hasVnetHdr: 0,
      multiOverflow: 0,
      uniOverflow: 0,
      alluni: 0,
      nomulti: 0,
      nouni: 0,
      nobcast: 0,
      hasUfo: 0,
      currGuestOffloads: BigInt(get(cells.currGuestOffloads)),
    },
    features64: { guestFeatures: BigInt(high) * BigInt(MAX_PLAIN) + BigInt(get(cells.featuresLow)) },
    virtqueues: {
      vqs: pad(
        queues.map((queue) => ({ avail: BigInt(get(queue.avail)), used: BigInt(get(queue.used)) })),
        { avail: 0n, used: 0n },
      ),
    },
    extraState: { extraState: { modernState: modernState(cells, values, rest) } },
  };
  if (sizesChanged)
    virtio.ringsize = {
      vqs: pad(
        queues.map((_, i) => ({ numDefault: rest.numDefault[i] ?? 0 })),
        { numDefault: 0 },
      ),
    };
  if (get(cells.broken) !== 0) virtio.broken = { broken: 1 };
  if (get(cells.started) !== 0) virtio.started = { started: 1 };
  if (get(cells.disabled) !== 0) virtio.disabled = { disabled: 1 };
  return { multiqueue: false, virtio };
}

function modernState(cells: NicCells, values: Float64Array, rest: NicRest) {
  const get = (cell: number): number => values[cell]!;
  const halves = (address: number): number[] => [address % MAX_PLAIN, Math.floor(address / MAX_PLAIN)];
  const empty: ModernQueueWire = { num: 0, enabled: 0, desc: [0, 0], avail: [0, 0], used: [0, 0] };
  const vqs = cells.queues.map((queue): ModernQueueWire => ({
    num: get(queue.enabled) ? get(queue.num) : 0,
    enabled: get(queue.enabled),
    desc: halves(get(queue.desc)),
    avail: halves(get(queue.avail)),
    used: halves(get(queue.used)),
  }));
  return {
    dfselect: rest.dfselect,
    gfselect: rest.gfselect,
    guestFeatures: [get(cells.featuresLow), get(cells.featuresHigh)],
    vqs: pad(vqs, empty),
  };
}

function pad<T>(list: T[], filler: T): T[] {
  const out = list.slice();
  while (out.length < VIRTIO_QUEUE_MAX) out.push(filler);
  return out;
}
