// Damages bytes in the ways that files and links do, by a seeded generator.
import type { SeededRandom } from '../engine/bytes/random.ts';

/** A copy of `bytes` with one to four damages: bits flipped, bytes dropped, doubled or inserted, a huge count, a cut. */
export function damage(bytes: Uint8Array, random: SeededRandom): Uint8Array {
  let result = bytes;
  for (let times = 1 + random.below(4); times > 0; times--) result = damageOnce(result, random);
  return result;
}

function damageOnce(bytes: Uint8Array, random: SeededRandom): Uint8Array {
  const at = random.below(Math.max(1, bytes.length));
  const size = 1 + random.below(random.below(4) === 0 ? 5000 : 12);
  switch (random.below(7)) {
    case 0: {
      const copy = bytes.slice();
      copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
      return copy;
    }
    case 1: {
      const copy = bytes.slice();
      for (let i = at; i < Math.min(copy.length, at + size); i++) copy[i] = random.below(256);
      return copy;
    }
    case 2:
      return join(bytes.subarray(0, at), bytes.subarray(Math.min(bytes.length, at + size)));
    case 3:
      return join(
        bytes.subarray(0, at),
        Uint8Array.from({ length: size }, () => random.below(256)),
        bytes.subarray(at),
      );
    case 4:
      return join(bytes.subarray(0, at), bytes.subarray(at, at + size), bytes.subarray(at));
    case 5: {
      const copy = bytes.slice();
      copy.fill(random.below(2) === 0 ? 0xff : 0x7f, at, at + 4);
      return copy;
    }
    default:
      return bytes.slice(0, at);
  }
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
