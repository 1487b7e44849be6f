// What QEMU 7.2 registered the machine devices of pc and q35 with: the oldest section version that it loads
// (`minimum_version_id`), as its own refusals name it, and aliases. The engine knows nothing else of their states.
import { tooOldState } from '../vmstate/errors.ts';

const OLDEST: Readonly<Record<string, number>> = {
  acpi_build: 1,
  apic: 3,
  cpu: 11,
  cpu_common: 1,
  dma: 1,
  fdc: 2,
  fw_cfg: 1,
  globalstate: 1,
  hpet: 1,
  i2c_bus: 1,
  i8254: 2,
  i8259: 1,
  I440FX: 3,
  ICH9LPC: 1,
  ich9_smb: 1,
  ioapic: 1,
  'kvm-tpr-opt': 1,
  mc146818rtc: 1,
  mch: 1,
  PCIBUS: 1,
  PCIHost: 1,
  pckbd: 3,
  pcspk: 1,
  piix4_pm: 3,
  PIIX3: 2,
  port92: 1,
  ps2kbd: 2,
  ps2mouse: 2,
  timer: 1,
};

/** ISA devices whose alias is an instance id of old; every other vmstate handler of pc and q35 has the alias -1. */
const WITH_ALIAS: readonly string[] = ['i8259', 'i8254', 'mc146818rtc', 'fdc'];

/** Whether instance 0xffffffff of `idstr` stands for the first that has no alias. */
export function hasNoAlias(idstr: string): boolean {
  return !WITH_ALIAS.includes(idstr);
}

/** What QEMU prints of a section of `idstr` in version `versionId`, if that is too old; null when it loads. */
export function tooOld(idstr: string, versionId: number): string | null {
  const name = idstr.slice(idstr.lastIndexOf('/') + 1);
  const oldest = OLDEST[name] ?? 0;
  return versionId < oldest ? tooOldState(name, versionId, oldest) : null;
}
