// Results on their way to the page. Shared memory goes as it is; memory of this thread alone would be copied, and a run is
// tens of MiB: it is handed over instead, and is gone from here.
import { transfer } from 'comlink';

/** Less is copied: it may be something that this thread needs again, such as a table. */
const WORTH_IT = 65_536;

/** The same value, its large memory handed over. */
export function handOver<T extends object>(value: T): T {
  const found = new Set<ArrayBuffer>();
  collect(value, found, new Set());
  return transfer(value, Array.from(found));
}

function collect(value: unknown, found: Set<ArrayBuffer>, seen: Set<object>): void {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  if (ArrayBuffer.isView(value)) {
    const { buffer } = value;
    if (buffer instanceof ArrayBuffer && buffer.byteLength >= WORTH_IT) found.add(buffer);
    return;
  }
  for (const part of Object.values(value)) collect(part, found, seen);
}
