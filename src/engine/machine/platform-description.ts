// The platform's part of the description JSON, in QEMU's own spacing. Only the source writes it.
import { isPlatform, platformData } from './platform-data.ts';

/** One entry for each captured section of a machine, or of `neighbours` (PlatformSection.captured); empty for the NIC. */
export function platformDescriptions(machine: string): readonly string[] {
  if (!isPlatform(machine)) return [];
  return platformData(machine).sections.map(({ device }) => (device === '' ? '' : qemuJson(JSON.parse(device))));
}

/** JSON with a space after every colon and comma, as QEMU's writer puts it (qobject/json-writer.c). */
export function qemuJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(qemuJson).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, item]) => `${JSON.stringify(key)}: ${qemuJson(item)}`)
      .join(', ')}}`;
  }
  return JSON.stringify(value);
}
