// What a stream leaves in guest memory, against what the destination's own loader makes of it: deltas, compressed pages,
// pages at fixed places, and streams that refuse to be held.
import { describe, expect, it } from 'vitest';
import { captureStream, fixtureStream } from '../../testing/fixtures.ts';
import { StreamBuilder } from '../../testing/stream-builder.ts';
import { wire } from '../../testing/wire.ts';
import { WindowedSource } from '../bytes/byte-source.ts';
import { inflate } from '../bytes/inflate.ts';
import { QemuFileReader } from '../bytes/qemu-file-reader.ts';
import { ByteWriter } from '../bytes/writer.ts';
import { inspect } from '../inspect/inspect.ts';
import { ramRules } from '../migration/ram-rules.ts';
import { RamFlag } from '../ram/ram-flags.ts';
import { RamLoad } from '../ram/ram-load.ts';
import { SparseMemory } from '../ram/sparse-memory.ts';
import { LastPages } from './last-pages.ts';

const PAGE = 4096;

/** A source that gives what it is asked for and nothing else, and says how much it gave at once. */
function unheld(bytes: Uint8Array) {
  const told = { most: 0, reads: 0 };
  const source = new WindowedSource(bytes.length, (start, end) => {
    told.most = Math.max(told.most, end - start);
    told.reads++;
    return bytes.slice(start, end);
  });
  return { source, told };
}

/** Guest memory after the loader has had every RAM section of a stream. */
function loaded(bytes: Uint8Array): { readonly memory: SparseMemory; readonly stderr: readonly string[] } {
  const { blocks, sections, machine, capabilities } = inspect(bytes);
  const memory = new SparseMemory(
    blocks.map(({ idstr, size }) => ({ idstr, size, maxSize: size })),
    machine,
  );
  const stderr: string[] = [];
  const ram = new RamLoad(memory, ramRules('7.2', [...capabilities, 'compress'], inflate), stderr);
  for (const { idstr, type, start, end } of sections.filter(({ idstr: name }) => name === 'ram')) {
    // type, section_id; START: idstr with its length, instance_id, version_id
    const header = type === 1 ? 1 + 4 + 1 + idstr.length + 8 : 5;
    expect(ram.load(new QemuFileReader(bytes, start + header, end), () => undefined)).toBe(0);
  }
  return { memory, stderr };
}

/** Pages, by block, in which what is read of the stream is not what the loader has. */
function wrongPages(bytes: Uint8Array): { readonly wrong: readonly string[]; readonly data: number } {
  const { source } = unheld(bytes);
  const pages = new LastPages({ stream: source, inspection: inspect(bytes) });
  const { memory, stderr } = loaded(bytes);
  expect(stderr).toEqual([]);
  const wrong: string[] = [];
  let data = 0;
  for (const idstr of pages.blocks) {
    const block = memory.find(idstr)!;
    const count = pages.pagesOf(idstr);
    const wanted = Uint8Array.from({ length: count }, (_, page) => (pages.contentOf(idstr, page) === 'data' ? 1 : 0));
    const into = new Uint8Array(count * PAGE);
    expect(pages.readInto(into, idstr, 0, wanted).size).toBe(0);
    for (let page = 0; page < count; page++) {
      data += wanted[page]!;
      const expected = memory.page(block, page * PAGE);
      const seen = into.subarray(page * PAGE, (page + 1) * PAGE);
      if (expected.some((byte, i) => byte !== seen[i])) wrong.push(`${idstr} ${page}`);
    }
  }
  return { wrong, data };
}

describe('what a stream leaves in each page is what its destination has', () => {
  it.each([
    ['xbzrle', captureStream('xbzrle')],
    ['compress', captureStream('compress')],
    ['q10-iterative-change', fixtureStream('q10-iterative-change')],
  ])('%s', (_, bytes) => {
    const { wrong, data } = wrongPages(bytes);
    expect(wrong).toEqual([]);
    expect(data).toBeGreaterThan(10);
  });

  it('a delta that the last record is goes onto the page before it', () => {
    const inspection = inspect(captureStream('xbzrle'));
    const { records } = inspection;
    const last = new Map<number, number>();
    for (let i = 0; i < records.length; i++) last.set(records.block[i]! * 2 ** 32 + records.page[i]!, i);
    const deltas = [...last.values()].filter((i) => (records.flags[i]! & RamFlag.Xbzrle) !== 0);
    expect(deltas.length).toBeGreaterThan(0);
  });
});

describe('reading', () => {
  const bytes = fixtureStream('q10-iterative-change');
  const inspection = inspect(bytes);

  it('is by large pieces, in the order of the stream', () => {
    const { source, told } = unheld(bytes);
    const pages = new LastPages({ stream: source, inspection });
    const count = pages.pagesOf('pc.ram');
    const wanted = Uint8Array.from({ length: count }, (_, page) =>
      pages.contentOf('pc.ram', page) === 'data' ? 1 : 0,
    );
    pages.readInto(new Uint8Array(count * PAGE), 'pc.ram', 0, wanted);
    expect(told.reads).toBeLessThan(20);
    expect(told.most).toBeLessThan((4 << 20) + PAGE + 64 * 1024);
  });

  it('a stream that ends inside its last page has a page that cannot be read', () => {
    const { records } = inspection;
    const data = Array.from({ length: records.length }, (_, i) => i).filter(
      (i) => (records.flags[i]! & RamFlag.Page) !== 0,
    );
    const cut = bytes.slice(0, records.offset[data.at(-1)!]! + 100);
    const pages = new LastPages({ stream: cut, inspection });
    const page = records.page[data.at(-1)!]!;
    const block = inspection.blocks[records.block[data.at(-1)!]!]!.idstr;
    expect([...pages.readInto(new Uint8Array(PAGE), block, page, Uint8Array.of(1))]).toEqual([0]);
  });
});

it('in a mapped-ram file a page without its bit is one of zeros', () => {
  const builder = new StreamBuilder({ capabilities: ['mapped-ram'] });
  const bitmapAt = builder.offset + 17 + 8 + 15 + 28 + 4;
  const pagesAt = bitmapAt + 8 + 20;
  const writer = new ByteWriter();
  writer.u64(3 * PAGE + 4);
  writer.counted('pc.ram');
  writer.u64(3 * PAGE);
  writer.u32(1);
  for (const value of [PAGE, bitmapAt, pagesAt]) writer.u64(value);
  writer.bytes(wire('00000000 05 00000000000000'));
  writer.bytes(new Uint8Array(20));
  for (const fill of [0x11, 0x22, 0x33]) writer.bytes(new Uint8Array(PAGE).fill(fill));
  writer.u64(0x10);
  const bytes = builder.section(1, 2, 'ram', writer.finish().slice(), 4).end();
  const pages = new LastPages({ stream: bytes, inspection: inspect(bytes) });
  expect([0, 1, 2, 3].map((page) => pages.contentOf('pc.ram', page))).toEqual(['data', 'zeros', 'data', 'none']);
  const into = new Uint8Array(3 * PAGE);
  pages.readInto(into, 'pc.ram', 0, Uint8Array.of(1, 0, 1));
  expect([into[0], into[PAGE - 1], into[PAGE], into[2 * PAGE], into[3 * PAGE - 1]]).toEqual([
    0x11, 0x11, 0, 0x33, 0x33,
  ]);
});
