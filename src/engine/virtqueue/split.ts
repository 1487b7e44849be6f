// The split virtqueue as it lies in guest memory (virtio 1.2, 2.7; little-endian), and the arithmetic of its 16-bit
// indices. Both the driver and the device use this; what each of them may write is said at the functions.
//
//   descriptor 16 bytes: addr u64, len u32, flags u16, next u16
//   available ring:      flags u16, idx u16, ring[num] u16, used_event u16        (the driver writes)
//   used ring:           flags u16, idx u16, ring[num] {id u32, len u32}, avail_event u16  (the device writes)

import { Chain, ChainError } from './chain.ts';

/** Guest memory as a ring needs it: little-endian words at guest addresses. */
export interface RingMemory {
  readonly u16: (address: number) => number;
  readonly u32: (address: number) => number;
  readonly u64: (address: number) => number;
  readonly setU16: (address: number, value: number) => void;
  readonly setU32: (address: number, value: number) => void;
  readonly setU64: (address: number, value: number) => void;
  /** Whether [address, address + length) is RAM. */
  readonly contains: (address: number, length: number) => boolean;
}

export const DescFlag = { Next: 1, Write: 2, Indirect: 4 } as const;

/** Guest addresses and size of one split queue. */
export interface SplitRing {
  readonly num: number;
  readonly desc: number;
  readonly avail: number;
  readonly used: number;
}

const INDEX = 0xffff;

/** Entries from `from` to `to` on the circle of 65,536. */
export function indexDistance(from: number, to: number): number {
  return (to - from) & INDEX;
}

/** vring_need_event() of virtio 1.2, 2.7.10: whether moving from `old` to `now` passes `event`. */
export function needEvent(event: number, now: number, old: number): boolean {
  return ((now - event - 1) & INDEX) < ((now - old) & INDEX);
}

/** Bytes of each part of a queue of `num` entries. */
export function splitSizes(num: number): { desc: number; avail: number; used: number } {
  return { desc: 16 * num, avail: 6 + 2 * num, used: 6 + 8 * num };
}

/** Where the parts of a ring lie after its descriptor table at `desc`: as Linux allocates them. */
export function splitAddresses(desc: number, num: number): SplitRing {
  const avail = Math.ceil((desc + 16 * num) / 64) * 64;
  const used = Math.ceil((avail + 6 + 2 * num) / 64) * 64;
  return { num, desc, avail, used };
}

/** VIRTIO_PCI_VRING_ALIGN: a legacy driver gives a page number only, and the used ring follows on the next page. */
const LEGACY_ALIGN = 4096;

/** The same for a legacy driver (virtio 1.2, 2.7.2): the device computes them from the descriptor table's address. */
export function legacyAddresses(desc: number, num: number): SplitRing {
  const avail = desc + 16 * num;
  const used = Math.ceil((avail + 4 + 2 * num) / LEGACY_ALIGN) * LEGACY_ALIGN;
  return { num, desc, avail, used };
}

/** Driver: writes a descriptor. */
export function writeDesc(
  memory: RingMemory,
  table: number,
  id: number,
  address: number,
  length: number,
  flags: number,
  next: number,
): void {
  const at = table + 16 * id;
  memory.setU64(at, address);
  memory.setU32(at + 8, length);
  memory.setU16(at + 12, flags);
  memory.setU16(at + 14, next);
}

export const availIdx = (memory: RingMemory, ring: SplitRing): number => memory.u16(ring.avail + 2);
export const usedIdx = (memory: RingMemory, ring: SplitRing): number => memory.u16(ring.used + 2);
/** The driver's wish: interrupt when used.idx passes this. */
export const usedEvent = (memory: RingMemory, ring: SplitRing): number => memory.u16(ring.avail + 4 + 2 * ring.num);
/** The device's wish: kick when avail.idx passes this. */
export const availEvent = (memory: RingMemory, ring: SplitRing): number => memory.u16(ring.used + 4 + 8 * ring.num);

/** Head descriptor in slot `index` of the available ring. */
export const availEntry = (memory: RingMemory, ring: SplitRing, index: number): number =>
  memory.u16(ring.avail + 4 + 2 * (index % ring.num));

/** Driver: publishes `head` in the next slot; answers the new avail.idx. */
export function publish(memory: RingMemory, ring: SplitRing, head: number): number {
  const index = availIdx(memory, ring);
  memory.setU16(ring.avail + 4 + 2 * (index % ring.num), head);
  const next = (index + 1) & INDEX;
  memory.setU16(ring.avail + 2, next);
  return next;
}

/** Device: writes a used element in slot `index`. */
export function writeUsed(memory: RingMemory, ring: SplitRing, index: number, id: number, length: number): void {
  const at = ring.used + 4 + 8 * (index % ring.num);
  memory.setU32(at, id);
  memory.setU32(at + 4, length);
}

/** A piece of guest memory that a buffer is made of. */
export interface Segment {
  readonly address: number;
  readonly length: number;
  readonly writable: boolean;
}

/** The pieces of the chain at `head`, an indirect table resolved; throws ChainError for what a device refuses. */
export function readSplitChain(memory: RingMemory, ring: SplitRing, head: number): readonly Segment[] {
  const chain = new Chain(memory);
  let table = { address: ring.desc, entries: ring.num };
  let id = head;
  if ((memory.u16(table.address + 16 * id + 12) & DescFlag.Indirect) !== 0) {
    table = chain.table(table.address + 16 * id);
    id = 0;
  }
  for (;;) {
    const at = table.address + 16 * id;
    const flags = memory.u16(at + 12);
    chain.take(at, flags, table.entries);
    if ((flags & DescFlag.Next) === 0) return chain.segments;
    id = memory.u16(at + 14);
    if (id >= table.entries) throw new ChainError(`Desc next is ${id}`);
  }
}
