// XBZRLE (QEMU migration/xbzrle.c): runs of unchanged bytes and of new bytes, each after its length in LEB128.

/** A length of at most two bytes; null when it is longer, or when the bytes end. */
function length(delta: Uint8Array, at: number): { value: number; next: number } | null {
  const first = delta[at];
  if (first === undefined) return null;
  if (first < 0x80) return { value: first, next: at + 1 };
  const second = delta[at + 1];
  if (second === undefined || second >= 0x80) return null;
  return { value: (first & 0x7f) | (second << 7), next: at + 2 };
}

/** Applies a delta to `page`; false when it is damaged. */
export function decodeXbzrle(delta: Uint8Array, page: Uint8Array): boolean {
  let at = 0;
  let out = 0;
  while (at < delta.length) {
    const same = length(delta, at);
    if (!same || (at > 0 && same.value === 0) || out + same.value > page.length) return false;
    out += same.value;
    if (same.next === delta.length) return false;
    const fresh = length(delta, same.next);
    if (!fresh || fresh.value === 0 || fresh.next + fresh.value > delta.length || out + fresh.value > page.length)
      return false;
    page.set(delta.subarray(fresh.next, fresh.next + fresh.value), out);
    out += fresh.value;
    at = fresh.next + fresh.value;
  }
  return true;
}
