// The description that a source writes behind the end mark (QEMU migration/savevm.c, vmdesc): JSON in QEMU's spacing.
import type { QemuFlavour } from '../devices/virtio-net-config.ts';
import { qemuJson } from '../machine/platform-description.ts';

/** Entry of a NIC's section: QEMU describes the whole device as one field, whose type has the field's name. */
export function describedNic(idstr: string, vmsd: string, version: number, field: string, size: number): string {
  const fields = [{ name: field, type: field, size }];
  return qemuJson({ name: idstr, instance_id: 0, vmsd_name: vmsd, version, fields });
}

/** `devices` are the entries of the FULL sections as text. QEMU 7.2 does not describe the configuration. */
export function descriptionJson(
  qemu: QemuFlavour,
  machineType: string,
  capabilities: readonly string[],
  devices: readonly string[],
): string {
  const sent = {
    vmsd_name: 'configuration/capabilities',
    version: 1,
    fields: [
      { name: 'caps_count', type: 'uint32', size: 4 },
      ...capabilities.map((name) => ({ name: 'capabilities', type: 'capability', size: name.length + 1 })),
    ],
  };
  const configuration = {
    vmsd_name: 'configuration',
    version: 1,
    fields: [
      { name: 'len', type: 'uint32', size: 4 },
      { name: 'name', type: 'buffer', size: machineType.length },
    ],
    ...(capabilities.length > 0 ? { subsections: [sent] } : {}),
  };
  const first = qemu === '7.2' ? '' : `"configuration": ${qemuJson(configuration)}, `;
  return `{${first}"page_size": 4096, "devices": [${devices.join(', ')}]}`;
}
