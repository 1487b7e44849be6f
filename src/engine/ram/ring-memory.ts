// Guest memory as a device sees it when it maps and reads its rings, by guest address.
export interface RingMemory {
  /** Bytes of [address, address + length) that one mapping covers: all of them where there is no RAM at all. */
  mappable(address: bigint, length: number): number;
  /** A little-endian u16; null outside RAM. */
  readU16(address: bigint): number | null;
}
