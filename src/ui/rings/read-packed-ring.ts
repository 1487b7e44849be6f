// A packed virtqueue decoded from the arena (virtio 1.2, 2.8; little-endian). Reads only: the engine owns the rings.
//
//   descriptor 16 bytes: addr u64, len u32, id u16, flags u16 (NEXT 0, WRITE 1, INDIRECT 2, AVAIL 7, USED 15)
//
// Bits alone do not say who owns a descriptor: a chain comes back as one element and leaves the rest of it as it was.
// So ownership is walked: from where the device gives back next, as long as the driver has handed over.
import { advance, isAvailable, type Position } from '../../engine/virtqueue/packed.ts';
import { DescFlag } from '../../engine/virtqueue/split.ts';
import { readDescriptor, readIndirect, type Descriptor, type IndirectTable } from './read-indirect.ts';
import type { RingPlace } from './read-split-ring.ts';

export interface PackedSlot {
  readonly id: number;
  readonly length: number;
  readonly flags: number;
  readonly avail: number;
  readonly used: number;
}

export interface PackedRingView extends RingPlace {
  slot(index: number): PackedSlot;
  /** Slots of the device from `from` on: popped and not given back, then made available. */
  owned(from: Position): ReadonlySet<number>;
  /** Slots of the chain that begins at `index`. */
  chain(index: number): readonly number[];
  descriptor(index: number): Descriptor;
  /** The indirect table that the slot points to, or null. */
  table(index: number): IndirectTable | null;
}

/** Null when the descriptors do not lie in the arena (`base`: guest address of its first byte). */
export function readPackedRing(arena: Uint8Array, base: number, place: RingPlace): PackedRingView | null {
  const { num, desc } = place;
  if (num <= 0 || desc < base || desc - base + 16 * num > arena.length) return null;
  const view = new DataView(arena.buffer, arena.byteOffset, arena.byteLength);
  const at = (index: number): number => desc - base + 16 * index;
  const memory = { view, base };
  const descriptor = (index: number): Descriptor => readDescriptor(memory, desc + 16 * index, true);
  const flagsAt = (index: number): number => view.getUint16(at(index) + 14, true);
  const chain = (index: number): readonly number[] => {
    const out = [index];
    for (let i = index; (flagsAt(i) & DescFlag.Next) !== 0 && out.length < num;) {
      i = (i + 1) % num;
      out.push(i);
    }
    return out;
  };
  return {
    ...place,
    slot: (index) => {
      const flags = flagsAt(index);
      return {
        id: view.getUint16(at(index) + 12, true),
        length: view.getUint32(at(index) + 8, true),
        flags,
        avail: (flags >> 7) & 1,
        used: flags >> 15,
      };
    },
    owned: (from) => {
      const out = new Set<number>();
      let position = from;
      while (position.index < num && out.size < num && isAvailable(flagsAt(position.index), position.wrap)) {
        const members = chain(position.index);
        for (const slot of members) out.add(slot);
        position = advance(position, members.length, num);
      }
      return out;
    },
    chain,
    descriptor,
    table: (index) => readIndirect(memory, descriptor(index), true),
  };
}

/**
 * Slots that hold the buffer with this id: those of the device, else where it lay last before `used`, where the device
 * gives back next. Ids are used again, so a ring holds old descriptors of other buffers with the same one.
 */
export function slotsOfBuffer(ring: PackedRingView, id: number, used: Position): readonly number[] {
  const { num } = ring;
  const own = [...ring.owned(used)].filter((slot) => ring.slot(slot).id === id);
  if (own.length > 0) return own;
  const before = (distance: number): number => (used.index - distance + num) % num;
  const holds = (slot: number): boolean => ring.slot(slot).id === id && ring.descriptor(slot).address !== 0;
  let distance = 1;
  while (distance <= num && !holds(before(distance))) distance++;
  const out: number[] = [];
  for (; distance <= num && holds(before(distance)); distance++) out.unshift(before(distance));
  return out;
}
