// The packed virtqueue as it lies in guest memory (virtio 1.2, 2.8; little-endian): one ring of descriptors that both
// sides write, and an event suppression structure for each side.
//
//   descriptor 16 bytes:     addr u64, len u32, id u16, flags u16 (AVAIL bit 7, USED bit 15)
//   event suppression 4:     off u15 + wrap bit 15, flags u16 (0 enable, 1 disable, 2 at that descriptor)
//
// A descriptor is available when AVAIL differs from USED and equals the reader's wrap counter; used when both equal it.
import { Chain } from './chain.ts';
import { DescFlag, needEvent, type RingMemory, type Segment, type SplitRing } from './split.ts';

export const PackedFlag = { Avail: 0x80, Used: 0x8000 } as const;
export const EventFlag = { Enable: 0, Disable: 1, Desc: 2 } as const;

/** Bytes of an event suppression structure. */
export const EVENT_BYTES = 4;

/** `avail` is the driver's event suppression, `used` the device's: QEMU keeps them in the fields of a split ring. */
export type PackedRing = SplitRing;

/** Where the parts lie after the descriptors at `desc`. */
export function packedAddresses(desc: number, num: number): PackedRing {
  const avail = Math.ceil((desc + 16 * num) / 64) * 64;
  const used = Math.ceil((avail + EVENT_BYTES) / 64) * 64;
  return { num, desc, avail, used };
}

/** A place in the ring with the wrap counter that belongs to it. */
export interface Position {
  readonly index: number;
  readonly wrap: number;
}

/** `count` descriptors further; `count` is at most the ring's size. */
export function advance({ index, wrap }: Position, count: number, num: number): Position {
  const next = index + count;
  return next >= num ? { index: next - num, wrap: wrap ^ 1 } : { index: next, wrap };
}

/** The position after `count` descriptors since the ring was set up. */
export function positionOf(count: number, num: number): Position {
  return { index: count % num, wrap: 1 ^ (Math.floor(count / num) & 1) };
}

export const descFlags = (memory: RingMemory, ring: PackedRing, index: number): number =>
  memory.u16(ring.desc + 16 * index + 14);

export function isAvailable(flags: number, wrap: number): boolean {
  const avail = (flags & PackedFlag.Avail) !== 0 ? 1 : 0;
  const used = (flags & PackedFlag.Used) !== 0 ? 1 : 0;
  return avail !== used && avail === wrap;
}

export function isUsed(flags: number, wrap: number): boolean {
  const avail = (flags & PackedFlag.Avail) !== 0 ? 1 : 0;
  const used = (flags & PackedFlag.Used) !== 0 ? 1 : 0;
  return avail === used && used === wrap;
}

/** The two bits that make a descriptor available to a device with this wrap counter, or used for such a driver. */
export const availableBits = (wrap: number): number => (wrap === 1 ? PackedFlag.Avail : PackedFlag.Used);
export const usedBits = (wrap: number): number => (wrap === 1 ? PackedFlag.Avail | PackedFlag.Used : 0);

/** Driver: writes a descriptor; its flags go last, they hand it over. */
export function writePackedDesc(
  memory: RingMemory,
  ring: PackedRing,
  { index, wrap }: Position,
  address: number,
  length: number,
  id: number,
  flags: number,
): void {
  const at = ring.desc + 16 * index;
  memory.setU64(at, address);
  memory.setU32(at + 8, length);
  memory.setU16(at + 12, id);
  memory.setU16(at + 14, flags | availableBits(wrap));
}

/** Device: gives a buffer back at its own position (virtqueue_packed_fill_desc). */
export function writePackedUsed(
  memory: RingMemory,
  ring: PackedRing,
  { index, wrap }: Position,
  id: number,
  length: number,
): void {
  const at = ring.desc + 16 * index;
  memory.setU32(at + 8, length);
  memory.setU16(at + 12, id);
  memory.setU16(at + 14, usedBits(wrap));
}

/** A buffer as the device finds it at a position. */
export interface PackedChain {
  readonly id: number;
  /** Descriptors in the ring; an indirect table counts as one. */
  readonly descriptors: number;
  readonly segments: readonly Segment[];
}

/** Reads the chain at `from`; throws ChainError for what a device refuses. */
export function readPackedChain(memory: RingMemory, ring: PackedRing, from: Position): PackedChain {
  const chain = new Chain(memory);
  let id = 0;
  let descriptors = 0;
  for (let at = from; ; at = advance(at, 1, ring.num)) {
    const place = ring.desc + 16 * at.index;
    const flags = memory.u16(place + 14);
    id = memory.u16(place + 12);
    descriptors++;
    // Only the first can name a table, which is read from its first to its last.
    if (descriptors === 1 && (flags & DescFlag.Indirect) !== 0) {
      const { address, entries } = chain.table(place);
      for (let i = 0; i < entries; i++) chain.take(address + 16 * i, memory.u16(address + 16 * i + 14), entries);
      break;
    }
    chain.take(place, flags, ring.num);
    if ((flags & DescFlag.Next) === 0) break;
  }
  return { id, descriptors, segments: chain.segments };
}

/** One side's event suppression structure. */
export function writeEvent(memory: RingMemory, at: number, { index, wrap }: Position, flags: number): void {
  memory.setU16(at, index | (wrap << 15));
  memory.setU16(at + 2, flags);
}

/** Whether the other side, whose structure lies at `at`, wants to hear of a move from `old` to `now` (vring_packed_need_event). */
export function wantsEvent(memory: RingMemory, at: number, num: number, now: Position, old: number): boolean {
  const flags = memory.u16(at + 2);
  if (flags === EventFlag.Disable) return false;
  if (flags === EventFlag.Enable) return true;
  const offWrap = memory.u16(at);
  let off = offWrap & 0x7fff;
  if (now.wrap !== offWrap >> 15) off -= num;
  return needEvent(off, now.index, old);
}
