// The packed ring: bits, wrap counters, event suppression, chains; exact bytes.
import { describe, expect, it } from 'vitest';
import { plainMemory } from '../../testing/plain-memory.ts';
import {
  advance,
  availableBits,
  EventFlag,
  isAvailable,
  isUsed,
  packedAddresses,
  positionOf,
  readPackedChain,
  usedBits,
  wantsEvent,
  writeEvent,
  writePackedDesc,
  writePackedUsed,
} from './packed.ts';
import { DescFlag } from './split.ts';

const ring = packedAddresses(0, 4);

describe('bits', () => {
  it('a cleared descriptor is neither available nor used to a counter that begins at 1', () => {
    expect([isAvailable(0, 1), isUsed(0, 1)]).toEqual([false, false]);
  });

  it.each([0, 1])('with wrap counter %i', (wrap) => {
    expect(isAvailable(availableBits(wrap), wrap)).toBe(true);
    expect(isAvailable(availableBits(wrap), wrap ^ 1)).toBe(false);
    expect(isUsed(usedBits(wrap), wrap)).toBe(true);
    expect(isUsed(usedBits(wrap), wrap ^ 1)).toBe(false);
    expect(isAvailable(usedBits(wrap), wrap)).toBe(false);
  });
});

describe('positions', () => {
  it('wrap at the end and flip the counter', () => {
    expect(advance({ index: 3, wrap: 1 }, 1, 4)).toEqual({ index: 0, wrap: 0 });
    expect(advance({ index: 2, wrap: 0 }, 3, 4)).toEqual({ index: 1, wrap: 1 });
    expect(advance({ index: 1, wrap: 1 }, 2, 4)).toEqual({ index: 3, wrap: 1 });
  });

  it.each([
    [0, { index: 0, wrap: 1 }],
    [3, { index: 3, wrap: 1 }],
    [4, { index: 0, wrap: 0 }],
    [9, { index: 1, wrap: 1 }],
  ])('after %i descriptors', (count, position) => {
    expect(positionOf(count, 4)).toEqual(position);
  });
});

describe('descriptors', () => {
  it('are written as the specification lays them out', () => {
    const ram = plainMemory(0x5000);
    writePackedDesc(ram, ring, { index: 1, wrap: 1 }, 0x112233445566, 0x600, 7, DescFlag.Write);
    expect(Array.from(ram.bytes.subarray(16, 32))).toEqual([
      ...[0x66, 0x55, 0x44, 0x33, 0x22, 0x11, 0, 0], // addr
      ...[0x00, 0x06, 0, 0], // len
      ...[7, 0], // id
      ...[0x82, 0x00], // WRITE, AVAIL
    ]);
    writePackedUsed(ram, ring, { index: 1, wrap: 1 }, 7, 0x40);
    expect(Array.from(ram.bytes.subarray(24, 32))).toEqual([0x40, 0, 0, 0, 7, 0, 0x80, 0x80]);
  });

  it('a chain is read over the end of the ring, its id is that of the last', () => {
    const ram = plainMemory(0x5000);
    writePackedDesc(ram, ring, { index: 3, wrap: 1 }, 0x1000, 12, 5, DescFlag.Next);
    writePackedDesc(ram, ring, { index: 0, wrap: 0 }, 0x2000, 200, 6, DescFlag.Write);
    expect(readPackedChain(ram, ring, { index: 3, wrap: 1 })).toEqual({
      id: 6,
      descriptors: 2,
      segments: [
        { address: 0x1000, length: 12, writable: false },
        { address: 0x2000, length: 200, writable: true },
      ],
    });
  });

  it('an indirect table counts as one', () => {
    const ram = plainMemory(0x5000);
    ram.setU64(0x100, 0x3000);
    ram.setU32(0x108, 12);
    ram.setU64(0x110, 0x4000);
    ram.setU32(0x118, 64);
    ram.setU16(0x11e, DescFlag.Write);
    writePackedDesc(ram, ring, { index: 0, wrap: 1 }, 0x100, 32, 2, DescFlag.Indirect);
    expect(readPackedChain(ram, ring, { index: 0, wrap: 1 })).toEqual({
      id: 2,
      descriptors: 1,
      segments: [
        { address: 0x3000, length: 12, writable: false },
        { address: 0x4000, length: 64, writable: true },
      ],
    });
  });
});

describe('event suppression', () => {
  const at = 0xc0;
  it.each([
    ['enabled', EventFlag.Enable, { index: 3, wrap: 0 }, true],
    ['disabled', EventFlag.Disable, { index: 1, wrap: 1 }, false],
    ['at a descriptor that was passed', EventFlag.Desc, { index: 1, wrap: 1 }, true],
    ['at the one that comes next', EventFlag.Desc, { index: 2, wrap: 1 }, false],
    ['at one of the round before', EventFlag.Desc, { index: 2, wrap: 0 }, false],
  ])('%s', (_, flags, event, wanted) => {
    const ram = plainMemory(0x5000);
    writeEvent(ram, at, event, flags);
    expect(wantsEvent(ram, at, 4, { index: 2, wrap: 1 }, 0)).toBe(wanted);
  });
});
