// What a device refuses of a chain, in QEMU's words, of split and packed rings.
import { describe, expect, it } from 'vitest';
import { plainMemory } from '../../testing/plain-memory.ts';
import { packedAddresses, readPackedChain, writePackedDesc } from './packed.ts';
import { DescFlag, readSplitChain, splitAddresses, writeDesc } from './split.ts';

const { Next, Write, Indirect } = DescFlag;
const TABLE = 0x800;

type Desc = readonly [address: number, length: number, flags: number, next?: number];

/** A ring of four with these descriptors, and those of a table at TABLE. */
function split(ring: readonly Desc[], table: readonly Desc[] = []) {
  const memory = plainMemory(0x1000);
  const at = splitAddresses(0, 4);
  for (const [base, descs] of [
    [at.desc, ring],
    [TABLE, table],
  ] as const)
    for (const [i, [address, length, flags, next = 0]] of descs.entries())
      writeDesc(memory, base, i, address, length, flags, next);
  return () => readSplitChain(memory, at, 0);
}

function packed(ring: readonly Desc[]) {
  const memory = plainMemory(0x1000);
  const at = packedAddresses(0, 4);
  for (const [i, [address, length, flags]] of ring.entries())
    writePackedDesc(memory, at, { index: i, wrap: 1 }, address, length, i, flags);
  return () => readPackedChain(memory, at, { index: 0, wrap: 1 }).segments;
}

const OUT: Desc = [0x400, 12, Next, 1];
const IN: Desc = [0x500, 200, Write];
const PIECES = [
  { address: 0x400, length: 12, writable: false },
  { address: 0x500, length: 200, writable: true },
];

describe('a chain', () => {
  it('is read to its last descriptor, out of a table as out of the ring', () => {
    expect(split([OUT, IN])()).toEqual(PIECES);
    expect(split([[TABLE, 32, Indirect]], [OUT, IN])()).toEqual(PIECES);
    expect(packed([OUT, IN])()).toEqual(PIECES);
  });

  const REFUSED: readonly (readonly [string, readonly Desc[]])[] = [
    ['virtio: bogus descriptor or out of resources', [[0xff0, 17, 0]]],
    ['virtio: bogus descriptor or out of resources', [[2 ** 40, 1, 0]]],
    ['virtio: zero sized buffers are not allowed', [[0x400, 0, 0]]],
    ['Incorrect order for descriptors', [[0x500, 8, Write | Next, 1], OUT]],
    ['Invalid size for indirect buffer table', [[TABLE, 0, Indirect]]],
    ['Invalid size for indirect buffer table', [[TABLE, 24, Indirect]]],
    ['Cannot map indirect buffer', [[0xff8, 16, Indirect]]],
  ];

  it.each(REFUSED)('is refused: %s, %j', (message, ring) => {
    expect(split(ring)).toThrow(new RegExp(`^${message}$`));
    expect(packed(ring)).toThrow(new RegExp(`^${message}$`));
  });

  it('whose next is none of the table, or which goes round', () => {
    expect(split([[0x400, 12, Next, 4]])).toThrow(/^Desc next is 4$/);
    expect(split([[TABLE, 16, Indirect]], [[0x400, 12, Next, 1]])).toThrow(/^Desc next is 1$/);
    expect(split([[0x400, 12, Next, 0]])).toThrow(/^Looped descriptor$/);
    const round: Desc = [0x400, 1, Next];
    expect(packed([round, round, round, round])).toThrow(/^Looped descriptor$/);
  });

  it('of more pieces than there may be', () => {
    const memory = plainMemory(0x8000);
    writeDesc(memory, 0, 0, 0x100, 16 * 1025, Indirect, 0);
    for (let i = 0; i < 1025; i++) writeDesc(memory, 0x100, i, 0x10, 1, i < 1024 ? Next : 0, i + 1);
    expect(() => readSplitChain(memory, splitAddresses(0, 4), 0)).toThrow(
      /^virtio: too many write descriptors in indirect table$/,
    );
  });
});
