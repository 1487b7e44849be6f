// The schema of an open stream as a pattern for the hex editor ImHex (.hexpat, https://docs.werwolv.net/pattern-language):
// the same types as to-kaitai.ts prints, in the language's plain constructs (structs, conditions, arrays that end by `break`
// or a condition). Names of QEMU that are no identifiers stand in a name attribute.
import { FieldType } from '../capture/spans.ts';
import type { Item, Layout, LayoutType, Size } from './layout.ts';

const NUMBER_TYPES: Readonly<Record<number, string>> = {
  [FieldType.U8]: 'u8',
  [FieldType.U16]: 'u16',
  [FieldType.U32]: 'u32',
  [FieldType.U64]: 'u64',
  [FieldType.I8]: 's8',
  [FieldType.I16]: 's16',
  [FieldType.I32]: 's32',
  [FieldType.I64]: 's64',
  [FieldType.Bool]: 'u8',
  [FieldType.Float64]: 'double',
  [FieldType.U16Le]: 'le u16',
  [FieldType.U32Le]: 'le u32',
  [FieldType.U64Le]: 'le u64',
};

/** The pattern; `about` says what it was made of. */
export function imhexOf(layout: Layout, about: string): string {
  return `${[
    `// ${about}`,
    '// Devices are described as they are in that stream: another one of the same machine reads the same.',
    ...layout.leftOut.map((what) => `// Not described: ${what}`),
    '#pragma endian big',
    '#pragma array_limit 0x1000000',
    '#pragma pattern_limit 0x10000000',
    'import std.mem;',
    '',
    ...layout.types.map(({ name }) => `using ${name};`),
    '',
    ...Array.from(layout.subsections, ([of, forms]) => subsections(of, forms, layout)).flat(),
    ...layout.types.flatMap((type) => typeLines(type, layout)),
    ...ram(layout),
    ...iterative(layout),
    ...framing(layout),
    'migration_stream stream @ 0x00;',
  ].join('\n')}\n`;
}

const unionName = (of: string, layout: Layout): string =>
  `subsection_of_${String(Array.from(layout.subsections.keys()).indexOf(of) + 1)}`;
const size = (of: Size): string => (typeof of === 'number' ? String(of) : of.of);
const literal = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
const struct = (name: string, lines: readonly string[]): string[] => [
  `struct ${name} {`,
  ...lines.map((line) => `    ${line}`),
  '};',
  '',
];

/** `if` after `if`, each with one field. */
const choice = (cases: readonly (readonly [string, string])[]): string[] =>
  cases.map(([condition, field], i) => `${i > 0 ? 'else ' : ''}if (${condition}) ${field};`);

/** What may follow a structure: byte 5 and a name that is known. */
function subsections(of: string, forms: ReadonlyMap<string, string>, layout: Layout): string[] {
  const name = unionName(of, layout);
  const names = Array.from(forms.keys(), (each) => `name == ${literal(each)}`);
  return [
    `// Subsections of ${of}`,
    ...struct(name, [
      'u8 mark;',
      'u8 name_len;',
      'char name[name_len];',
      'u32 version_id;',
      ...choice(Array.from(forms, ([each, type]) => [`name == ${literal(each)}`, `${type} data`])),
    ]),
    `fn ${name}_ahead(u128 at) {`,
    '    if (std::mem::read_unsigned(at, 1) != 5) return false;',
    '    str name = std::mem::read_string(at + 2, std::mem::read_unsigned(at + 1, 1));',
    `    return ${names.join(' || ')};`,
    '};',
    '',
  ];
}

function typeLines({ name, label, items }: LayoutType, layout: Layout): string[] {
  return [
    `// ${label}`,
    ...struct(
      name,
      items.map((item) => itemLine(item, layout)),
    ),
  ];
}

function itemLine({ id, label, what, repeat }: Item, layout: Layout): string {
  const title = label === id ? '' : ` [[name(${literal(label)})]]`;
  if (what.is === 'subsections') {
    const name = unionName(what.of, layout);
    return `${name} ${id}[while(${name}_ahead($))];`;
  }
  if (what.is === 'type') return `${what.name} ${id}${repeat === null ? '' : `[${size(repeat)}]`}${title};`;
  if (what.is === 'number')
    return `${NUMBER_TYPES[what.type]} ${id}${repeat === null ? '' : `[${size(repeat)}]`}${title};`;
  const bytes = repeat === null ? size(what.size) : `${size(what.size)} * ${size(repeat)}`;
  return `${what.is === 'text' ? 'char' : 'u8'} ${id}[${bytes}]${title};`;
}

function ram({ pageSize, blockCount, blockPageSize, blockAddress, mappedRam }: Layout): string[] {
  return [
    ...struct('ram_block', [
      'u8 name_len;',
      'char idstr[name_len];',
      'u64 used_length;',
      ...(blockPageSize.length === 0
        ? []
        : [`if (${blockPageSize.map((name) => `idstr == ${literal(name)}`).join(' || ')}) u64 page_size;`]),
      ...(blockAddress ? ['u64 mr_addr;'] : []),
      ...(mappedRam
        ? [
            'u32 mapped_version;',
            'u64 mapped_page_size;',
            'u64 bitmap_offset;',
            'u64 pages_offset;',
            'if (pages_offset != 0) u8 bitmap_and_pages[pages_offset + used_length - $];',
          ]
        : []),
    ]),
    ...struct('ram_record', [
      'u64 header;',
      `u64 flags = header & ${Math.min(pageSize, 4096) - 1};`,
      `if (flags == 4) ram_block blocks[${blockCount}];`,
      'if ((flags & 0x14a) != 0 && (flags & 0x20) == 0) {',
      '    u8 idstr_len;',
      '    char idstr[idstr_len];',
      '}',
      'if ((flags & 0x02) != 0) u8 fill;',
      `if ((flags & 0x08) != 0) u8 page[${pageSize}];`,
      'if ((flags & 0x40) != 0) {',
      '    u8 encoding;',
      '    u16 len;',
      '    u8 delta[len];',
      '}',
      'if ((flags & 0x100) != 0) {',
      '    u32 compressed_len;',
      '    u8 compressed[compressed_len];',
      '}',
      '// RAM_SAVE_FLAG_EOS ends the list.',
      'if (flags == 0x10) break;',
    ]),
    ...struct('ram_payload', ['ram_record records[while(true)];']),
  ];
}

function iterative({ iterative: state, handlers }: Layout): string[] {
  if (!handlers.some(({ is }) => is === 'iterative')) return [];
  return [
    'enum vnet_mig_f : u64 {',
    '    INIT_STATE = 0xffffffffef200000,',
    '    END_DATA = 0xffffffffef200001,',
    '    NO_DATA = 0xffffffffef200002,',
    '    DELTA = 0xffffffffef200003,',
    '    FINAL = 0xffffffffef200004',
    '};',
    '',
    ...struct('delta_record', ['u16 group;', 'u16 index;', 'u32 len;', 'u8 data[len];']),
    ...struct('iterative_step', [
      'vnet_mig_f flag;',
      ...(state === null ? [] : [`if (flag == vnet_mig_f::INIT_STATE) ${state} state;`]),
      'if (flag == vnet_mig_f::DELTA) {',
      '    u32 subsection_mask;',
      '    u16 record_count;',
      '    delta_record records[record_count];',
      '}',
      'if (flag == vnet_mig_f::END_DATA || flag == vnet_mig_f::NO_DATA) break;',
    ]),
    ...struct('iterative_payload', ['iterative_step steps[while(true)];']),
  ];
}

function framing(layout: Layout): string[] {
  const { handlers, sections, footers, prefix, configuration, iterativeNames } = layout;
  const footer = footers ? ['footer section_footer;'] : [];
  const id = (is: 'ram' | 'iterative'): string =>
    handlers
      .filter((handler) => handler.is === is)
      .map(({ sectionId }) => `section_id == ${sectionId}`)
      .join(' || ');
  const others: readonly (readonly [string, string])[] = (['ram', 'iterative'] as const)
    .filter((is) => id(is) !== '')
    .map((is) => [id(is), `${is}_payload payload`]);
  return [
    'enum section_type : u8 { END_OF_STREAM = 0, START = 1, PART = 2, END = 3, FULL = 4, COMMAND = 8 };',
    '',
    ...struct('footer', ['u8 mark;', 'u32 section_id;']),
    ...struct('named_section', [
      'u32 section_id;',
      'u8 idstr_len;',
      'char idstr[idstr_len];',
      'u32 instance_id;',
      'u32 version_id;',
      ...choice([
        ['idstr == "ram"', 'ram_payload payload'],
        ...iterativeNames.map((name): [string, string] => [`idstr == ${literal(name)}`, 'iterative_payload payload']),
        ...sections.map(({ idstr, instanceId, type }): [string, string] => [
          `idstr == ${literal(idstr)} && instance_id == ${instanceId}`,
          `${type} payload`,
        ]),
      ]),
      ...footer,
    ]),
    ...struct('other_section', ['u32 section_id;', ...choice(others), ...footer]),
    ...struct('command', ['u16 command;', 'u16 len;', 'u8 data[len];']),
    ...struct('section', [
      'section_type type;',
      'if (type == section_type::START || type == section_type::FULL) named_section body;',
      'else if (type == section_type::PART || type == section_type::END) other_section body;',
      'else if (type == section_type::COMMAND) command body;',
    ]),
    ...struct('migration_stream', [
      ...(prefix === null ? [] : [`${prefix} prefix;`]),
      'char magic[4];',
      'u32 version;',
      ...(configuration === null ? [] : ['u8 configuration_type;', `${configuration} configuration;`]),
      '// QEMU_VM_EOF ends the list.',
      'section sections[while(std::mem::read_unsigned($, 1) != 0)];',
      'u8 end_of_stream;',
      'if (!std::mem::eof()) {',
      '    u8 description_type;',
      '    u32 description_len;',
      '    char description[description_len];',
      '}',
    ]),
  ];
}
