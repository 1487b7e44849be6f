// The platform's part of the description JSON, in QEMU's own spacing. Only the source writes it.
import captured from './platform-descriptions.json' with { type: 'json' };

/** One entry for each captured section of a machine, or of `neighbours` (PlatformSection.captured); empty for the NIC. */
export function platformDescriptions(machine: string): readonly string[] {
  const places: Readonly<Record<string, readonly number[]>> = captured.machines;
  return (places[machine] ?? []).map((place) => {
    const text = captured.texts[place]!;
    return text === '' ? '' : qemuJson(JSON.parse(text));
  });
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
