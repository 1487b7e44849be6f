// Finds the explanation of a span, an event, a cell or a phase. A field's name is looked up with its owners before it,
// the innermost first, because `status` or `version_id` mean several things.
import { eventKindInfo } from '../../../engine/capture/event-kinds.ts';
import { ancestry } from '../../../engine/capture/span-query.ts';
import { FieldType, SpanKind, type SpanColumns } from '../../../engine/capture/spans.ts';
import { CELL_FIELDS, CELLS } from './cells.ts';
import { EVENTS } from './events.ts';
import { FRAMING } from './framing.ts';
import { KINDS, SECTIONS } from './kinds.ts';
import { PCI_WORDS } from './pci.ts';
import { PHASES } from './phases.ts';
import { PLATFORM } from './platform.ts';
import { RAM } from './ram.ts';
import type { Words, WordTable } from './types.ts';
import { VIRTIO } from './virtio.ts';
import { VIRTIO_NET } from './virtio-net.ts';
import { VIRTIO_NET_DELTA } from './virtio-net-delta.ts';
import { VIRTIO_OTHERS } from './virtio-others.ts';
import type { PhaseKind } from '../../../store/phases.ts';

export interface Explanation {
  /** Type in words. */
  readonly what: string;
  /** QEMU's file and function. */
  readonly where: string;
  readonly text: string;
}

const NUMBERS: Readonly<Record<number, string>> = {
  [FieldType.U8]: 'u8',
  [FieldType.U16]: 'u16, big-endian',
  [FieldType.U32]: 'u32, big-endian',
  [FieldType.U64]: 'u64, big-endian',
  [FieldType.I8]: 'i8',
  [FieldType.I16]: 'i16, big-endian',
  [FieldType.I32]: 'i32, big-endian',
  [FieldType.I64]: 'i64, big-endian',
  [FieldType.Bool]: 'bool',
  [FieldType.Bytes]: 'bytes',
  [FieldType.Text]: 'text',
  [FieldType.Mac]: 'MAC address',
  [FieldType.Unused]: 'unused bytes',
  [FieldType.Bitmap]: 'bitmap',
  [FieldType.Float64]: 'double, big-endian',
  [FieldType.U16Le]: 'u16, little-endian',
  [FieldType.U32Le]: 'u32, little-endian',
  [FieldType.U64Le]: 'u64, little-endian',
};

/** Parts of a section that have words of their own whoever owns it. */
const FRAME_PARTS: ReadonlySet<string> = new Set(['section header', 'footer']);

/** Tables for what lies in a section of this name. */
function tablesOf(section: string): readonly WordTable[] {
  if (section === 'ram') return [RAM, FRAMING];
  const device = section.slice(section.lastIndexOf('/') + 1);
  if (device.startsWith('virtio-net')) return [VIRTIO_NET, VIRTIO_NET_DELTA, VIRTIO, PCI_WORDS, FRAMING];
  if (device.startsWith('virtio-')) return [VIRTIO_OTHERS, VIRTIO_NET, VIRTIO, PCI_WORDS, FRAMING];
  return [FRAMING];
}

/** `bar3` and `macs[3]` are explained as one; a capability by its kind. */
function general(name: string): string {
  if (/^bar\d$/.test(name)) return 'bar';
  if (name.endsWith(' capability')) return 'capability';
  return name.replace(/^macs\[\d+\]$/, 'macs');
}

/** The words for a name below `owners` (innermost last). A subsection is an owner by its last part too. */
export function wordsOf(tables: readonly WordTable[], owners: readonly string[], name: string): Words | null {
  const own = general(name);
  const short = (owner: string): string => owner.slice(owner.lastIndexOf('/') + 1);
  for (let i = owners.length - 1; i >= 0; i--) {
    const outer = i > 0 ? [`${short(owners[i - 1]!)}/${short(owners[i]!)}/${own}`] : [];
    const keys = [...outer, `${owners[i]!}/${own}`, `${short(owners[i]!)}/${own}`];
    // What a proposed form of a subsection has in common with QEMU's own is told by the words for that.
    for (const key of [
      ...keys,
      ...keys.filter((one) => one.includes('x-used-')).map((one) => one.replace('x-used-', '')),
    ]) {
      for (const table of tables) if (Object.hasOwn(table, key)) return table[key]!;
    }
  }
  for (const table of tables) if (Object.hasOwn(table, own)) return table[own]!;
  return null;
}

export function explainSpan(spans: SpanColumns, row: number): Explanation {
  const kind = spans.kind[row]!;
  const name = spans.names[spans.name[row]!]!;
  if (kind === SpanKind.Section) {
    const [where, text] = SECTIONS[spans.value[row]!] ?? KINDS[SpanKind.Section]!.slice(1);
    return { what: 'section', where: where, text: text };
  }
  const [what, where, text] = KINDS[kind] ?? ['field', '', ''];
  const leaf = kind === SpanKind.Field ? (NUMBERS[spans.type[row]!] ?? 'field') : what;
  const above = ancestry(spans, row).slice(0, -1);
  const section = above.length > 0 ? spans.names[spans.name[above[0]!]!]! : '';
  const owners = above.map((at) => spans.names[spans.name[at]!]!);
  const parts = owners.slice(1).some((owner) => FRAME_PARTS.has(owner));
  const named = kind !== SpanKind.SectionHeader && kind !== SpanKind.Footer && kind !== SpanKind.Opaque;
  const found = named ? wordsOf(parts ? [FRAMING] : tablesOf(section), owners, name) : null;
  if (found) return { what: leaf, where: found[0], text: found[1] };
  return fieldOfPlatform(spans, above, kind, leaf) ?? { what: leaf, where, text };
}

/** A field that only the stream's description names: told by the device that it belongs to. */
function fieldOfPlatform(spans: SpanColumns, above: readonly number[], kind: number, leaf: string): Explanation | null {
  const root = above.find((at) => spans.kind[at] === SpanKind.Vmstate);
  const section = above[0];
  if (section === undefined) return null;
  const idstr = spans.names[spans.name[section]!]!;
  const device = PLATFORM[idstr.slice(idstr.lastIndexOf('/') + 1)];
  if (!device || (root === undefined && kind !== SpanKind.Vmstate)) return null;
  const of = spans.names[spans.name[root ?? section]!]!;
  const what = kind === SpanKind.Vmstate && root === undefined ? 'structure' : `${leaf}, in ${of}`;
  return { what, where: device[0], text: device[1] };
}

export function explainEvent(kind: number): Explanation {
  const [where, text] = EVENTS[kind] ?? ['', eventKindInfo(kind).name];
  return { what: 'event', where, text };
}

/** A live value of the device by its name. */
export function explainCell(name: string): Explanation {
  const found =
    CELLS[name] ?? wordsOf([VIRTIO_NET, VIRTIO, PCI_WORDS], ['virtio', 'virtio-net-device'], CELL_FIELDS[name] ?? name);
  return { what: 'value of the device', where: found?.[0] ?? '', text: found?.[1] ?? '' };
}

export function explainPhase(kind: PhaseKind): Explanation {
  const [where, text] = PHASES[kind];
  return { what: 'phase', where, text };
}
