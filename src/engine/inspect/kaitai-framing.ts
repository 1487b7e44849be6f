// The part of a Kaitai Struct description that is the same for every stream: sections, commands, RAM records, the flags of
// the RFC's iterative sections. to-kaitai.ts puts it together with the types of the devices.
import type { Layout } from './layout.ts';

export const quote = (text: string): string => JSON.stringify(text);
/** A text inside an expression, itself inside YAML. */
export const literal = (text: string): string =>
  `'"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll("'", "''")}"'`;

export function framing(layout: Layout): string[] {
  const { footers, handlers, sections } = layout;
  const footer = footers ? ['      - id: footer', '        type: footer'] : [];
  const cases = (is: 'ram' | 'iterative', type: string): string[] =>
    handlers.filter((handler) => handler.is === is).map(({ sectionId }) => `            ${sectionId}: ${type}`);
  return [
    '  section:',
    '    seq:',
    '      - id: type',
    '        type: u1',
    '        enum: section_type',
    '      - id: body',
    '        type:',
    '          switch-on: type',
    '          cases:',
    '            section_type::start: named_section',
    '            section_type::full: named_section',
    '            section_type::part: other_section',
    '            section_type::end: other_section',
    '            section_type::command: command',
    '  named_section:',
    '    seq:',
    '      - id: section_id',
    '        type: u4',
    '      - id: idstr_len',
    '        type: u1',
    '      - id: idstr',
    '        type: str',
    '        size: idstr_len',
    '      - id: instance_id',
    '        type: u4',
    '      - id: version_id',
    '        type: u4',
    '      - id: payload',
    '        type:',
    `          switch-on: idstr + "#" + instance_id.to_s`,
    '          cases:',
    `            ${literal('ram#0')}: ram_payload`,
    ...new Set(
      handlers.some(({ is }) => is === 'iterative')
        ? layout.iterativeNames.map((idstr) => `            ${literal(`${idstr}#0`)}: iterative_payload`)
        : [],
    ),
    ...sections.map(({ idstr, instanceId, type }) => `            ${literal(`${idstr}#${instanceId}`)}: ${type}`),
    ...footer,
    '  other_section:',
    '    seq:',
    '      - id: section_id',
    '        type: u4',
    '      - id: payload',
    '        type:',
    '          switch-on: section_id',
    '          cases:',
    ...cases('ram', 'ram_payload'),
    ...cases('iterative', 'iterative_payload'),
    ...footer,
    '  footer:',
    '    seq:',
    '      - id: mark',
    '        contents: [0x7e]',
    '      - id: section_id',
    '        type: u4',
    '  command:',
    '    seq:',
    '      - id: command',
    '        type: u2',
    '        enum: command_type',
    '      - id: len',
    '        type: u2',
    '      - id: data',
    '        size: len',
    '        type:',
    '          switch-on: command',
    '          cases:',
    '            command_type::ping: command_u4',
    '            command_type::packaged: command_u4',
    '            command_type::postcopy_advise: command_advise',
    '            command_type::postcopy_ram_discard: command_discard',
    '            command_type::recv_bitmap: command_recv_bitmap',
    ...fields('command_u4', ['value: u4']),
    ...fields('command_advise', ['remote_pagesizes_summary: u8', 'target_page_size: u8']),
    ...fields('command_recv_bitmap', ['name_len: u1', 'block: str of name_len']),
    ...fields('command_discard', ['version: u1', 'name_len: u1', 'block: str of name_len', 'terminator: u1']),
    '      - id: ranges',
    '        type: command_range',
    '        repeat: eos',
    ...fields('command_range', ['start: u8', 'length: u8']),
    '  description:',
    '    seq:',
    '      - id: type',
    '        contents: [6]',
    '      - id: len',
    '        type: u4',
    '      - id: json',
    '        type: str',
    '        size: len',
  ];
}

/** A type whose fields are said as `name: type` or `name: str of length`. */
function fields(name: string, list: readonly string[]): string[] {
  return [
    `  ${name}:`,
    '    seq:',
    ...list.flatMap((field) => {
      const [, id, type, length] = /^(\w+): (\w+)(?: of (\w+))?$/.exec(field)!;
      return [`      - id: ${id}`, `        type: ${type}`, ...(length ? [`        size: ${length}`] : [])];
    }),
  ];
}

export function ram({ pageSize, blockPageSize, blockAddress, mappedRam }: Layout): string[] {
  const blockItems = [
    ...(blockPageSize.length === 0
      ? []
      : [
          '      - id: page_size',
          '        type: u8',
          `        if: ${quote(blockPageSize.map((name) => `idstr == ${JSON.stringify(name)}`).join(' or '))}`,
        ]),
    ...(blockAddress ? ['      - id: mr_addr', '        type: u8'] : []),
    ...(mappedRam
      ? [
          ...['mapped_version: u4', 'mapped_page_size: u8', 'bitmap_offset: u8', 'pages_offset: u8'].flatMap((line) => {
            const [id, type] = line.split(': ');
            return [`      - id: ${id}`, `        type: ${type}`];
          }),
          '      - id: bitmap_and_pages',
          '        size: pages_offset + used_length - _io.pos',
          '        if: pages_offset != 0',
        ]
      : []),
  ];
  return [
    '  ram_payload:',
    '    seq:',
    '      - id: records',
    '        type: ram_record',
    '        repeat: until',
    '        repeat-until: _.flags == 0x10',
    '  ram_record:',
    '    seq:',
    '      - id: high',
    '        type: u4',
    '      - id: low',
    '        type: u4',
    '      - id: blocks',
    '        type: ram_block(_index)',
    '        if: flags == 4',
    '        repeat: until',
    '        repeat-until: _.sum >= offset',
    '      - id: idstr_len',
    '        type: u1',
    '        if: is_page and (flags & 0x20) == 0',
    '      - id: idstr',
    '        type: str',
    '        size: idstr_len',
    '        if: is_page and (flags & 0x20) == 0',
    '      - id: fill',
    '        type: u1',
    '        if: (flags & 0x02) != 0',
    '      - id: page',
    `        size: ${pageSize}`,
    '        if: (flags & 0x08) != 0',
    '      - id: xbzrle',
    '        type: xbzrle_page',
    '        if: (flags & 0x40) != 0',
    '      - id: compressed',
    '        type: compressed_page',
    '        if: (flags & 0x100) != 0',
    '    instances:',
    '      flags:',
    `        value: low & ${Math.min(pageSize, 4096) - 1}`,
    '      offset:',
    '        value: high * 4294967296 + (low - flags)',
    '      is_page:',
    '        value: (flags & 0x14a) != 0',
    '  ram_block:',
    '    params:',
    '      - id: number',
    '        type: s4',
    '    seq:',
    '      - id: name_len',
    '        type: u1',
    '      - id: idstr',
    '        type: str',
    '        size: name_len',
    '      - id: used_length',
    '        type: u8',
    ...blockItems,
    '    instances:',
    '      sum:',
    '        value: "(number == 0 ? used_length : _parent.as<ram_record>.blocks[number - 1].sum.as<u8> + used_length).as<u8>"',
    '  xbzrle_page:',
    '    seq:',
    '      - id: encoding',
    '        contents: [1]',
    '      - id: len',
    '        type: u2',
    '      - id: delta',
    '        size: len',
    '  compressed_page:',
    '    seq:',
    '      - id: len',
    '        type: u4',
    '      - id: data',
    '        size: len',
  ];
}

export function iterative({ iterative: state, handlers }: Layout): string[] {
  if (!handlers.some(({ is }) => is === 'iterative')) return [];
  return [
    '  iterative_payload:',
    '    seq:',
    '      - id: steps',
    '        type: iterative_step',
    '        repeat: until',
    '        repeat-until: _.flag == vnet_mig_f::end_data or _.flag == vnet_mig_f::no_data',
    '  iterative_step:',
    '    seq:',
    '      - id: high',
    '        contents: [0xff, 0xff, 0xff, 0xff]',
    '      - id: flag',
    '        type: u4',
    '        enum: vnet_mig_f',
    ...(state === null
      ? []
      : ['      - id: state', `        type: ${state}`, '        if: flag == vnet_mig_f::init_state']),
    '      - id: subsection_mask',
    '        type: u4',
    '        if: flag == vnet_mig_f::delta',
    '      - id: record_count',
    '        type: u2',
    '        if: flag == vnet_mig_f::delta',
    '      - id: records',
    '        type: delta_record',
    '        repeat: expr',
    '        repeat-expr: record_count',
    '        if: flag == vnet_mig_f::delta',
    '  delta_record:',
    '    seq:',
    '      - id: group',
    '        type: u2',
    '      - id: index',
    '        type: u2',
    '      - id: len',
    '        type: u4',
    '      - id: data',
    '        size: len',
  ];
}

export function enums(): string[] {
  const table = (name: string, values: readonly (readonly [number, string])[]): string[] => [
    `  ${name}:`,
    ...values.map(([value, id]) => `    ${value}: ${id}`),
  ];
  return [
    'enums:',
    ...table('section_type', [
      [0, 'eof'],
      [1, 'start'],
      [2, 'part'],
      [3, 'end'],
      [4, 'full'],
      [8, 'command'],
    ]),
    ...table(
      'command_type',
      [
        'invalid',
        'open_return_path',
        'ping',
        'postcopy_advise',
        'postcopy_listen',
        'postcopy_run',
        'postcopy_ram_discard',
        'packaged',
        'enable_colo',
        'postcopy_resume',
        'recv_bitmap',
        'switchover_start',
      ].map((name, i) => [i, name]),
    ),
    ...table('vnet_mig_f', [
      [0xef200000, 'init_state'],
      [0xef200001, 'end_data'],
      [0xef200002, 'no_data'],
      [0xef200003, 'delta'],
      [0xef200004, 'final'],
    ]),
  ];
}
