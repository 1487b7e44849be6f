// Guest memory as an array of bytes, for tests of rings.
import type { RingMemory } from '../engine/virtqueue/split.ts';

/** RAM of `size` bytes from address 0. */
export function plainMemory(size: number): RingMemory & { readonly bytes: Uint8Array } {
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  return {
    bytes,
    contains: (at, length) => at >= 0 && at + length <= size,
    u16: (at) => view.getUint16(at, true),
    u32: (at) => view.getUint32(at, true),
    u64: (at) => Number(view.getBigUint64(at, true)),
    setU16: (at, value) => view.setUint16(at, value, true),
    setU32: (at, value) => view.setUint32(at, value, true),
    setU64: (at, value) => view.setBigUint64(at, BigInt(value), true),
  };
}
