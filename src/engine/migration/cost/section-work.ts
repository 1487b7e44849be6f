// What the load of a section does, for the cost model: from the state that was loaded where the engine knows it, else from
// what is known of the device.
import type { Composed } from '../../devices/virtio-net-composed.ts';
import type { VirtioNetWire } from '../../devices/virtio-net.ts';
import { VIRTIO_QUEUE_MAX } from '../../devices/virtio.ts';
import type { SectionKind } from '../../scenario/cost-parameters.ts';
import { lastPart, type LoadWork } from './cost-model.ts';

/** BARs of a virtio-pci device: I/O ports, MSI-X table, modern registers. */
const VIRTIO_BARS = 3;
const COMMAND_IO_AND_MEMORY = 3;

/** The load of a virtio-net state. */
export function nicWork(idstr: string, { virtio }: VirtioNetWire): LoadWork {
  return {
    idstr,
    kind: 'virtio-net',
    virtqueues: virtio.virtqueues?.vqs.length ?? 0,
    modernQueues: virtio.extraState?.extraState.modernState?.vqs.length ?? 0,
    ringSizes: virtio.ringsize?.vqs.length ?? 0,
    bars: ((virtio.pci.config[4] ?? 0) & COMMAND_IO_AND_MEMORY) === 0 ? 0 : VIRTIO_BARS,
    queuesInUse: virtio.vqs.filter(({ desc }) => desc !== 0n).length,
  };
}

/** The load of changes: only what was sent is walked. */
export function changesWork(idstr: string, { wire, records }: Composed): LoadWork {
  const sent = (group: string): number => records.get(group) ?? 0;
  return {
    ...nicWork(idstr, wire),
    virtqueues: sent('virtqueue'),
    modernQueues: sent('modern_queue'),
    ringSizes: sent('ringsize'),
  };
}

/** Devices beside the NIC, as the stream that they were taken from has them: BARs mapped, queues set up. */
const KNOWN: Readonly<Record<string, Omit<LoadWork, 'idstr'>>> = {
  vga: { kind: 'vga', bars: 2 },
  'virtio-console': virtioWork('virtio-console', 4),
  'virtio-scsi': virtioWork('virtio-scsi', 3),
  cpu: { kind: 'cpu' },
  I440FX: { kind: 'host-bridge' },
};

function virtioWork(kind: SectionKind, queuesInUse: number): Omit<LoadWork, 'idstr'> {
  return { kind, virtqueues: VIRTIO_QUEUE_MAX, modernQueues: VIRTIO_QUEUE_MAX, bars: VIRTIO_BARS, queuesInUse };
}

/** The load of a section that the engine does not model. */
export function platformWork(idstr: string): LoadWork {
  return { idstr, ...(KNOWN[lastPart(idstr)] ?? { kind: 'platform' }) };
}
