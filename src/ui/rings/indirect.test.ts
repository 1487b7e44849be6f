// Indirect descriptor tables as the ring view reads them, by hand and in whole runs of both formats.
import { describe, expect, it } from 'vitest';
import { inspect } from '../../engine/inspect/inspect.ts';
import { runScenario } from '../../engine/migration/run.ts';
import { makeRunDocument, seekStates, type RunDocument } from '../../store/documents.ts';
import { runDocument, smallScenario } from '../../testing/documents.ts';
import { nicView } from '../devices/device-view.ts';
import { chainPieces, tableWords } from './chain-pieces.ts';
import { hasIndirect, type IndirectTable } from './read-indirect.ts';
import { readPackedRing, slotsOfBuffer } from './read-packed-ring.ts';
import { readSplitRing } from './read-split-ring.ts';
import { ringOf } from './ring-view.ts';

const NEXT = 1;
const WRITE = 2;
const INDIRECT = 4;

/** Writes 16 bytes: address, length, and the two words whose meaning the format decides. */
function put(view: DataView, at: number, address: number, length: number, third: number, fourth: number): void {
  view.setUint32(at, address, true);
  view.setUint32(at + 8, length, true);
  view.setUint16(at + 12, third, true);
  view.setUint16(at + 14, fourth, true);
}

describe('a table of a split ring', () => {
  const bytes = new Uint8Array(4096);
  const view = new DataView(bytes.buffer);
  const ring = readSplitRing(bytes, 0x1000, { num: 4, desc: 0x1000, avail: 0x1040, used: 0x1080 })!;
  put(view, 0, 0x1400, 48, INDIRECT, 0);
  // Entries are followed by `next`, not by their order.
  put(view, 0x400, 0x9000, 12, NEXT, 2);
  put(view, 0x410, 0xdead, 1, 0, 0);
  put(view, 0x420, 0xa000, 1500, WRITE, 0);
  put(view, 16, 0x8000, 32, INDIRECT, 0);
  put(view, 32, 0x7000, 7, NEXT | WRITE, 3);

  it('is read in the order of its chain', () => {
    expect(ring.table(0)!.entries!.map(({ address, length, isWritable }) => [address, length, isWritable])).toEqual([
      [0x9000, 12, false],
      [0xa000, 1500, true],
    ]);
    expect(tableWords(ring.table(0)!)).toBe(
      'indirect table of 3 at 0x1400: 12 B, device reads at 0x9000; 1,500 B, device writes at 0xa000',
    );
    expect(hasIndirect(ring)).toBe(true);
  });

  it('outside of the recorded memory is said to be there', () => {
    expect(ring.table(1)).toEqual({ address: 0x8000, count: 2, entries: null });
  });

  it('of a descriptor that points to a buffer is none', () => {
    expect(ring.table(2)).toBeNull();
    expect(ring.chain(2)).toEqual([2, 3]);
  });

  it('with a chain in a circle ends after as many entries as it has', () => {
    put(view, 48, 0x1500, 32, INDIRECT, 0);
    put(view, 0x500, 1, 1, NEXT, 1);
    put(view, 0x510, 2, 2, NEXT, 0);
    expect(ring.table(3)!.entries).toHaveLength(2);
  });

  it('is told piece by piece', () => {
    expect(chainPieces(ring, [0]).map(({ label, address, level }) => [label, address, level])).toEqual([
      ['0', 0x1400, 0],
      ['[0]', 0x9000, 1],
      ['[1]', 0xa000, 1],
    ]);
  });
});

describe('a table of a packed ring', () => {
  it('is read from its first entry to its last', () => {
    const bytes = new Uint8Array(4096);
    const view = new DataView(bytes.buffer);
    put(view, 0, 0x1200, 32, 7, INDIRECT | 0x80);
    put(view, 0x200, 0x9000, 12, 0, 0);
    put(view, 0x210, 0xa000, 60, 0, WRITE);
    const ring = readPackedRing(bytes, 0x1000, { num: 4, desc: 0x1000, avail: 0, used: 0 })!;
    expect(ring.table(0)!.entries!.map(({ length, isWritable }) => [length, isWritable])).toEqual([
      [12, false],
      [60, true],
    ]);
    expect(slotsOfBuffer(ring, 7, { index: 0, wrap: 1 })).toEqual([0]);
    expect(slotsOfBuffer(ring, 7, { index: 1, wrap: 1 })).toEqual([0]);
    expect(slotsOfBuffer(ring, 8, { index: 0, wrap: 1 })).toEqual([]);
  });
});

function packedDocument(): RunDocument {
  const base = smallScenario();
  const scenario = { ...base, nics: [{ ...base.nics[0]!, packed: true, featuresOff: ['mrg_rxbuf'] }] };
  const capture = runScenario(scenario);
  return makeRunDocument(scenario, capture, inspect(capture.stream));
}

/** Tables that a side's transmit queue points to at a cursor. */
function tablesAt(document: RunDocument, side: 'source' | 'destination', cursor: number): readonly IndirectTable[] {
  seekStates(document, cursor);
  const { ring } = ringOf(document, nicView(document, side, 0), 1)!;
  return Array.from({ length: ring.num }, (_, id) => ring.table(id)).filter((table) => table !== null);
}

describe('a run', () => {
  const isPacket =
    (document: RunDocument) =>
    ({ count, entries }: IndirectTable): boolean =>
      count === 2 &&
      entries![0]!.length === 12 &&
      entries![1]!.length === document.scenario.workload.packetBytes &&
      entries![1]!.address === entries![0]!.address + 12;

  it('of a split ring: every second packet goes through a table, which the destination has too', () => {
    const document = runDocument();
    const last = document.timeline.heads.length - 1;
    const source = tablesAt(document, 'source', last);
    const destination = tablesAt(document, 'destination', last);
    expect(source.length).toBeGreaterThan(10);
    expect(source.every(isPacket(document))).toBe(true);
    const there = destination.map(({ address }) => address);
    expect(source.filter(({ address }) => !there.includes(address))).toEqual([]);
  });

  it('of a packed ring: a table is there until the device gives the buffer back', () => {
    const document = packedDocument();
    const { heads } = document.timeline;
    const counts = Array.from(heads, (_, cursor) => tablesAt(document, 'source', cursor));
    expect(Math.max(...counts.map(({ length }) => length))).toBeGreaterThan(0);
    expect(counts.flat().every(isPacket(document))).toBe(true);
    expect(counts.at(-1)).toEqual([]);
  });
});
