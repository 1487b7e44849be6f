// Damage that a loader notices or ought to: one field of a stream's framing, of RAM's records or of virtio-net's state
// gets another value, or the stream ends early. Drawn by a seeded generator, so a case has a name that finds it again.
import type { SeededRandom } from '../../src/engine/bytes/random.ts';
import { ancestry, isLeaf } from '../../src/engine/capture/span-query.ts';
import { SpanKind, type SpanColumns } from '../../src/engine/capture/spans.ts';
import type { Inspection } from '../../src/engine/inspect/inspection.ts';

export interface Damaged {
  /** What was done where. */
  readonly name: string;
  readonly stream: Uint8Array;
}

/** Elements of the device's long arrays beyond which nothing is in use. */
const QUEUES = 3;

/** A large value makes QEMU read byte by byte past the end of the file, for minutes. */
const SLOW = 'config_len';

/** Leaf spans to damage by what they belong to. Sections of devices that are not modelled are damaged only in framing. */
function targets({ spans, sections }: Inspection): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  const sectionOf = new Map(sections.map((section) => [section.row, section.idstr]));
  for (let row = 0; row < spans.length; row++) {
    if (!isLeaf(spans, row) || spans.end[row] === spans.start[row]) continue;
    const rows = ancestry(spans, row);
    const group = groupOf(spans, rows, sectionOf.get(rows[0]!) ?? '');
    if (group === null) continue;
    const list = groups.get(group) ?? [];
    if (list.push(row) === 1) groups.set(group, list);
  }
  return groups;
}

function groupOf(spans: SpanColumns, rows: readonly number[], idstr: string): string | null {
  const kinds = rows.map((row) => spans.kind[row]);
  if (kinds[0] === SpanKind.Header || kinds[0] === SpanKind.Configuration) return 'beginning';
  if (kinds[0] !== SpanKind.Section) return null;
  if (kinds.includes(SpanKind.SectionHeader) || kinds.includes(SpanKind.Footer)) return 'framing';
  if (idstr === 'ram') return 'ram';
  if (!idstr.endsWith('/virtio-net') || spans.names[spans.name[rows.at(-1)!]!] === SLOW) return null;
  const beyond = rows.some((row) => spans.kind[row] === SpanKind.Element && spans.index[row]! >= QUEUES);
  if (beyond || spans.end[rows.at(-1)!]! - spans.start[rows.at(-1)!]! > 64) return null;
  return kinds.includes(SpanKind.Subsection) ? 'subsections' : 'virtio-net';
}

/** `count` damaged copies of a stream. */
export function damages(stream: Uint8Array, inspection: Inspection, random: SeededRandom, count: number): Damaged[] {
  const groups = targets(inspection);
  const names = [...groups.keys()];
  return Array.from({ length: count }, (_, i) => {
    if (i % 8 === 7) {
      const end = random.below(stream.length);
      return { name: `cut at ${end}`, stream: stream.slice(0, end) };
    }
    const rows = groups.get(names[i % names.length]!)!;
    return damageField(stream, inspection.spans, rows[random.below(rows.length)]!, random);
  });
}

function damageField(stream: Uint8Array, spans: SpanColumns, row: number, random: SeededRandom): Damaged {
  const start = spans.start[row]!;
  // Of a run of RAM pages only the first record's header.
  const run = spans.kind[row] === SpanKind.PageRun || spans.kind[row] === SpanKind.ZeroRun;
  const end = run ? start + 8 : spans.end[row]!;
  const copy = stream.slice();
  const field = copy.subarray(start, end);
  const how = random.below(5);
  if (how === 0) field.fill(0);
  else if (how === 1) field.fill(0xff);
  else if (how === 2) field[field.length - 1]!++;
  else if (how === 3) field[random.below(field.length)]! ^= 1 << random.below(8);
  else for (let i = 0; i < field.length; i++) field[i] = random.below(256);
  if (field.every((byte, i) => byte === stream[start + i])) field[field.length - 1]! ^= 1;
  const path = ancestry(spans, row).map((at) => spans.names[spans.name[at]!]!);
  return { name: `${path.join(' › ')} at ${start}: ${Buffer.from(field).toString('hex')}`, stream: copy };
}
