// The schema of an open stream as a Kaitai Struct description (.ksy, https://doc.kaitai.io/ksy_reference.html): framing and
// RAM records as QEMU writes them, devices as this stream was read. RAM's u64 and the RFC's flags are two u4, so that
// languages without 64-bit integers read them too.
import { FieldType } from '../capture/spans.ts';
import { enums, framing, iterative, literal, quote, ram } from './kaitai-framing.ts';
import type { Item, Layout, LayoutType, Size } from './layout.ts';

const NUMBER_TYPES: Readonly<Record<number, string>> = {
  [FieldType.U8]: 'u1',
  [FieldType.U16]: 'u2',
  [FieldType.U32]: 'u4',
  [FieldType.U64]: 'u8',
  [FieldType.I8]: 's1',
  [FieldType.I16]: 's2',
  [FieldType.I32]: 's4',
  [FieldType.I64]: 's8',
  [FieldType.Bool]: 'u1',
  [FieldType.Float64]: 'f8',
  [FieldType.U16Le]: 'u2le',
  [FieldType.U32Le]: 'u4le',
  [FieldType.U64Le]: 'u8le',
};

/** The description as YAML; `about` says what it was made of. */
export function kaitaiOf(layout: Layout, about: string): string {
  return `${[
    `# ${about}`,
    '# Devices are described as they are in that stream: another one of the same machine reads the same.',
    ...layout.leftOut.map((what) => `# Not described: ${what}`),
    ...head(layout),
    'types:',
    ...framing(layout),
    ...ram(layout),
    ...iterative(layout),
    ...Array.from(layout.subsections, ([of, forms]) => subsections(of, forms, layout)).flat(),
    ...layout.types.flatMap((type) => typeLines(type, layout)),
    ...enums(),
  ].join('\n')}\n`;
}

/** Numbers of a structure whose subsections have types here, for names of types. */
const unionName = (of: string, layout: Layout): string =>
  `subsection_of_${String(Array.from(layout.subsections.keys()).indexOf(of) + 1)}`;

const size = (of: Size): string => (typeof of === 'number' ? String(of) : of.of);

function head(layout: Layout): string[] {
  return [
    'meta:',
    '  id: qemu_migration_stream',
    '  title: QEMU migration stream',
    '  endian: be',
    '  encoding: UTF-8',
    'seq:',
    ...(layout.prefix === null ? [] : ['  - id: prefix', `    type: ${layout.prefix}`]),
    '  - id: magic',
    '    contents: QEVM',
    '  - id: version',
    '    type: u4',
    ...(layout.configuration === null
      ? []
      : [
          '  - id: configuration_type',
          '    contents: [7]',
          '  - id: configuration',
          `    type: ${layout.configuration}`,
        ]),
    '  - id: sections',
    '    type: section',
    '    repeat: until',
    '    repeat-until: _.type == section_type::eof',
    '  - id: description',
    '    type: description',
    '    if: not _io.eof',
  ];
}

/** What may follow a structure: byte 5 and a name that is known. */
function subsections(of: string, forms: ReadonlyMap<string, string>, layout: Layout): string[] {
  const name = unionName(of, layout);
  return [
    `  ${name}:`,
    `    doc: ${quote(`subsection of ${of}`)}`,
    '    seq:',
    '      - id: mark',
    '        contents: [5]',
    '      - id: name_len',
    '        type: u1',
    '      - id: name',
    '        type: str',
    '        size: name_len',
    '      - id: version_id',
    '        type: u4',
    '      - id: data',
    '        type:',
    '          switch-on: name',
    '          cases:',
    ...Array.from(forms, ([subsection, type]) => `            ${literal(subsection)}: ${type}`),
    '    instances:',
    '      next:',
    '        pos: _io.pos',
    `        type: ${name}_ahead`,
    `  ${name}_ahead:`,
    '    seq:',
    '      - id: mark',
    '        type: u1',
    '      - id: name_len',
    '        type: u1',
    '        if: mark == 5',
    '      - id: name',
    '        type: str',
    '        size: name_len',
    '        if: mark == 5',
    '    instances:',
    '      is_there:',
    `        value: ${yamlExpression(`mark == 5 and (${Array.from(forms.keys(), (each) => `name == ${JSON.stringify(each)}`).join(' or ')})`)}`,
  ];
}

const yamlExpression = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function typeLines({ name, label, items }: LayoutType, layout: Layout): string[] {
  const many = items.find(({ what }) => what.is === 'subsections');
  return [
    `  ${name}:`,
    `    doc: ${quote(label)}`,
    ...(items.length > 0 ? ['    seq:', ...items.flatMap((item) => itemLines(item, layout))] : ['    seq: []']),
    ...(many?.what.is === 'subsections'
      ? [
          '    instances:',
          '      first_ahead:',
          '        pos: _io.pos',
          `        type: ${unionName(many.what.of, layout)}_ahead`,
        ]
      : []),
  ];
}

function itemLines({ id, label, what, repeat }: Item, layout: Layout): string[] {
  const lines = [`      - id: ${id}`];
  if (label !== id) lines.push(`        doc: ${quote(label)}`);
  if (what.is === 'number') lines.push(`        type: ${NUMBER_TYPES[what.type]}`);
  else if (what.is === 'type') lines.push(`        type: ${what.name}`);
  else if (what.is === 'subsections')
    lines.push(
      `        type: ${unionName(what.of, layout)}`,
      '        repeat: until',
      '        repeat-until: not _.next.is_there',
      '        if: first_ahead.is_there',
    );
  else lines.push(...(what.is === 'text' ? ['        type: str'] : []), `        size: ${size(what.size)}`);
  if (repeat !== null) lines.push('        repeat: expr', `        repeat-expr: ${size(repeat)}`);
  return lines;
}
