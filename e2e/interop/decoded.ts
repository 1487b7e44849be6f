// What our inspector reads in a stream, in the words of the reports that a QEMU gives: devices, and RAM page by page.
import { ByteReader } from '../../src/engine/bytes/reader.ts';
import { vmstateOf } from '../../src/engine/capture/span-query.ts';
import type { VirtioNetWire } from '../../src/engine/devices/virtio-net.ts';
import { guestFeaturesOf } from '../../src/engine/devices/virtio.ts';
import { queueCount, type NicState } from '../../src/engine/devices/virtio-net-state.ts';
import { loadVirtioNetWire } from '../../src/engine/inspect/devices.ts';
import type { Inspection } from '../../src/engine/inspect/inspection.ts';
import { RamFlag } from '../../src/engine/ram/ram-flags.ts';
import type { DeviceNumbers } from './report.ts';

/** States of a stream's virtio-net devices, in the order of their slots. */
export function nicStates(stream: Uint8Array, { sections, spans }: Inspection): VirtioNetWire[] {
  return sections
    .filter(({ idstr }) => idstr.endsWith('/virtio-net'))
    .sort((a, b) => (a.idstr < b.idstr ? -1 : 1))
    .map(({ row }) => {
      const state = vmstateOf(spans, row);
      const end = spans.end[state]!;
      const reader = new ByteReader(stream, spans.start[state], end);
      return loadVirtioNetWire(reader, () => reader.offset === end) as VirtioNetWire;
    });
}

/** What of a report a stream carries in fields of its own: the rest is worked out from guest memory by who loads it. */
export function carried({ queues, ...device }: DeviceNumbers) {
  return { ...device, queues: queues.map(({ num, desc, lastAvailIdx }) => ({ num, desc, lastAvailIdx })) };
}

/** The same of a decoded state. */
export function carriedBy({ virtio }: VirtioNetWire): ReturnType<typeof carried> {
  return {
    guestFeatures: guestFeaturesOf(virtio),
    status: virtio.status,
    broken: virtio.broken?.broken === 1,
    queues: virtio.vqs.map(({ num, desc, lastAvailIdx }) => ({ num, desc: Number(desc), lastAvailIdx })),
  };
}

/** A RAM block as the stream's records leave it. */
export function ramBlock(stream: Uint8Array, { blocks, records, pageSize }: Inspection, idstr: string): Uint8Array {
  const block = blocks.findIndex((entry) => entry.idstr === idstr);
  const ram = new Uint8Array(blocks[block]!.size);
  for (let i = 0; i < records.length; i++) {
    if (records.block[i] !== block) continue;
    const flags = records.flags[i]!;
    let data = records.offset[i]! + 8;
    if ((flags & RamFlag.Continue) === 0) data += 1 + stream[data]!;
    const page = records.page[i]! * pageSize;
    if ((flags & RamFlag.Page) !== 0) ram.set(stream.subarray(data, data + pageSize), page);
    else ram.fill(stream[data]!, page, page + pageSize);
  }
  return ram;
}

/** The numbers of a device as our loader left it. */
export function loadedNumbers(nic: NicState): DeviceNumbers {
  return {
    guestFeatures: nic.guestFeatures,
    status: nic.status,
    broken: nic.broken,
    queues: nic.queues
      .slice(0, queueCount(nic))
      .map(({ num, desc, avail, used, lastAvailIdx, usedIdx, shadowAvailIdx, inuse }) => ({
        num,
        desc: Number(desc),
        avail: Number(avail),
        used: Number(used),
        lastAvailIdx,
        usedIdx,
        shadowAvailIdx,
        inuse,
      })),
  };
}
