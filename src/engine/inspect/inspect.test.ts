// The walk over small streams: what is read, what is said about damage, and that the rest stays readable.
import { describe, expect, it } from 'vitest';
import { fixtureStream } from '../../testing/fixtures.ts';
import { ramPart, ramStart, StreamBuilder } from '../../testing/stream-builder.ts';
import { wire } from '../../testing/wire.ts';
import { ByteWriter } from '../bytes/writer.ts';
import { deepestAt, findByPath, readValue, vmstateOf, wirePath } from '../capture/span-query.ts';
import { SpanKind } from '../capture/spans.ts';
import { describeFrame } from './describe-frame.ts';
import { inspect } from './inspect.ts';
import type { Inspection } from './inspection.ts';
import { unownedBytes } from './ownership.ts';

function read(bytes: Uint8Array): Inspection {
  const inspection = inspect(bytes);
  expect(unownedBytes(inspection.spans, bytes.length)).toBe(0);
  return inspection;
}

const messages = (inspection: Inspection): string[] =>
  inspection.diagnostics.map(({ severity, offset, message }) => `${severity} ${offset} ${message}`);
const types = (inspection: Inspection): string[] =>
  Array.from(inspection.frames, (row) => describeFrame(inspection, row).type);
const rowsOf = (inspection: Inspection, kind: number): number[] =>
  Array.from({ length: inspection.spans.length }, (_, row) => row).filter((row) => inspection.spans.kind[row] === kind);
const nameOf = ({ spans }: Inspection, row: number): string => spans.names[spans.name[row]!]!;

/** header, configuration, ram START, PART, END, one device, end. */
function small(): { bytes: Uint8Array; at: Record<'start' | 'part' | 'end' | 'device' | 'eof', number> } {
  const builder = new StreamBuilder();
  const start = builder.offset;
  builder.section(1, 2, 'ram', ramStart(16), 4);
  const part = builder.offset;
  builder.part(
    2,
    2,
    ramPart([
      ['page', 1],
      ['page', 2],
      ['zero', 3],
      ['zero', 4],
      ['page', 5],
      ['page', 6],
      ['page', 7],
      ['page', 8],
    ]),
  );
  const end = builder.offset;
  builder.part(3, 2, ramPart([['zero', 9]]));
  const device = builder.offset;
  builder.device(3, 'timer', wire('00000007 01'), {
    fields: [
      { name: 'ticks', type: 'uint32', size: 4 },
      { name: 'on', type: 'bool', size: 1 },
    ],
  });
  const eof = builder.offset;
  return { bytes: builder.end(), at: { start, part, end, device, eof } };
}

describe('files that are no stream', () => {
  it('have one frame that is called no stream, not a header', () => {
    const text = Uint8Array.from('this is a text\n'.repeat(9), (letter) => letter.charCodeAt(0));
    const { frames, ...rest } = read(text);
    expect(Array.from(frames, (row) => describeFrame({ frames, ...rest }, row))).toEqual([
      { type: '?', sectionId: -1, idstr: 'no migration stream', note: '', flag: '', mark: 3 },
    ]);
  });

  it.each([
    ['empty', '', 'The file is empty.'],
    ['cut in the magic', "'QEV'", 'Not a migration stream, magic: cut off != 5145564d'],
    ['ELF', "7f 'ELF' 00 x20", 'Not a migration stream, magic: 7f454c46 != 5145564d'],
    ['cut in the version', "'QEVM' 0000", 'The file ends inside the file header'],
    ['an old version', "'QEVM' 00000002", 'SaveVM v2 format is obsolete and no longer supported'],
    ['a newer version', "'QEVM' 00000004", 'Unsupported migration stream version, file version 4 != 3'],
  ])('%s', (_, lines, message) => {
    const { diagnostics } = read(wire(lines));
    expect(diagnostics[0]!.severity).toBe('error');
    expect(diagnostics[0]!.message).toBe(message);
    expect(diagnostics[0]!.cause).not.toBe('');
  });

  it('gzip: says what to do', () => {
    expect(read(wire('1f8b0800 00 x20')).diagnostics[0]!.cause).toContain('gzip');
  });
});

describe('a whole stream', () => {
  const { bytes, at } = small();
  const inspection = read(bytes);

  it('has nothing to complain about', () => {
    expect(inspection.diagnostics).toEqual([]);
    expect(types(inspection)).toEqual(['HEADER', 'CONFIG', 'START', 'PART', 'END', 'FULL', 'EOF', 'VMDESC']);
    expect(inspection.machine).toBe('pc-test');
    expect(inspection.blocks).toEqual([{ idstr: 'pc.ram', size: 65_536 }]);
  });

  it('makes runs of records of a kind, and keeps each record', () => {
    const runs = rowsOf(inspection, SpanKind.PageRun)
      .concat(rowsOf(inspection, SpanKind.ZeroRun))
      .map((row) => [inspection.spans.value[row], inspection.spans.index[row]]);
    expect(runs).toEqual([
      [0, 2],
      [4, 4],
      [2, 2],
      [8, 1],
    ]);
    expect(Array.from(inspection.records.page.subarray(0, 9))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(inspection.records.offset[0]).toBe(at.part + 5);
  });

  it('reads the device by its description', () => {
    const section = inspection.sections[3]!;
    const vmstate = vmstateOf(inspection.spans, section.row);
    expect(readValue(bytes, inspection.spans, findByPath(inspection.spans, vmstate, 'ticks'))).toBe(7n);
    expect(section).toMatchObject({
      type: 4,
      sectionId: 3,
      idstr: 'timer',
      instanceId: 0,
      versionId: 1,
      start: at.device,
      end: at.eof,
      complete: true,
    });
  });

  it('tells how far it is, and stops when told to', () => {
    const seen: number[] = [];
    inspect(bytes, bytes.length, (done) => seen.push(done) > 0);
    expect(seen.at(-1)).toBe(bytes.length);
    const stopped = inspect(bytes, bytes.length, (done) => done < at.part);
    expect(unownedBytes(stopped.spans, bytes.length)).toBe(0);
    expect(types(stopped)).toEqual(['HEADER', 'CONFIG', 'START', '?']);
    expect(messages(stopped)).toEqual([`note ${at.part} The reading was stopped here`]);
  });
});

describe('cut files', () => {
  const { bytes, at } = small();

  it('between sections', () => {
    const inspection = read(bytes.subarray(0, at.end));
    expect(messages(inspection)).toEqual([`error ${at.end} The file ends before the end mark of the stream`]);
    expect(types(inspection)).toEqual(['HEADER', 'CONFIG', 'START', 'PART', '—']);
  });

  it('inside a page: the records before it stay', () => {
    const cut = at.part + 5 + 15 + 4096 + 100;
    const inspection = read(bytes.subarray(0, cut));
    expect(messages(inspection)[0]).toBe(`error ${cut} The file ends inside PART ram`);
    expect(inspection.diagnostics[0]!.cause).toContain('page needs 4,096 bytes at');
    expect(inspection.records.length).toBe(1);
    expect(inspection.sections.map(({ complete }) => complete)).toEqual([true, false]);
  });

  it('inside virtio-net: names the queue and the field', () => {
    const whole = fixtureStream('deb72-mq4');
    const inspection = read(whole.subarray(0, 0x3a1c0));
    expect(messages(inspection)).toEqual([
      'error 238016 The file ends inside FULL 0000:00:03.0/virtio-net: virtio_pci/modern_state, vqs 63, avail',
      'error 238016 The file ends before the end mark of the stream',
    ]);
    const section = inspection.sections.at(-1)!;
    const vmstate = vmstateOf(inspection.spans, section.row);
    expect(readValue(whole, inspection.spans, findByPath(inspection.spans, vmstate, 'virtio/queues'))).toBe(9n);
    expect(
      findByPath(inspection.spans, vmstate, 'virtio/extra_state/extra_state/modern_state/vqs/62/enabled'),
    ).toBeGreaterThan(0);
    const last = inspection.spans.kind.subarray(0, inspection.spans.length).lastIndexOf(SpanKind.Missing);
    expect(last).toBeGreaterThan(0);
  });

  it('inside the description: devices whose entry is whole are still read by it', () => {
    const whole = fixtureStream('deb72-split-modern');
    const inspection = read(whole.subarray(0, whole.length - 40_000));
    const opaque = rowsOf(inspection, SpanKind.Opaque);
    const unread = inspection.sections.filter(({ start, end }) =>
      opaque.some((row) => inspection.spans.start[row]! >= start && inspection.spans.end[row]! <= end),
    );
    expect(unread.length).toBeGreaterThan(0);
    expect(unread.length).toBeLessThan(5);
    expect(messages(inspection)).toEqual([`error ${whole.length - 40_000} The file ends inside the description`]);
  });
});

describe('damaged files', () => {
  function damaged(change: (bytes: Uint8Array, at: ReturnType<typeof small>['at']) => void): Inspection {
    const { bytes, at } = small();
    change(bytes, at);
    return read(bytes);
  }

  it('a wrong id in a footer: said, and read on', () => {
    const inspection = damaged((bytes, at) => (bytes[at.device - 1] = 99));
    expect(inspection.diagnostics[0]!.message).toBe('Mismatched section id in footer for ram - read 0x63 expected 0x2');
    expect(types(inspection)).toEqual(['HEADER', 'CONFIG', 'START', 'PART', 'END', 'FULL', 'EOF', 'VMDESC']);
  });

  it('a footer that is none: said, and read on', () => {
    const inspection = damaged((bytes, at) => (bytes[at.device - 5] = 0x55));
    expect(inspection.diagnostics.map(({ message }) => message)).toEqual(['Missing section footer for ram']);
    expect(types(inspection)).toEqual(['HEADER', 'CONFIG', 'START', 'PART', 'END', 'FULL', 'EOF', 'VMDESC']);
  });

  it('flags of a page record: that record is passed over', () => {
    const inspection = damaged((bytes, at) => (bytes[at.part + 5 + 15 + 4096 + 4104 + 9 + 7] = 0xff));
    expect(inspection.diagnostics[0]).toMatchObject({
      severity: 'error',
      message: 'Unknown combination of migration flags: 0xff',
    });
    expect(inspection.records.length).toBe(8);
    expect(inspection.sections.every(({ complete }) => complete)).toBe(true);
  });

  it('a section type: found again behind the next footer', () => {
    const inspection = damaged((bytes, at) => (bytes[at.part] = 0x42));
    expect(inspection.diagnostics[0]).toMatchObject({ severity: 'error', message: 'Unknown section type 66' });
    expect(types(inspection)).toEqual(['HEADER', 'CONFIG', 'START', '?', 'END', 'FULL', 'EOF', 'VMDESC']);
  });

  it('the name of a section: what nobody describes stays one piece up to its footer', () => {
    const inspection = damaged((bytes, at) => (bytes[at.device + 6] = 0x58));
    expect(inspection.diagnostics).toEqual([]);
    const opaque = rowsOf(inspection, SpanKind.Opaque);
    expect(
      opaque.map((row) => [nameOf(inspection, row), inspection.spans.end[row]! - inspection.spans.start[row]!]),
    ).toEqual([['payload', 5]]);
  });

  it('a PART of nothing', () => {
    const inspection = damaged((bytes, at) => (bytes[at.end + 4] = 9));
    expect(inspection.diagnostics[0]).toMatchObject({
      severity: 'error',
      offset: small().at.end,
      message: 'Unknown section 9',
    });
  });

  it('the description: what is whole of it is used, wherever it stands', () => {
    const { bytes } = small();
    const trailing = read(Uint8Array.from([...bytes, 1, 2, 3]));
    expect(trailing.diagnostics.map(({ message }) => message)).toEqual(['3 bytes follow the end of the stream']);
    expect(rowsOf(trailing, SpanKind.Opaque)).toHaveLength(1);
    const broken = damaged((all) => (all[all.length - 1] = 0x2c));
    expect(broken.diagnostics.map(({ message }) => message)).toEqual(['The description is damaged']);
    expect(rowsOf(broken, SpanKind.Opaque)).toEqual([]);
  });

  it('no footers at all, as old machine types: said once', () => {
    const builder = new StreamBuilder({ footers: false });
    builder.section(1, 2, 'ram', ramStart(16), 4).part(3, 2, ramPart([['zero', 1]]));
    builder.device(3, 'timer', wire('00000007'), { fields: [{ name: 'ticks', type: 'uint32', size: 4 }] });
    const inspection = read(builder.end());
    expect(inspection.diagnostics).toMatchObject([{ severity: 'warning', message: 'Missing section footer for ram' }]);
    expect(types(inspection)).toEqual(['HEADER', 'CONFIG', 'START', 'END', 'FULL', 'EOF', 'VMDESC']);
  });
});

describe('RAM', () => {
  const ram = (payload: Uint8Array, capabilities: readonly string[] = []): Inspection =>
    read(new StreamBuilder({ capabilities }).section(1, 2, 'ram', ramStart(16), 4).part(2, 2, payload).end());

  it('reads every kind of record', () => {
    const inspection = ram(
      wire(`
      0000000000000200                          | MULTIFD_FLUSH
      0000000000003040 06 'pc.ram' 01 0003 aabbcc | XBZRLE
      0000000000004120 00000002 dead            | COMPRESS_PAGE
      0000000000000010                          | EOS
    `),
    );
    expect(inspection.diagnostics).toEqual([]);
    expect(Array.from(inspection.records.flags.subarray(0, 2))).toEqual([0x40, 0x120]);
    expect(Array.from(inspection.records.page.subarray(0, 2))).toEqual([3, 4]);
  });

  it('warns of blocks and pages that are not there', () => {
    expect(ram(ramPart([['zero', 1]], 'Xc.ram')).diagnostics).toMatchObject([
      { severity: 'warning', message: "Can't find block Xc.ram" },
    ]);
    expect(ram(ramPart([['zero', 99]])).diagnostics).toMatchObject([
      { severity: 'warning', message: 'Illegal RAM offset 63000' },
    ]);
  });

  it('refuses a block list that does not add up', () => {
    const inspection = read(
      new StreamBuilder().section(1, 2, 'ram', wire("0000000000004004 01 'a' 0000000000005000 0000000000000010")).end(),
    );
    expect(inspection.diagnostics[0]!.message).toContain('RAM block "a" is larger than what is left of the total');
  });

  it('finds the pages of a mapped-ram file at their places', () => {
    const builder = new StreamBuilder({ capabilities: ['mapped-ram'] });
    const block = builder.offset + 17 + 8 + 15;
    const bitmapAt = block + 28 + 4;
    const pagesAt = bitmapAt + 8 + 20;
    const writer = new ByteWriter();
    writer.u64(3 * 4096 + 4);
    writer.counted('pc.ram');
    writer.u64(3 * 4096);
    writer.u32(1);
    for (const value of [4096, bitmapAt, pagesAt]) writer.u64(value);
    writer.bytes(Uint8Array.of(0, 0, 0, 0, 0b101, 0, 0, 0, 0, 0, 0, 0));
    writer.bytes(new Uint8Array(20 + 3 * 4096));
    writer.u64(0x10);
    const inspection = read(builder.section(1, 2, 'ram', writer.finish().slice(), 4).end());
    expect(inspection.diagnostics).toEqual([]);
    expect(Array.from(inspection.records.offset.subarray(0, 2))).toEqual([pagesAt, pagesAt + 2 * 4096]);
  });
});

describe('a libvirt save image', () => {
  const { bytes } = small();
  const image = (compressed: string): Uint8Array =>
    Uint8Array.from([
      ...wire(`'LibvirtQemudSave' 02000000 05000000 01000000 ${compressed} 00000000 00 x56 '<x/>' 00`),
      ...bytes,
    ]);

  it('is read behind its header', () => {
    const inspection = read(image('00000000'));
    expect(inspection.diagnostics).toEqual([]);
    expect(inspection.sections).toHaveLength(4);
    expect(wirePath(inspection.spans, deepestAt(inspection.spans, 97 + small().at.device + 19))).toBe('ticks');
  });

  it('says when it is compressed', () => {
    expect(read(image('03000000')).diagnostics).toMatchObject([
      { severity: 'error', message: 'The stream in this libvirt save image is compressed (xz)' },
    ]);
  });
});
