// The platform's part of the description JSON, in QEMU's own spacing. Only the source writes it.
import data from './platform-pc-description.json' with { type: 'json' };

/** One entry a section, in the order of platformSections(); empty for the NIC. */
export function platformDescriptions(): readonly string[] {
  return data.devices.map((text) => (text === '' ? '' : qemuJson(JSON.parse(text))));
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
