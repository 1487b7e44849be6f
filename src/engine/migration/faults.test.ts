// Faults on a stream of known bytes, whatever the packets are cut into.
import { describe, expect, it } from 'vitest';
import type { Action } from '../scenario/action-groups.ts';
import { StreamFaults, type FaultDone } from './faults.ts';

const SOURCE = Uint8Array.from({ length: 40 }, (_, i) => i);
const AT = { section: '', occurrence: 1 };

/** What comes out of the stream 0, 1, … 39 in packets of `size`. */
function through(
  size: number,
  ...actions: readonly Action[]
): { out: number[]; done: FaultDone[]; faults: StreamFaults } {
  const faults = new StreamFaults();
  for (const action of actions) expect(faults.add(action, 0)).toBe(true);
  const out: number[] = [];
  const done: FaultDone[] = [];
  for (let at = 0; at < SOURCE.length; at += size) {
    const packet = SOURCE.slice(at, at + size);
    out.push(...faults.pass(packet, packet.length, at, (fault) => done.push(fault)));
  }
  return { out, done, faults };
}

const plain = (...without: readonly number[]): number[] => [...SOURCE].filter((byte) => !without.includes(byte));

describe.each([1, 7, 40])('packets of %i bytes', (size) => {
  it('pass as they are without a fault', () => {
    expect(through(size).out).toEqual(plain());
  });

  it('flip a bit', () => {
    const { out, done } = through(size, { do: 'flip', ...AT, offset: 9, bit: 4 });
    expect(out[9]).toBe(9 ^ 16);
    expect(out.filter((byte, i) => byte !== SOURCE[i])).toHaveLength(1);
    expect(done).toEqual([{ offset: 9, removed: 1, inserted: 1 }]);
  });

  it('drop bytes', () => {
    const { out, done, faults } = through(size, { do: 'drop', ...AT, offset: 5, length: 3 });
    expect(out).toEqual(plain(5, 6, 7));
    expect(done).toEqual([{ offset: 5, removed: 3, inserted: 0 }]);
    expect([5, 6, 8, 20].map((at) => faults.wire(at))).toEqual([5, 5, 5, 17]);
  });

  it('insert bytes', () => {
    const { out, done, faults } = through(size, { do: 'insert', ...AT, offset: 5, bytes: 'aabb' });
    expect(out).toEqual([0, 1, 2, 3, 4, 0xaa, 0xbb, ...plain().slice(5)]);
    expect(done).toEqual([{ offset: 5, removed: 0, inserted: 2 }]);
    expect([4, 5, 20].map((at) => faults.wire(at))).toEqual([4, 7, 22]);
  });

  it('inserts at one place come out in the order of the list', () => {
    const at = { do: 'insert', ...AT, offset: 5 };
    const { out } = through(size, { ...at, bytes: 'aa' }, { ...at, bytes: 'bbcc' }, { ...at, bytes: 'dd' });
    expect(out).toEqual([0, 1, 2, 3, 4, 0xaa, 0xbb, 0xcc, 0xdd, ...plain().slice(5)]);
  });

  it('cut the stream', () => {
    const { out, faults } = through(size, { do: 'truncate', ...AT, offset: 11 });
    expect(out).toEqual(plain().slice(0, 11));
    expect(faults.cut).toBe(true);
  });

  it('swap two runs', () => {
    const { out, done } = through(size, { do: 'reorder', ...AT, offset: 6, length: 4 });
    expect(out).toEqual([0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 6, 7, 8, 9, ...plain().slice(14)]);
    expect(done).toEqual([{ offset: 6, removed: 8, inserted: 8 }]);
  });

  it('several, in any order of the list', () => {
    const { out } = through(
      size,
      { do: 'flip', ...AT, offset: 30, bit: 0 },
      { do: 'drop', ...AT, offset: 2, length: 2 },
      { do: 'insert', ...AT, offset: 20, bytes: 'ff' },
    );
    expect(out).toEqual([0, 1, ...plain().slice(4, 20), 0xff, ...plain().slice(20, 30), 31, ...plain().slice(31)]);
  });
});

describe('places', () => {
  it('in a section are known when it begins', () => {
    const faults = new StreamFaults();
    expect(faults.add({ do: 'flip', section: 'PART ram', occurrence: 2, offset: 3, bit: 0 }, 0)).toBe(true);
    faults.sectionStarts('PART ram', 4);
    expect(faults.neverReached).toBe(1);
    faults.sectionStarts('PART ram', 10);
    const out = faults.pass(SOURCE, 40, 0, () => undefined);
    expect(out[13]).toBe(13 ^ 1);
    expect(out[7]).toBe(7);
    expect(faults.neverReached).toBe(0);
  });

  it('that have passed are refused', () => {
    const faults = new StreamFaults();
    faults.sectionStarts('PART ram', 4);
    expect(faults.add({ do: 'flip', ...AT, offset: 3, bit: 0 }, 10)).toBe(false);
    expect(faults.add({ do: 'flip', section: 'PART ram', occurrence: 1, offset: 3, bit: 0 }, 10)).toBe(false);
    expect(faults.add({ do: 'flip', ...AT, offset: 10, bit: 0 }, 10)).toBe(true);
  });

  it('that overlap are refused', () => {
    const faults = new StreamFaults();
    expect(faults.add({ do: 'drop', ...AT, offset: 3, length: 5 }, 0)).toBe(true);
    expect(faults.add({ do: 'flip', ...AT, offset: 7, bit: 0 }, 0)).toBe(false);
    expect(faults.add({ do: 'flip', ...AT, offset: 8, bit: 0 }, 0)).toBe(true);
  });
});
