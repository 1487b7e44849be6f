// Descriptors one by one, and the indirect table that one of them may point to (virtio 1.2, 2.7.5.3 and 2.8.7;
// little-endian). Reads only. Both formats keep address, length and flags at other places of the same 16 bytes:
//
//   split:   addr u64, len u32, flags u16, next u16     a table's chain begins with its entry 0 and follows `next`
//   packed:  addr u64, len u32, id u16, flags u16       a table is read from its first entry to its last
import { DescFlag } from '../../engine/virtqueue/split.ts';

export interface Descriptor {
  /** Guest address of the buffer, or of the table. */
  readonly address: number;
  /** Bytes. */
  readonly length: number;
  /** Whether the device writes into it; else it reads. */
  readonly isWritable: boolean;
  readonly isIndirect: boolean;
  readonly hasNext: boolean;
  /** Split: number of the next descriptor; packed: the buffer's id. */
  readonly next: number;
}

/** Descriptors that a device accepts in a table (VIRTQUEUE_MAX_SIZE). */
const MOST_ENTRIES = 1024;

/** Guest memory around the rings: `base` is the guest address of the view's first byte. */
export interface RecordedMemory {
  readonly view: DataView;
  readonly base: number;
}

export function readDescriptor({ view, base }: RecordedMemory, address: number, isPacked: boolean): Descriptor {
  const at = address - base;
  const [first, second] = [view.getUint16(at + 12, true), view.getUint16(at + 14, true)];
  const flags = isPacked ? second : first;
  return {
    address: view.getUint32(at, true) + 4294967296 * view.getUint32(at + 4, true),
    length: view.getUint32(at + 8, true),
    isWritable: (flags & DescFlag.Write) !== 0,
    isIndirect: (flags & DescFlag.Indirect) !== 0,
    hasNext: (flags & DescFlag.Next) !== 0,
    next: isPacked ? first : second,
  };
}

export interface IndirectTable {
  readonly address: number;
  /** Descriptors in it, by the length that the ring's descriptor says. */
  readonly count: number;
  /** Those of the chain, in its order; null when the table does not lie in the recorded memory. */
  readonly entries: readonly Descriptor[] | null;
}

/** The table that a descriptor of a ring points to; null when it points to a buffer. */
export function readIndirect(memory: RecordedMemory, of: Descriptor, isPacked: boolean): IndirectTable | null {
  if (!of.isIndirect) return null;
  const count = Math.min(MOST_ENTRIES, Math.floor(of.length / 16));
  const at = of.address - memory.base;
  const { address } = of;
  if (at < 0 || at + 16 * count > memory.view.byteLength) return { address, count, entries: null };
  const entries: Descriptor[] = [];
  for (let i = 0; i < count && entries.length < count;) {
    const entry = readDescriptor(memory, address + 16 * i, isPacked);
    entries.push(entry);
    if (!isPacked && !entry.hasNext) break;
    i = isPacked ? i + 1 : entry.next;
  }
  return { address, count, entries };
}

/** Whether any descriptor of the ring points to a table. */
export function hasIndirect(ring: { readonly num: number; readonly descriptor: (id: number) => Descriptor }): boolean {
  for (let id = 0; id < ring.num; id++) if (ring.descriptor(id).isIndirect) return true;
  return false;
}
