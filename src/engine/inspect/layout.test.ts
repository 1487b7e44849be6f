// The schema of real streams reads their devices again, leaf by leaf, as our own reader did; also those of another stream of
// the same machine. What is printed of it for other programs is whole: everything that is named is there.
import { describe, expect, it } from 'vitest';
import { captureStream, fixtureStream } from '../../testing/fixtures.ts';
import { readLayout, type ReadLeaf } from '../../testing/read-layout.ts';
import { ramPart, ramStart, StreamBuilder } from '../../testing/stream-builder.ts';
import { wire } from '../../testing/wire.ts';
import { SpanKind, type SpanColumns } from '../capture/spans.ts';
import { inspect } from './inspect.ts';
import type { Inspection } from './inspection.ts';
import { layoutOf, type Layout } from './layout.ts';
import { imhexOf } from './to-imhex.ts';
import { kaitaiOf } from './to-kaitai.ts';

/** Leaves that are bytes of a payload, without header and footer. */
function leavesOf(spans: SpanColumns, section: number): readonly Pick<ReadLeaf, 'start' | 'end'>[] {
  const out = [];
  for (let row = section + 1; row < spans.next[section]!;) {
    const kind = spans.kind[row];
    if (kind === SpanKind.SectionHeader || kind === SpanKind.Footer) {
      row = spans.next[row]!;
      continue;
    }
    const [start, end] = [spans.start[row]!, spans.end[row]!];
    if (spans.next[row] === row + 1 && end > start) out.push({ start, end });
    row++;
  }
  return out;
}

/** What differs when a stream's FULL sections are read by a layout; sections that were compared. */
function compare(
  layout: Layout,
  bytes: Uint8Array,
  { spans, sections }: Inspection,
): { wrong: string[]; count: number } {
  const wrong: string[] = [];
  let count = 0;
  for (const { type, idstr, instanceId } of layout.sections) {
    const section = sections.find((each) => each.type === 4 && each.idstr === idstr && each.instanceId === instanceId);
    if (!section) continue;
    const expected = leavesOf(spans, section.row);
    if (expected.length === 0) continue;
    count++;
    const read = readLayout(layout, type, bytes, expected[0]!.start).map(({ start, end }) => ({ start, end }));
    if (JSON.stringify(read) !== JSON.stringify(expected)) wrong.push(idstr);
  }
  return { wrong, count };
}

describe('a layout', () => {
  it.each(['q10-iterative-traffic', 'q10-rss', 'deb72-packed', 'deb72-filters', 'deb72-split-q35', 'deb72-neighbours'])(
    'of %s reads its devices as we do',
    (name) => {
      const bytes = fixtureStream(name);
      const inspection = inspect(bytes);
      const layout = layoutOf(bytes, inspection);
      const { wrong, count } = compare(layout, bytes, inspection);
      expect([wrong, layout.leftOut]).toEqual([[], []]);
      expect(count).toBe(
        inspection.sections.filter(({ row, type }) => type === 4 && leavesOf(inspection.spans, row).length > 0).length,
      );
    },
  );

  it('of a machine with many devices, and of a microvm, too', () => {
    for (const name of ['devices', 'microvm', 'no-description'] as const) {
      const bytes = captureStream(name);
      const inspection = inspect(bytes);
      expect(compare(layoutOf(bytes, inspection), bytes, inspection).wrong).toEqual([]);
    }
  });

  it('of one stream reads another of that machine', () => {
    const bytes = fixtureStream('q10-iterative-traffic');
    const other = fixtureStream('q10-iterative-idle');
    const { wrong, count } = compare(layoutOf(bytes, inspect(bytes)), other, inspect(other));
    expect([wrong, count]).toEqual([[], 31]);
  });

  it('reads the early state of an iterative stream', () => {
    const bytes = fixtureStream('q10-iterative-traffic');
    const { spans } = inspect(bytes);
    const layout = layoutOf(bytes, inspect(bytes));
    const state = Array.from({ length: spans.length }, (_, row) => row).find(
      (row) => spans.kind[row] === SpanKind.Vmstate && spans.names[spans.name[row]!] === 'virtio-net',
    )!;
    const read = readLayout(layout, layout.iterative!, bytes, spans.start[state]!);
    expect(read.at(-1)!.end).toBe(spans.end[state]);
    expect(layout.handlers).toEqual([
      { sectionId: 1, is: 'ram' },
      { sectionId: 38, is: 'iterative' },
    ]);
  });

  it('leaves out what is damaged, and says so', () => {
    const bytes = fixtureStream('deb72-fresh').subarray(0, 100_000);
    expect(layoutOf(bytes, inspect(bytes)).leftOut).toEqual(['0000:00:03.0/virtio-net: damaged or cut off']);
  });
});

const small = new StreamBuilder()
  .section(1, 2, 'ram', ramStart(16), 4)
  .part(3, 2, ramPart([['page', 1]]))
  .device(3, 'dev', wire("0007 0001 0001 05 08 'dev/more' 00000001 09"), {
    fields: [
      { name: 'ticks', type: 'uint16', size: 2 },
      { name: 'in', type: 'int16', size: 2, array_len: 2 },
    ],
    subsections: [{ vmsd_name: 'dev/more', version: 1, fields: [{ name: 'more', type: 'bool', size: 1 }] }],
  })
  .end();
const smallLayout = layoutOf(small, inspect(small));

describe('Kaitai Struct', () => {
  const text = kaitaiOf(smallLayout, 'test');

  it('has the types of the devices, with subsections by their names', () => {
    expect(text.slice(text.indexOf('  dev_more:'), text.indexOf('enums:')).split('\n')).toEqual([
      '  dev_more:',
      '    doc: "dev/more"',
      '    seq:',
      '      - id: more',
      '        type: u1',
      '  dev:',
      '    doc: "dev"',
      '    seq:',
      '      - id: ticks',
      '        type: u2',
      '      - id: in_',
      '        doc: "in"',
      '        type: s2',
      '        repeat: expr',
      '        repeat-expr: 2',
      '      - id: subsections',
      '        type: subsection_of_1',
      '        repeat: until',
      '        repeat-until: not _.next.is_there',
      '        if: first_ahead.is_there',
      '    instances:',
      '      first_ahead:',
      '        pos: _io.pos',
      '        type: subsection_of_1_ahead',
      '',
    ]);
    expect(text).toContain(`        value: 'mark == 5 and (name == "dev/more")'\n`);
    expect(text).toContain(`            '"dev#0"': dev\n`);
  });

  it.each(['q10-iterative-packed', 'deb72-split-q35'])('of %s names only what it defines', (name) => {
    const bytes = fixtureStream(name);
    const lines = kaitaiOf(layoutOf(bytes, inspect(bytes)), name).split('\n');
    const defined = new Set(lines.flatMap((line) => /^ {2}(\w+):$/.exec(line)?.[1] ?? []));
    const used = lines.flatMap((line) => /^(?: {8}type| {12}\S+): (\w+)(?:\(_index\))?$/.exec(line)?.[1] ?? []);
    const builtIn = /^([us][1248](le)?|f8|str)$/;
    expect(used.length).toBeGreaterThan(400);
    expect(used.filter((type) => !builtIn.test(type) && !defined.has(type))).toEqual([]);
  });
});

describe('ImHex', () => {
  it('has the same types', () => {
    const text = imhexOf(smallLayout, 'test');
    expect(
      text.slice(text.indexOf('// Subsections of dev'), text.indexOf('struct ram_block')).trimEnd().split('\n'),
    ).toEqual([
      '// Subsections of dev',
      'struct subsection_of_1 {',
      '    u8 mark;',
      '    u8 name_len;',
      '    char name[name_len];',
      '    u32 version_id;',
      '    if (name == "dev/more") dev_more data;',
      '};',
      '',
      'fn subsection_of_1_ahead(u128 at) {',
      '    if (std::mem::read_unsigned(at, 1) != 5) return false;',
      '    str name = std::mem::read_string(at + 2, std::mem::read_unsigned(at + 1, 1));',
      '    return name == "dev/more";',
      '};',
      '',
      '// configuration',
      'struct configuration {',
      '    u32 len;',
      '    char name[len];',
      '};',
      '',
      '// dev/more',
      'struct dev_more {',
      '    u8 more;',
      '};',
      '',
      '// dev',
      'struct dev {',
      '    u16 ticks;',
      '    s16 in_[2] [[name("in")]];',
      '    subsection_of_1 subsections[while(subsection_of_1_ahead($))];',
      '};',
    ]);
  });

  it.each(['q10-iterative-packed', 'deb72-split-q35'])('of %s names only what it defines', (name) => {
    const bytes = fixtureStream(name);
    const lines = imhexOf(layoutOf(bytes, inspect(bytes)), name).split('\n');
    const defined = new Set(lines.flatMap((line) => /^(?:struct|enum) (\w+)/.exec(line)?.[1] ?? []));
    const used = lines.flatMap((line) => /^ {4}(?:.*\) )?(?:le )?(\w+) \w+(?:\[.*\])?;$/.exec(line)?.[1] ?? []);
    const builtIn = /^([us](8|16|32|64)|char|double|return|u64)$/;
    expect(used.length).toBeGreaterThan(400);
    expect(used.filter((type) => !builtIn.test(type) && !defined.has(type))).toEqual([]);
  });
});
