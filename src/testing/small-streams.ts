// Small streams with real contents: a few sections of a captured stream with their part of the description, so that many
// damaged ones can be read in a test. And splices of two.
import type { SeededRandom } from '../engine/bytes/random.ts';
import type { Inspection } from '../engine/inspect/inspection.ts';
import { ByteWriter } from '../engine/bytes/writer.ts';
import { SectionType, writeEnd } from '../engine/stream/sections.ts';

/** Bytes of a RAM section that are kept, its end mark and footer apart. */
const RAM_BYTES = 6000;

interface DescriptionJson {
  readonly page_size?: number;
  readonly devices?: readonly { readonly name: string; readonly instance_id: number }[];
}

/** Header, configuration, the beginning of RAM and a few devices of the stream; sometimes without a description. */
export function smallStream(bytes: Uint8Array, inspection: Inspection, random: SeededRandom): Uint8Array {
  const writer = new ByteWriter(65536);
  const { sections, spans, frames } = inspection;
  const first = sections[0]?.start ?? bytes.length;
  writer.bytes(bytes.subarray(0, first));
  const ram = sections.filter(({ idstr }) => idstr === 'ram');
  for (const { start, end, type } of ram.slice(0, 3)) {
    if (type === SectionType.Start || end - start <= RAM_BYTES) writer.bytes(bytes.subarray(start, end));
    else {
      const last = inspection.records.offset.subarray(0, inspection.records.length);
      const cut = last.find((offset) => offset > start + RAM_BYTES) ?? start + RAM_BYTES;
      writer.bytes(bytes.subarray(start, Math.min(cut, end)));
      writer.bytes(bytes.subarray(end - 13, end));
    }
  }
  const others = sections.filter(({ idstr }) => idstr !== 'ram');
  const kept = Array.from({ length: 1 + random.below(4) }, () => others[random.below(others.length)]!);
  for (const { start, end } of kept) writer.bytes(bytes.subarray(start, end));
  const commands = Array.from(frames).filter((row) => spans.kind[row] === 4);
  const command = commands[random.below(Math.max(1, commands.length))];
  if (command !== undefined) writer.bytes(bytes.subarray(spans.start[command], spans.end[command]));
  if (random.below(4) === 0) writer.u8(SectionType.Eof);
  else {
    const json = inspection.description as DescriptionJson | null;
    const devices = json?.devices?.filter(({ name, instance_id }) =>
      kept.some(({ idstr, instanceId }) => idstr === name && instanceId === instance_id),
    );
    writeEnd(writer, JSON.stringify({ page_size: 4096, devices: devices ?? [] }).replaceAll('":', '": '));
  }
  return writer.finish().slice();
}

/** The beginning of one and the end of another. */
export function splice(a: Uint8Array, b: Uint8Array, random: SeededRandom): Uint8Array {
  const head = a.subarray(0, random.below(a.length + 1));
  const tail = b.subarray(random.below(b.length + 1));
  const out = new Uint8Array(head.length + tail.length);
  out.set(head);
  out.set(tail, head.length);
  return out;
}
