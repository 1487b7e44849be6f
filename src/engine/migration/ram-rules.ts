// How a QEMU loads RAM records; see RamRules.
import type { QemuFlavour } from '../devices/virtio-net-config.ts';
import type { Inflate, RamRules } from '../ram/ram-load.ts';

export function ramRules(
  flavour: QemuFlavour,
  capabilities: readonly string[] = [],
  unpack: Inflate | null = null,
): RamRules {
  const old = flavour === '7.2';
  const mappedRam = capabilities.includes('mapped-ram');
  const ignoreShared = capabilities.includes('x-ignore-shared');
  const inflate = old && capabilities.includes('compress') ? unpack : null;
  return { fills: old, compress: old, inflate, saysAddress: !old, multifd: !old, mappedRam, ignoreShared };
}
