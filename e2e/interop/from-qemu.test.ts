// A real QEMU whose virtio-net our driver has used migrates to a file. What we read in that file is what that QEMU says
// of its devices.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspect } from '../../src/engine/inspect/inspect.ts';
import { verify } from '../../src/engine/inspect/reencode.ts';
import { matchingVm } from '../../src/engine/migration/matching-vm.ts';
import { loadIntoVm } from '../../src/engine/migration/waiting-vm.ts';
import { SectionType } from '../../src/engine/stream/sections.ts';
import { carried, carriedBy, loadedNumbers, nicStates, ramBlock } from './decoded.ts';
import { features } from './features.ts';
import { guestRam } from './guest-ram.ts';
import { GUESTS, type Guest } from './guests.ts';
import { nicNumbers, RAM_BYTES, withDestination, withSource } from './machine.ts';
import { migrateBusyGuest, migrateFromFile, migrateToFile } from './migration.ts';
import { fileBytes, hasQemu, inFolder, type Qemu } from './qemu.ts';
import type { DeviceNumbers } from './report.ts';
import { hasTap } from './tap.ts';

/** Passes over RAM of a guest that works while it migrates. */
const PASSES = 4;

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

interface Migrated {
  /** What the source said after the migration, and what another QEMU said that loaded the stream. */
  readonly after: readonly DeviceNumbers[];
  readonly loaded: readonly DeviceNumbers[];
  /** By device and queue: what the driver's ring says is available. */
  readonly availIndices: readonly (readonly number[])[];
  readonly stream: Uint8Array;
  /** RAM of the source after the migration. */
  readonly ram: Uint8Array;
}

function migrate(guest: Guest): Promise<Migrated> {
  return inFolder(async (folder) => {
    const path = join(folder, 'stream');
    const { ram, ...reports } = await withSource(guest, folder, async (qemu, driver, peer) => {
      const { during } = guest;
      if (during) await migrateBusyGuest(qemu, path, PASSES, () => during(driver, peer));
      else await migrateToFile(qemu, path);
      const numbers = await nicNumbers(guest, qemu);
      const availIndices = await driverIndices(qemu, numbers);
      return { after: numbers, availIndices, ram: await guestRam(qemu, folder, guest.machine, RAM_BYTES) };
    });
    const loaded = await withDestination(guest, folder, async (qemu) => {
      const status = await migrateFromFile(qemu, path);
      if (status !== 'completed') throw new Error('QEMU did not load its own stream');
      return nicNumbers(guest, qemu);
    });
    return { ...reports, ram, loaded, stream: fileBytes(path) };
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

/** As `after`, but with the indices of the driver that a loading device reads in guest memory. */
function reread(after: readonly DeviceNumbers[], indices: readonly (readonly number[])[]): DeviceNumbers[] {
  return after.map((device, d) => ({
    ...device,
    queues: device.queues.map((queue, q) => ({ ...queue, shadowAvailIdx: indices[d]![q]! })),
  }));
}

function test(guest: Guest): void {
  it(guest.name, async () => {
    const { after, availIndices, loaded, stream, ram } = await migrate(guest);
    const inspection = inspect(stream);
    expect(inspection.diagnostics).toEqual([]);
    const { length } = stream;
    expect(verify(stream, inspection)).toEqual({ bytes: length, owned: length, differ: 0, firstDifference: -1 });
    const parts = inspection.sections.filter(({ type, idstr }) => type === SectionType.Part && idstr === 'ram');
    expect(parts.length).toBeGreaterThanOrEqual(guest.during ? PASSES : 1);
    const states = nicStates(stream, inspection);
    expect(states.map(carriedBy)).toEqual(after.map(carried));
    expect(states[0]?.virtio.device).toMatchObject(guest.holds ?? {});
    expect(sha256(ramBlock(stream, inspection, 'pc.ram'))).toBe(sha256(ram));
    expect(loaded).toEqual(reread(after, availIndices));
    const { config, machineDevices } = matchingVm(stream);
    const ours = loadIntoVm(stream, config, machineDevices);
    expect(ours).toMatchObject({ outcome: 'completed', stderr: [], guestErrors: [] });
    expect(ours.nics.map(loadedNumbers)).toEqual(loaded);
  });
}

const onTap = ({ queuePairs = 1 }: Guest): boolean => queuePairs > 1;

describe.skipIf(!hasQemu)('a stream that a stock QEMU wrote', () => {
  GUESTS.filter((guest) => !onTap(guest)).forEach(test);
  describe.skipIf(!hasTap)('over a tap', () => {
    GUESTS.filter(onTap).forEach(test);
  });
});
