// How a QEMU loads RAM records; see RamRules.
import type { QemuFlavour } from '../devices/virtio-net-config.ts';
import type { RamRules } from '../ram/ram-load.ts';

export function ramRules(flavour: QemuFlavour, capabilities: readonly string[] = []): RamRules {
  const old = flavour === '7.2';
  const mappedRam = capabilities.includes('mapped-ram');
  const ignoreShared = capabilities.includes('x-ignore-shared');
  return { fills: old, compress: old, saysAddress: !old, multifd: !old, mappedRam, ignoreShared };
}
