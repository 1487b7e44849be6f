// What a device makes of a chain of descriptors, and what it refuses, in QEMU's words (hw/virtio/virtio.c,
// virtqueue_split_pop(), virtqueue_packed_pop(), virtqueue_map_desc()). Where the next descriptor lies is the ring's affair.
import { DescFlag, type RingMemory, type Segment } from './split.ts';

/** Why virtqueue_pop() calls virtio_error(). */
export class ChainError extends Error {}

/** VIRTQUEUE_MAX_SIZE: pieces of one kind in a chain. */
const MOST_PIECES = 1024;

export class Chain {
  readonly segments: Segment[] = [];
  private readonly memory: RingMemory;

  constructor(memory: RingMemory) {
    this.memory = memory;
  }

  /** The table that the descriptor at `at` names. */
  table(at: number): { readonly address: number; readonly entries: number } {
    const length = this.memory.u32(at + 8);
    if (length === 0 || length % 16 !== 0) throw new ChainError('Invalid size for indirect buffer table');
    const address = this.memory.u64(at);
    if (!this.memory.contains(address, length)) throw new ChainError('Cannot map indirect buffer');
    return { address, entries: length / 16 };
  }

  /** Takes the piece that the descriptor at `at` names; `most` are the descriptors that there can be. */
  take(at: number, flags: number, most: number): void {
    const { memory, segments } = this;
    const [address, length] = [memory.u64(at), memory.u32(at + 8)];
    const writable = (flags & DescFlag.Write) !== 0;
    if (!writable && segments.at(-1)?.writable === true) throw new ChainError('Incorrect order for descriptors');
    if (length === 0) throw new ChainError('virtio: zero sized buffers are not allowed');
    if (segments.length >= MOST_PIECES) throw new ChainError('virtio: too many write descriptors in indirect table');
    if (!memory.contains(address, length)) throw new ChainError('virtio: bogus descriptor or out of resources');
    segments.push({ address, length, writable });
    if (segments.length > most) throw new ChainError('Looped descriptor');
  }
}
