// Looking ahead without reading.
import type { ByteReader } from '../bytes/reader.ts';

/** The u32 that begins `ahead` bytes from here; it must be there. */
export function peekU32(reader: ByteReader, ahead: number): number {
  let value = 0;
  for (let i = 0; i < 4; i++) value = value * 256 + reader.peekU8(ahead + i);
  return value;
}
