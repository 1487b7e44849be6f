// The ring of a queue, split or packed, read from a side's state at the addresses that the device knows.
import type { RunDocument } from '../../store/documents.ts';
import type { NicView } from '../devices/device-view.ts';
import { readPackedRing, type PackedRingView } from './read-packed-ring.ts';
import { readSplitRing, type RingPlace, type SplitRingView } from './read-split-ring.ts';

export type RingView =
  | { readonly format: 'split'; readonly ring: SplitRingView }
  | { readonly format: 'packed'; readonly ring: PackedRingView };

/** Null when the device was not told where the ring lies, or the memory there is not recorded. */
export function ringOf({ capture }: RunDocument, nic: NicView, queue: number): RingView | null {
  const value = (name: string): number => nic.cell(name, queue).value;
  const place: RingPlace = { num: value('num'), desc: value('desc'), avail: value('avail'), used: value('used') };
  const { address } = capture.arena;
  if (place.desc === 0) return null;
  if (nic.isPacked && nic.has('used_wrap_counter', queue)) {
    const ring = readPackedRing(nic.state.arena, address, place);
    return ring && { format: 'packed', ring };
  }
  const ring = readSplitRing(nic.state.arena, address, place);
  return ring && { format: 'split', ring };
}
