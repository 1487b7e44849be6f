// The platform's part of the description JSON, in QEMU's own spacing. Only the source writes it.
import pc100 from './platform-pc-10.0-description.json' with { type: 'json' };
import pc72 from './platform-pc-7.2-description.json' with { type: 'json' };
import q3572 from './platform-q35-7.2-description.json' with { type: 'json' };

const CAPTURED: Readonly<Record<string, readonly string[]>> = {
  [pc100.machine]: pc100.devices,
  [pc72.machine]: pc72.devices,
  [q3572.machine]: q3572.devices,
};

/** One entry for each captured section (PlatformSection.captured); empty for the NIC. */
export function platformDescriptions(machine: string): readonly string[] {
  return (CAPTURED[machine] ?? []).map((text) => (text === '' ? '' : qemuJson(JSON.parse(text))));
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
