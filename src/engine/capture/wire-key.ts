// Wire names and state keys: the stream's own words (QEMU's snake_case, dotted and slashed) against the camelCase keys of
// the plain objects that descriptions load into. One rule both ways, so that a span's path is the path of its value.

const keys = new Map<string, string>();

/**
 * The key of a wire name: what follows the last `/` and `.`, in camelCase, without an index in brackets:
 * `last_avail_idx` → `lastAvailIdx`, `vring.avail` → `avail`, `virtio/64bit_features` → `features64bit`.
 */
export function keyOf(name: string): string {
  let key = keys.get(name);
  if (key === undefined) {
    key = makeKey(name);
    if (keys.size < 4096) keys.set(name, key);
  }
  return key;
}

function makeKey(name: string): string {
  const base = name.slice(name.lastIndexOf('/') + 1).replace(/\[\d+\]$/, '');
  const words = base
    .slice(base.lastIndexOf('.') + 1)
    .split(/[-_ ]+/)
    .filter((word) => word !== '');
  if (words.length > 1 && /^\d/.test(words[0]!)) words.push(words.shift()!);
  return words.map((word, i) => (i === 0 ? word[0]!.toLowerCase() + word.slice(1) : word[0]!.toUpperCase() + word.slice(1))).join('');
}
