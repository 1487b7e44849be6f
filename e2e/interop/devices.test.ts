// Other machines and devices than the references have: what a stock QEMU writes of them reads to the last byte, comes out the
// same, and loads here as it loads there.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspect } from '../../src/engine/inspect/inspect.ts';
import { verify } from '../../src/engine/inspect/reencode.ts';
import { matchingVm } from '../../src/engine/migration/matching-vm.ts';
import { loadIntoVm } from '../../src/engine/migration/waiting-vm.ts';
import { migrateFromFile, migrateToFile } from './migration.ts';
import { fileBytes, inFolder, Qemu, qemuVersion } from './qemu.ts';

const NIC = 'virtio-net-pci,romfile=';
const device = (...devices: readonly string[]): string[] => devices.flatMap((text) => ['-device', text]);

interface Machine {
  readonly args: readonly string[];
  /** Paths of its virtio NICs, in the order of their sections. */
  readonly nics: readonly string[];
  readonly capability?: string;
  /** Warnings and errors of the reading: what the machine type leaves out. */
  readonly says?: readonly string[];
}

const OFF = ['-global', 'migration.send-configuration=off', '-global', 'migration.send-section-footer=off'];

const MACHINES: Readonly<Record<string, Machine>> = {
  'behind a PCI bridge': {
    args: ['-machine', 'pc', ...device('pci-bridge,id=b,chassis_nr=1', `${NIC},bus=b,addr=2`)],
    nics: ['0000:00:02.0:02.0'],
  },
  'PCI Express with four pairs’ vectors': {
    args: [
      '-machine',
      'q35',
      ...device('pcie-root-port,id=r,chassis=1', `${NIC},bus=r,mq=on,rss=on,hash=on,vectors=10`),
    ],
    nics: ['0000:00:01.0:00.0'],
  },
  'two functions of a slot': {
    args: ['-machine', 'pc', ...device(`${NIC},addr=5.0,multifunction=on`, `${NIC},addr=5.1`)],
    nics: ['0000:00:05.0', '0000:00:05.1'],
  },
  'transitional and not': {
    args: [
      '-machine',
      'pc',
      ...device('virtio-net-pci-transitional,romfile=', 'virtio-net-pci-non-transitional,romfile='),
    ],
    nics: ['0000:00:02.0', '0000:00:03.0'],
  },
  'all kinds of virtio': {
    args: [
      ...['-machine', 'pc', '-smp', '4', '-chardev', 'null,id=c'],
      ...device(NIC, 'virtio-scsi-pci,num_queues=4', 'virtio-serial-pci', 'virtserialport,chardev=c'),
      ...device('virtio-rng-pci', 'virtio-balloon-pci', 'virtio-keyboard-pci', 'virtio-gpu-pci'),
    ],
    nics: ['0000:00:02.0'],
  },
  'e1000, AHCI, USB, VGA': {
    args: [
      ...['-machine', 'pc', '-vga', 'std'],
      ...device('e1000,romfile=', 'ahci', 'qemu-xhci', 'usb-tablet', 'piix3-usb-uhci', 'lsi53c895a', NIC),
    ],
    nics: ['0000:00:08.0'],
  },
  'a memory back-end': {
    args: ['-machine', 'q35,memory-backend=m', '-object', 'memory-backend-ram,id=m,size=16M', ...device(NIC)],
    nics: ['0000:00:01.0'],
  },
  'pc 2.7': { args: ['-machine', 'pc-i440fx-2.7', ...device(NIC)], nics: ['0000:00:02.0'] },
  'pc 2.3, without configuration and footers': {
    args: ['-machine', 'pc-i440fx-2.3', ...device(NIC)],
    nics: ['0000:00:02.0'],
    says: ['Missing section footer for ram'],
  },
  'the same of a new machine': {
    args: ['-machine', 'pc', ...OFF, ...device(NIC)],
    nics: ['0000:00:02.0'],
    says: ['Missing section footer for ram'],
  },
  'virtio-mmio': {
    args: ['-machine', 'microvm', ...device('virtio-net-device', 'virtio-rng-device')],
    nics: ['virtio-mmio@00000000feb02e00'],
  },
  'compressed pages': { args: ['-machine', 'q35', ...device(NIC)], nics: ['0000:00:01.0'], capability: 'compress' },
};

const memoryOf = (args: readonly string[]): string[] => (args.includes('-object') ? [] : ['-m', '16M']);

async function able({ qmp }: Qemu, capability: string | undefined): Promise<void> {
  if (capability !== undefined)
    await qmp.execute('migrate-set-capabilities', { capabilities: [{ capability, state: true }] });
}

describe.skipIf(!qemuVersion.startsWith('7.2.')).each(Object.entries(MACHINES))(
  '%s',
  (_, { args, nics, capability, says = [] }) => {
    it('reads whole and loads', async () => {
      await inFolder(async (folder) => {
        const path = join(folder, 'stream');
        const machine = [...args, ...memoryOf(args), '-S'];
        await Qemu.with({ args: machine, folder, tag: 'source' }, async (qemu) => {
          await able(qemu, capability);
          await migrateToFile(qemu, path);
        });
        const stream = fileBytes(path);
        const inspection = inspect(stream);
        const bytes = stream.length;
        expect(verify(stream, inspection)).toMatchObject({ bytes, owned: bytes, differ: 0 });
        expect(inspection.diagnostics.map(({ message }) => message)).toEqual(says);
        const { config, machineDevices } = matchingVm(stream);
        const { outcome, stderr, devices } = loadIntoVm(stream, config, machineDevices);
        expect(devices.map(({ name, broken }) => [name, broken])).toEqual(
          nics.map((nic) => [`${nic}/virtio-net`, false]),
        );
        const waits = [...machine, '-incoming', 'defer'];
        await Qemu.with({ args: waits, folder, tag: 'destination' }, async (qemu) => {
          await able(qemu, capability);
          expect({ outcome, stderr }).toEqual({ outcome: await migrateFromFile(qemu, path), stderr: qemu.stderr });
        });
      });
    });
  },
);
