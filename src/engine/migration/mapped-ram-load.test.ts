// mapped-ram files and x-ignore-shared: what a destination with the capability makes of RAM's START.
import { describe, expect, it } from 'vitest';
import { captureStream, fixtureStream } from '../../testing/fixtures.ts';
import { ByteWriter } from '../bytes/writer.ts';
import { inspect } from '../inspect/inspect.ts';
import { verify } from '../inspect/reencode.ts';
import { RamFlag } from '../ram/ram-flags.ts';
import {
  SectionType,
  writeConfiguration,
  writeFileHeader,
  writeFooter,
  writeFullHeader,
  writePartHeader,
} from '../stream/sections.ts';
import { matchingVm } from './matching-vm.ts';
import { loadIntoVm, type VmLoad } from './waiting-vm.ts';

const PAGE = 4096;

interface MappedFile {
  readonly bytes: Uint8Array;
  /** Of the first block: where its header, its bitmap and its pages stand. */
  readonly header: number;
  readonly bitmap: number;
  readonly pages: number;
}

/** The stream as a mapped-ram file: the same sections, every page at its place. */
function mappedFile(name: string): MappedFile {
  const stream = fixtureStream(name);
  const { blocks, sections, records, machine } = inspect(stream);
  const writer = new ByteWriter(1 << 20);
  const to = (offset: number): void => writer.bytes(new Uint8Array(offset - writer.offset));
  writeFileHeader(writer);
  writeConfiguration(writer, machine, ['mapped-ram']);
  const places = { header: 0, bitmap: 0, pages: 0 };
  for (const { type, idstr, sectionId, start, end } of sections) {
    if (idstr !== 'ram') {
      writer.bytes(stream.subarray(start, end));
      continue;
    }
    if (type === SectionType.Start) {
      writeFullHeader(writer, type, sectionId, idstr, 0, 4);
      writer.u64(blocks.reduce((sum, { size }) => sum + size, 0) + RamFlag.MemSize);
      for (const [i, { idstr: block, size }] of blocks.entries()) {
        writer.counted(block);
        writer.u64(size);
        const header = writer.offset;
        const bitmap = header + 28;
        const bits = new Uint8Array(8 * Math.ceil(size / PAGE / 64));
        const pages = Math.ceil((bitmap + bits.length) / 0x100000) * 0x100000;
        if (i === 0) Object.assign(places, { header, bitmap, pages });
        const data = new Uint8Array(size);
        for (let row = 0; row < records.length; row++) {
          if (records.block[row] !== i) continue;
          const page = records.page[row]!;
          const at = records.offset[row]! + ((records.flags[row]! & RamFlag.Continue) === 0 ? 9 + block.length : 8);
          const isZero = (records.flags[row]! & RamFlag.Zero) !== 0;
          if (isZero) bits[page >> 3]! &= ~(1 << (page & 7));
          else bits[page >> 3]! |= 1 << (page & 7);
          data.set(isZero ? new Uint8Array(PAGE) : stream.subarray(at, at + PAGE), page * PAGE);
        }
        writer.u32(1);
        for (const value of [PAGE, bitmap, pages]) writer.u64(value);
        writer.bytes(bits);
        to(pages);
        writer.bytes(data);
      }
    } else writePartHeader(writer, type, sectionId);
    writer.u64(RamFlag.Eos);
    writeFooter(writer, sectionId);
  }
  writer.bytes(stream.subarray(sections.at(-1)!.end));
  return { bytes: writer.finish().slice(), ...places };
}

function load(bytes: Uint8Array): VmLoad {
  const { config, machineDevices } = matchingVm(bytes);
  expect([config.qemu, config.capabilities]).toEqual(['10.0', ['mapped-ram']]);
  return loadIntoVm(bytes, config, machineDevices);
}

describe('a mapped-ram file', () => {
  const file = mappedFile('q10-baseline');

  it('is owned whole, comes out the same, and loads as the stream does', () => {
    const inspection = inspect(file.bytes);
    expect(inspection.diagnostics).toEqual([]);
    const { length } = file.bytes;
    expect(verify(file.bytes, inspection)).toMatchObject({ bytes: length, owned: length, differ: 0 });
    const stream = fixtureStream('q10-baseline');
    const { config, machineDevices } = matchingVm(stream);
    const plain = loadIntoVm(stream, config, machineDevices);
    expect(plain.devices[0]!.queues[0]).toEqual([9, 9, 73, 0]);
    expect(load(file.bytes)).toEqual({ ...plain, offset: file.bytes.length });
  });

  it('says what a damaged one makes a destination say', () => {
    const damaged = (at: number, ...bytes: readonly number[]): readonly string[] => {
      const copy = file.bytes.slice();
      copy.set(bytes, at);
      const { outcome, stderr } = loadIntoVm(copy, matching.config, matching.machineDevices);
      expect(outcome).toBe('failed');
      return stderr.slice(0, 1);
    };
    const matching = matchingVm(file.bytes);
    expect(damaged(file.header, 0, 0, 0, 2)).toEqual([
      'Migration mapped-ram capability version not supported (expected <= 1, got 2)',
    ]);
    expect(damaged(file.header + 26, 1)).toEqual(['Error reading ramblock pc.ram pages, region has bad alignment']);
    expect(damaged(file.header + 14, 1)).toEqual(['Error reading dirty bitmap']);
    const part = inspect(file.bytes).sections.find(({ idstr, type }) => idstr === 'ram' && type === SectionType.Part)!;
    expect(damaged(part.start + 5 + 7, 8)).toEqual(['Unexpected RAM flags: 8']);
  });
});

it('x-ignore-shared: addresses in the block list are passed over', () => {
  const bytes = captureStream('ignore-shared');
  const { config, machineDevices } = matchingVm(bytes);
  expect(loadIntoVm(bytes, config, machineDevices)).toMatchObject({ outcome: 'completed', stderr: [] });
});

it('a resizeable block as large as it may be is too large, not another size', () => {
  const bytes = fixtureStream('deb72-split-modern');
  const { config, machineDevices } = matchingVm(bytes);
  const blocks = config.blocks.map((block) =>
    block.idstr === 'pc.ram' ? block : { ...block, size: 0x1000, maxSize: 0x1000, resizeable: true },
  );
  const block = config.blocks.find(({ idstr, size }) => idstr !== 'pc.ram' && size > 0x1000)!;
  expect(loadIntoVm(bytes, { ...config, blocks }, machineDevices).stderr[0]).toBe(
    `Size too large: ${block.idstr}: 0x${block.size.toString(16)} > 0x1000: Invalid argument`,
  );
});
