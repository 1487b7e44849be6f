// A real QEMU whose virtio-net our driver has used migrates to a file. What we read in that file is what that QEMU says
// of its devices.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../src/engine/bytes/reader.ts';
import { vmstateOf } from '../../src/engine/capture/span-query.ts';
import type { VirtioNetWire } from '../../src/engine/devices/virtio-net.ts';
import { guestFeaturesOf } from '../../src/engine/devices/virtio.ts';
import { loadVirtioNetWire } from '../../src/engine/inspect/devices.ts';
import { inspect } from '../../src/engine/inspect/inspect.ts';
import type { Inspection } from '../../src/engine/inspect/inspection.ts';
import { verify } from '../../src/engine/inspect/reencode.ts';
import { features } from './features.ts';
import { GUESTS, type Guest } from './guests.ts';
import { nicNumbers, withDestination, withSource } from './machine.ts';
import { migrateFromFile, migrateToFile } from './migration.ts';
import { fileBytes, hasQemu, inFolder, type Qemu } from './qemu.ts';
import type { DeviceNumbers } from './report.ts';
import { hasTap } from './tap.ts';

interface Migrated {
  /** What the source said after the migration, and what another QEMU said that loaded the stream. */
  readonly after: readonly DeviceNumbers[];
  readonly loaded: readonly DeviceNumbers[];
  /** By device and queue: what the driver's ring says is available. */
  readonly availIndices: readonly (readonly number[])[];
  readonly stream: Uint8Array;
}

function migrate(guest: Guest): Promise<Migrated> {
  return inFolder(async (folder) => {
    const path = join(folder, 'stream');
    const { after, availIndices } = await withSource(guest, folder, async (qemu) => {
      await migrateToFile(qemu, path);
      const numbers = await nicNumbers(guest, qemu);
      return { after: numbers, availIndices: await driverIndices(qemu, numbers) };
    });
    const loaded = await withDestination(guest, folder, async (qemu) => {
      const status = await migrateFromFile(qemu, path);
      if (status !== 'completed') throw new Error('QEMU did not load its own stream');
      return nicNumbers(guest, qemu);
    });
    return { after, availIndices, loaded, stream: fileBytes(path) };
  });
}

/** avail.idx of every split ring in guest memory; a packed ring has none, and what the device looks at is its own. */
async function driverIndices({ qtest }: Qemu, devices: readonly DeviceNumbers[]): Promise<number[][]> {
  const list: number[][] = [];
  for (const { guestFeatures, queues } of devices) {
    const packed = (guestFeatures & features('RING_PACKED')) !== 0n;
    const indices: number[] = [];
    for (const { avail, desc, lastAvailIdx } of queues)
      indices.push(packed || desc === 0 ? lastAvailIdx : await qtest.read(2, avail + 2));
    list.push(indices);
  }
  return list;
}

/** What the stream says of its virtio-net devices, in the order of their slots. */
function decoded(stream: Uint8Array, inspection: Inspection) {
  return inspection.sections
    .filter(({ idstr }) => idstr.endsWith('/virtio-net'))
    .sort((a, b) => (a.idstr < b.idstr ? -1 : 1))
    .map(({ row }) => {
      const state = vmstateOf(inspection.spans, row);
      const end = inspection.spans.end[state]!;
      const reader = new ByteReader(stream, inspection.spans.start[state], end);
      const { virtio } = loadVirtioNetWire(reader, () => reader.offset === end) as VirtioNetWire;
      return {
        guestFeatures: guestFeaturesOf(virtio),
        status: virtio.status,
        broken: virtio.broken?.broken === 1,
        queues: virtio.vqs.map(({ num, desc, lastAvailIdx }) => ({ num, desc: Number(desc), lastAvailIdx })),
      };
    });
}

/** What of a report a stream carries in fields of its own. */
const carried = ({ queues, ...device }: DeviceNumbers) => ({
  ...device,
  queues: queues.map(({ num, desc, lastAvailIdx }) => ({ num, desc, lastAvailIdx })),
});

/** As `after`, but with the indices of the driver that a loading device reads in guest memory. */
function reread(after: readonly DeviceNumbers[], indices: readonly (readonly number[])[]): DeviceNumbers[] {
  return after.map((device, d) => ({
    ...device,
    queues: device.queues.map((queue, q) => ({ ...queue, shadowAvailIdx: indices[d]![q]! })),
  }));
}

function test(guest: Guest): void {
  it(guest.name, async () => {
    const { after, availIndices, loaded, stream } = await migrate(guest);
    const inspection = inspect(stream);
    expect(inspection.diagnostics).toEqual([]);
    const { length } = stream;
    expect(verify(stream, inspection)).toEqual({ bytes: length, owned: length, differ: 0, firstDifference: -1 });
    expect(decoded(stream, inspection)).toEqual(after.map(carried));
    expect(loaded).toEqual(reread(after, availIndices));
  });
}

const onTap = ({ queuePairs = 1 }: Guest): boolean => queuePairs > 1;

describe.skipIf(!hasQemu)('a stream that a stock QEMU wrote', () => {
  GUESTS.filter((guest) => !onTap(guest)).forEach(test);
  describe.skipIf(!hasTap)('over a tap', () => {
    GUESTS.filter(onTap).forEach(test);
  });
});
