// A split virtqueue decoded from the arena (virtio 1.2, 2.7; little-endian). Reads only: the engine owns the rings.
//
//   descriptor 16 bytes: addr u64, len u32, flags u16, next u16
//   available ring:      flags u16, idx u16, ring[num] u16, used_event u16
//   used ring:           flags u16, idx u16, ring[num] {id u32, len u32}, avail_event u16
import { readDescriptor, readIndirect, type Descriptor, type IndirectTable } from './read-indirect.ts';

/** Guest addresses and size of a queue, as the device knows them; 0 where it was not told yet. */
export interface RingPlace {
  readonly num: number;
  readonly desc: number;
  readonly avail: number;
  readonly used: number;
}

export interface SplitRingView extends RingPlace {
  readonly availIdx: number;
  readonly usedIdx: number;
  /** Head descriptor at a free-running index or slot of the available ring. */
  head(index: number): number;
  /** Descriptor that a free-running index or slot of the used ring gives back. */
  usedId(index: number): number;
  /** The descriptor that follows `id` in its chain, or -1. */
  next(id: number): number;
  /** Descriptors of the chain that begins at `head`, at most `num` of them. */
  chain(head: number): readonly number[];
  descriptor(id: number): Descriptor;
  /** The indirect table that descriptor `id` points to, or null. */
  table(id: number): IndirectTable | null;
}

/** The queue at these addresses; null when one of its parts does not lie in the arena (`base`: guest address of its first byte). */
export function readSplitRing(arena: Uint8Array, base: number, place: RingPlace): SplitRingView | null {
  const { num, desc, avail, used } = place;
  const inside = (address: number, length: number): boolean =>
    address >= base && address - base + length <= arena.length;
  if (num <= 0 || !inside(desc, 16 * num) || !inside(avail, 6 + 2 * num) || !inside(used, 6 + 8 * num)) return null;
  const view = new DataView(arena.buffer, arena.byteOffset, arena.byteLength);
  const u16 = (address: number): number => view.getUint16(address - base, true);
  const memory = { view, base };
  const descriptor = (id: number): Descriptor => readDescriptor(memory, desc + 16 * id, false);
  const next = (id: number): number => {
    if (id < 0 || id >= num) return -1;
    const { hasNext, next: link } = descriptor(id);
    return hasNext && link < num ? link : -1;
  };
  return {
    ...place,
    availIdx: u16(avail + 2),
    usedIdx: u16(used + 2),
    head: (index) => u16(avail + 4 + 2 * (index % num)),
    usedId: (index) => view.getUint32(used + 4 + 8 * (index % num) - base, true),
    next,
    chain: (head) => {
      const out: number[] = [];
      for (let id = head; id >= 0 && id < num && out.length < num; id = next(id)) out.push(id);
      return out;
    },
    descriptor,
    table: (id) => readIndirect(memory, descriptor(id), false),
  };
}
