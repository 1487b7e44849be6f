// Where the destination's bytes come from: packets with their arrival times, over the byte ring or from memory. The
// stream is kept whole, once, because the panels show it.
import { newMemory } from '../bytes/memory.ts';
import type { LinkReader } from '../shm/link-frames.ts';

export interface StreamFeed {
  /** The stream so far; may be another array after `next`. */
  readonly bytes: Uint8Array;
  /** Takes the next packet in; its arrival (ns) and where the stream then ends. Null at the end. */
  next(): { readonly arrival: number; readonly end: number } | null;
}

/** Packets that were kept in memory: the source ran to its end before. */
export class MemoryFeed implements StreamFeed {
  bytes: Uint8Array;
  private length = 0;
  private readonly packets: { arrival: number; end: number }[] = [];
  private at = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(newMemory(capacity));
  }

  append(packet: Uint8Array, length: number, arrival: number): void {
    this.bytes = ensure(this.bytes, this.length, this.length + length);
    this.bytes.set(packet.subarray(0, length), this.length);
    this.length += length;
    this.packets.push({ arrival, end: this.length });
  }

  next(): { arrival: number; end: number } | null {
    return this.packets[this.at++] ?? null;
  }
}

/** Packets that come over the ring while the source runs in another thread. */
export class RingFeed implements StreamFeed {
  bytes: Uint8Array;
  private length = 0;
  private readonly link: LinkReader;

  constructor(link: LinkReader, capacity: number) {
    this.link = link;
    this.bytes = new Uint8Array(newMemory(capacity));
  }

  next(): { arrival: number; end: number } | null {
    const packet = this.link.next();
    if (packet === null) return null;
    this.bytes = ensure(this.bytes, this.length, this.length + packet.length);
    this.length += this.link.payload(this.bytes, this.length, packet.length);
    return { arrival: packet.arrival, end: this.length };
  }
}

function ensure(bytes: Uint8Array, length: number, needed: number): Uint8Array {
  if (needed <= bytes.length) return bytes;
  const grown = new Uint8Array(newMemory(Math.max(bytes.length * 2, needed)));
  grown.set(bytes.subarray(0, length));
  return grown;
}
