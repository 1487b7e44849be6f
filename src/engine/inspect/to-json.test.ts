// The JSON of an inspection: its shape, QEMU's names, how each kind of value is written.
import { describe, expect, it } from 'vitest';
import { captureStream, fixtureStream } from '../../testing/fixtures.ts';
import { ramPart, ramStart, StreamBuilder } from '../../testing/stream-builder.ts';
import { wire } from '../../testing/wire.ts';
import { inspect } from './inspect.ts';
import { inspectionJson, type Json } from './to-json.ts';

type Tree = Readonly<Record<string, Json>>;

interface JsonSection {
  readonly type: string;
  readonly idstr?: string;
  readonly instanceId?: number;
  readonly versionId?: number;
  readonly fields: Tree;
}

function json(bytes: Uint8Array): Tree & { readonly sections: readonly JsonSection[] } {
  // Through text, as a tool gets it.
  return JSON.parse(JSON.stringify(inspectionJson(bytes, inspect(bytes)))) as Tree & { sections: JsonSection[] };
}

const fieldsOf = (tree: { sections: readonly JsonSection[] }, idstr: string, type = 'FULL'): Tree =>
  tree.sections.find((section) => section.idstr === idstr && section.type === type)!.fields;

/** What `payload` becomes when the stream describes it so. */
function device(payload: string, described: object): Tree {
  return fieldsOf(json(new StreamBuilder().device(2, 'dev', wire(payload), described).end()), 'dev');
}

const field = (name: string, type: string, size: number, more: object = {}): object => ({ name, type, size, ...more });
const vmsd = (vmsd_name: string, ...fields: readonly object[]): object => ({ vmsd_name, version: 1, fields });

describe('values', () => {
  it.each([
    ['uint8', 1, 'fe', 254],
    ['int8', 1, 'fe', -2],
    ['uint32', 4, 'fffffffe', 4294967294],
    ['int32 le', 4, 'fffffffe', -2],
    ['uint64', 8, '00000000000000ff', '0x00000000000000ff'],
    ['int64', 8, 'ffffffffffffffff', '0xffffffffffffffff'],
    ['timer', 8, 'ffffffffffffffff', '0xffffffffffffffff'],
    ['cpudouble', 8, '3ff8000000000000', '0x3ff8000000000000'],
    ['bool', 1, '01', true],
    ['nullptr', 1, '30', 'nullptr'],
    ['buffer', 3, '0a0b0c', '0a 0b 0c'],
    ['bitmap', 8, '0000000000000005', '00 00 00 00 00 00 00 05'],
    ['unused_buffer', 2, '0000', '00 00'],
    ['pci irq state', 16, '00000001 00000000 00000000 00000000', '00 00 00 01 00 00 00 00 00 00 00 00 00 00 00 00'],
    ['scsi-requests', 2, '0102', '01 02'],
  ])('%s of %d bytes', (type, size, payload, expected) => {
    expect(device(payload, { fields: [field('x', type, size)] })).toEqual({ x: expected });
  });
});

describe('nesting', () => {
  it('arrays are lists, structures objects, subsections stand under their whole name', () => {
    const item = vmsd('item', field('v', 'uint16', 2));
    const fields = [
      field('words', 'uint16', 2, { array_len: 2 }),
      field('alike', 'struct', 2, { array_len: 2, struct: item }),
      field('part', 'struct', 2, { struct: item }),
    ];
    const subsections = [vmsd('dev/sub', field('name', 'uint8', 1), field('version_id', 'uint8', 1))];
    expect(device("0001 0002 0003 0004 0005 05 07 'dev/sub' 00000001 08 09", { fields, subsections })).toEqual({
      words: [1, 2],
      alike: [{ v: 3 }, { v: 4 }],
      part: { v: 5 },
      'dev/sub': { name: 8, version_id: 9 },
    });
  });

  it('an array that null pointers cut is one list, and so is a name that stands twice', () => {
    const item = vmsd('item', field('v', 'uint16', 2));
    const fields = [
      field('css', 'nullptr', 1),
      field('css', 'struct', 2, { struct: item }),
      field('css', 'nullptr', 1, { array_len: 2 }),
      field('other', 'uint8', 1),
      field('css', 'uint8', 1),
    ];
    expect(device('30 0001 30 30 07 08', { fields })).toEqual({
      css: ['nullptr', { v: 1 }, 'nullptr', 'nullptr', 8],
      other: 7,
    });
  });

  it('a linked list is a list of its entries', () => {
    const fields = [field('queue', 'qtailq', 7, { vmsd_name: 'entry', version: 1, fields: [field('q', 'uint16', 2)] })];
    expect(device('01 0004 01 0005 00', { fields })).toEqual({ queue: [{ q: 4 }, { q: 5 }] });
  });

  it('any name may stand in a stream', () => {
    const text = JSON.stringify(device('01', { fields: [field('__proto__', 'uint8', 1)] }));
    expect(text).toBe('{"__proto__":1}');
  });
});

describe('the whole', () => {
  const bytes = new StreamBuilder({ capabilities: ['x-ignore-shared-not'] })
    .section(1, 2, 'ram', ramStart(16), 4)
    .part(
      2,
      2,
      ramPart([
        ['page', 1],
        ['zero', 2],
        ['zero', 3],
      ]),
    )
    .part(3, 2, ramPart([['page', 1]]))
    .end();
  const tree = json(bytes);

  it('has header, configuration, page size and diagnostics', () => {
    expect(tree).toMatchObject({
      length: bytes.length,
      header: { magic: 0x5145564d, version: 3 },
      libvirt: null,
      configuration: {
        len: 7,
        name: 'pc-test',
        'configuration/capabilities': { caps_count: 1, capabilities: ['x-ignore-shared-not'] },
      },
      pageSize: 4096,
      diagnostics: [],
    });
  });

  it('has sections in order, each with ids and place', () => {
    expect(tree.sections.map(({ type }) => type)).toEqual([
      'CONFIGURATION',
      'START',
      'PART',
      'END',
      'EOF',
      'VMDESCRIPTION',
    ]);
    expect(tree.sections[1]).toMatchObject({
      sectionId: 2,
      idstr: 'ram',
      instanceId: 0,
      versionId: 4,
      complete: true,
      fields: { 'section sizes': { 'pc.ram': '0x0000000000010000' } },
    });
    expect(tree.sections[2]).toMatchObject({ sectionId: 2, idstr: 'ram', instanceId: 0, versionId: 4, fields: {} });
    const places = tree.sections as unknown as readonly { start: number; end: number }[];
    expect(places[0]!.start).toBe(8);
    for (let i = 1; i < places.length; i++) expect(places[i]!.start).toBe(places[i - 1]!.end);
    expect(places.at(-1)!.end).toBe(bytes.length);
  });

  it('counts pages for each block and pass', () => {
    const count = (pages: number, zeroPages: number): object => ({ pages, zeroPages, xbzrlePages: 0 });
    expect(tree.ram).toEqual({
      blocks: [{ idstr: 'pc.ram', size: 65536, ...count(2, 2) }],
      passes: [
        expect.objectContaining({ pass: 1, type: 'PART', blocks: [{ block: 'pc.ram', ...count(1, 2) }] }),
        expect.objectContaining({ pass: 2, type: 'END', blocks: [{ block: 'pc.ram', ...count(1, 0) }] }),
      ],
    });
  });

  it('shows an iterative section with its flags and the whole device', () => {
    const real = json(fixtureStream('q10-iterative-change'));
    const fields = fieldsOf(real, '0000:00:03.0/virtio-net-iterative', 'START');
    expect(Object.keys(fields)).toEqual(['VNET_MIG_F_INIT_STATE', 'virtio', 'VNET_MIG_F_END_DATA']);
    expect(fields.VNET_MIG_F_INIT_STATE).toBe('0xffffffffef200000');
    const virtio = fields.virtio as Readonly<Record<string, Tree & readonly Tree[]>>;
    expect(virtio.vqs).toHaveLength(9);
    expect(virtio['virtio/virtqueues']!.vq).toHaveLength(1024);
    expect(fieldsOf(real, '0000:00:03.0/virtio-net-iterative', 'PART')).toEqual({
      VNET_MIG_F_NO_DATA: '0xffffffffef200002',
    });
  });

  it('shows devices of a real QEMU under the names of its description', () => {
    const real = json(fixtureStream('deb72-split-modern'));
    expect(fieldsOf(real, 'cpu_common')).toEqual({ halted: 1, interrupt_request: 0 });
    expect(fieldsOf(real, 'pckbd')).toMatchObject({ kbd: { write_cmd: 0, status: 24, mode: 3 } });
    const cpu = fieldsOf(real, 'cpu') as { readonly 'env.regs': readonly string[]; readonly 'env.eip': string };
    expect(cpu['env.regs']).toHaveLength(16);
    expect(cpu['env.eip']).toMatch(/^0x[0-9a-f]{16}$/);
  });

  it('shows commands with their data', () => {
    const { sections } = json(captureStream('postcopy'));
    const commands = sections.filter(({ type }) => type === 'COMMAND') as unknown as readonly {
      command: string;
      fields: Tree;
    }[];
    expect(commands.find(({ command }) => command === 'postcopy ram discard')!.fields).toMatchObject({
      version: 0,
      block: 'pc.ram',
      ranges: [{ start: '0x0000000000107000', length: '0x00000000002f9000' }],
    });
  });
});
