// The part of a virtio-net's state that a destination can prepare by: features, configuration, filters, queue pairs, RSS,
// where the rings lie. What moves with every packet (ring indices, interrupt and kick marks) is left out: a change there does
// not make an early state void.
import { ByteWriter } from '../bytes/writer.ts';
import { saveVmstate } from '../vmstate/save.ts';
import { virtioNetRss1, type VirtioNetWire } from './virtio-net.ts';
import type { VirtioWire } from './virtio.ts';

/** Bytes that are equal when and only when that part is. */
export function staticState(wire: VirtioNetWire): Uint8Array {
  const writer = new ByteWriter();
  saveVmstate(virtioNetRss1, { ...wire, virtio: stilled(wire.virtio) }, writer);
  return writer.finish();
}

function stilled(virtio: VirtioNetWire['virtio']): VirtioNetWire['virtio'] {
  const { device, packedVirtqueues } = virtio;
  return {
    ...virtio,
    ...(virtio.msixPba ? { msixPba: new Uint8Array(virtio.msixPba.length) } : undefined),
    isr: 0,
    queueSel: 0,
    vqs: virtio.vqs.map((queue) => ({ ...queue, lastAvailIdx: 0 })),
    device: {
      ...device,
      txWaiting: 0,
      ...(device.txWaitingRest ? { txWaitingRest: device.txWaitingRest.map(() => 0) } : undefined),
    },
    ...(packedVirtqueues ? { packedVirtqueues: unmoved(packedVirtqueues) } : undefined),
  };
}

function unmoved(packed: NonNullable<VirtioWire['packedVirtqueues']>): NonNullable<VirtioWire['packedVirtqueues']> {
  const zero = { lastAvailIdx: 0, lastAvailWrapCounter: 0, usedIdx: 0, usedWrapCounter: 0, inuse: 0 };
  return { ...packed, vqs: packed.vqs.map(() => zero) };
}
