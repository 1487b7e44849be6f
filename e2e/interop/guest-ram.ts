// The guest's RAM as a QEMU holds it, whole: QMP's pmemsave reads what the CPU sees, and the CPU sees firmware and the VGA
// window in places below 1 MiB until the chipset is told to show RAM there.
import { join } from 'node:path';
import { Pci } from './pci.ts';
import { fileBytes, type Qemu } from './qemu.ts';

/** Registers of the host bridge (device 0): seven PAM bytes, and SMRAM (Intel 82441FX 3.2.19; 3 Series MCH 5.1.17). */
const HOST_BRIDGE = { pc: { pam: 0x59, smram: 0x72 }, q35: { pam: 0x90, smram: 0x9d } } as const;
const PAM_REGISTERS = 7;
/** Reads and writes of both halves go to RAM. */
const PAM_RAM = 0x33;
/** D_OPEN, G_SMRAME and the fixed base: 0xa0000 shows RAM. */
const SMRAM_OPEN = 0x4a;

/** All `bytes` of RAM from address 0; for guests that have all of it below 3 GiB. Changes the host bridge, not RAM. */
export async function guestRam(
  qemu: Qemu,
  folder: string,
  machine: keyof typeof HOST_BRIDGE,
  bytes: number,
): Promise<Uint8Array> {
  const pci = new Pci(qemu.qtest);
  const { pam, smram } = HOST_BRIDGE[machine];
  for (let i = 0; i < PAM_REGISTERS; i++) await pci.write(0, pam + i, 1, PAM_RAM);
  await pci.write(0, smram, 1, SMRAM_OPEN);
  const filename = join(folder, 'ram');
  await qemu.qmp.execute('pmemsave', { val: 0, size: bytes, filename });
  return fileBytes(filename);
}
