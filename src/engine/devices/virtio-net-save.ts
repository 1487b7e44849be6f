// Wire state of a virtio-net from its state: which fields and subsections QEMU's virtio_save() and its `needed` functions
// write (QEMU hw/virtio/virtio.c, hw/virtio/virtio-pci.c, hw/net/virtio-net.c).
import { ByteWriter } from '../bytes/writer.ts';
import { saveVmstate } from '../vmstate/save.ts';
import { Feature, type VirtioWire } from './virtio.ts';
import type { NicState } from './virtio-net-state.ts';
import { MAC_TABLE_ENTRIES, virtioNetRss1, type VirtioNetDeviceWire, type VirtioNetWire } from './virtio-net.ts';

const has = (features: bigint, bit: number): boolean => ((features >> BigInt(bit)) & 1n) === 1n;

/** A wire state as a section would carry it, and one byte behind it, which whoever loads looks at. */
export function encodeNic(wire: VirtioNetWire): Uint8Array {
  const writer = new ByteWriter(65536);
  saveVmstate(virtioNetRss1, wire, writer);
  writer.u8(0);
  return writer.finish();
}

/** vmstate `virtio-net` of the device; `usedOnly`: its arrays with as many entries as it has queues, not 1,024. */
export function wireOf(state: NicState, usedOnly = false): VirtioNetWire {
  const { own, queues } = state;
  const count = savedQueues(state);
  const virtio: VirtioNetWire['virtio'] = {
    pci: { versionId: 2, config: state.pciConfig, irqState: state.irqState },
    ...(own.vectors > 0
      ? { msixTable: state.msixTable, msixPba: state.msixPba, configVector: state.configVector }
      : undefined),
    status: state.status,
    isr: state.isr,
    queueSel: state.queueSel,
    guestFeatures: Number(state.guestFeatures & 0xffffffffn),
    configLen: state.config.length,
    config: state.config,
    queues: count,
    vqs: queues.slice(0, count).map(({ num, desc, lastAvailIdx, vector }) => ({
      num,
      desc,
      lastAvailIdx,
      ...(own.vectors > 0 ? { vector } : undefined),
    })),
    device: deviceOf(state),
    ...subsectionsOf(state, usedOnly ? count : undefined),
  };
  return { multiqueue: own.maxQueuePairs > 1, vectors: own.vectors, express: false, virtio };
}

/** virtio_save() counts queues up to the first without entries. */
function savedQueues({ queues }: NicState): number {
  const count = queues.findIndex(({ num }) => num === 0);
  return count < 0 ? queues.length : count;
}

function deviceOf(state: NicState): VirtioNetDeviceWire {
  const { own } = state;
  const several = own.maxQueuePairs > 1;
  return {
    mac: state.mac,
    txWaiting: state.txWaiting[0] ?? 0,
    mergeableRxBufs: state.mergeableRxBufs,
    status: state.netStatus,
    promisc: state.promisc,
    allmulti: state.allmulti,
    macTableInUse: Math.min(MAC_TABLE_ENTRIES, state.macTable.length / 6),
    macTable: state.macTable,
    vlans: state.vlans,
    hasVnetHdr: own.hasVnetHdr ? 1 : 0,
    multiOverflow: state.multiOverflow,
    uniOverflow: state.uniOverflow,
    alluni: state.alluni,
    nomulti: state.nomulti,
    nouni: state.nouni,
    nobcast: state.nobcast,
    hasUfo: own.hasUfo ? 1 : 0,
    ...(several
      ? {
          maxQueuePairs: own.maxQueuePairs,
          currQueuePairs: state.currQueuePairs,
          txWaitingRest: state.txWaiting.slice(1, state.currQueuePairs),
        }
      : undefined),
    currGuestOffloads: state.currGuestOffloads,
    ...(state.rss?.enabled === 1 ? { rss: state.rss } : undefined),
    ...(state.backend ? { backend: { backend: state.backend } } : undefined),
  };
}

type Subsections = Pick<
  VirtioWire,
  | 'deviceEndian'
  | 'features64'
  | 'virtqueues'
  | 'ringsize'
  | 'broken'
  | 'extraState'
  | 'started'
  | 'packedVirtqueues'
  | 'disabled'
>;

function subsectionsOf(state: NicState, count: number | undefined): Subsections {
  const { own } = state;
  const queues = state.queues.slice(0, count);
  const counted = count === undefined ? {} : { count };
  const modern = has(own.hostFeatures, Feature.Version1);
  return {
    ...(state.deviceEndian === 1 ? undefined : { deviceEndian: { deviceEndian: state.deviceEndian } }),
    ...(own.hostFeatures >> 32n === 0n ? undefined : { features64: { guestFeatures: state.guestFeatures } }),
    ...(modern ? { virtqueues: { ...counted, vqs: queues.map(({ avail, used }) => ({ avail, used })) } } : undefined),
    ...(state.queues.some(({ num, numDefault }) => num !== numDefault)
      ? { ringsize: { ...counted, vqs: queues.map(({ numDefault }) => ({ numDefault })) } }
      : undefined),
    ...(state.broken ? { broken: { broken: 1 } } : undefined),
    extraState: {
      extraState: own.config.disableModern
        ? {}
        : {
            modernState: {
              dfselect: state.dfselect,
              gfselect: state.gfselect,
              guestFeatures: state.modernFeatures,
              ...counted,
              vqs: queues.map((queue) => queue.modern),
            },
          },
    },
    ...(state.started ? { started: { started: 1 } } : undefined),
    ...(has(own.hostFeatures, Feature.RingPacked)
      ? {
          packedVirtqueues: {
            ...counted,
            vqs: queues.map(({ lastAvailIdx, lastAvailWrapCounter, usedIdx, usedWrapCounter, inuse }) => ({
              lastAvailIdx,
              lastAvailWrapCounter,
              usedIdx,
              usedWrapCounter,
              inuse,
            })),
          },
        }
      : undefined),
    ...(state.disabled ? { disabled: { disabled: 1 } } : undefined),
  };
}
