// The selected bytes as text for the clipboard. At most 1 MiB: more is a file, not a clipboard.
import { bytesOf, type OpenDocument } from '../../store/documents.ts';

export type CopyFormat = 'hex' | 'c' | 'json';

const MOST = 1 << 20;

/** Puts the document's bytes from `start` to `end` on the clipboard. */
export async function copyBytes(document: OpenDocument, start: number, end: number, format: CopyFormat): Promise<void> {
  const bytes = await bytesOf(document, start, Math.min(end, start + MOST));
  await navigator.clipboard.writeText(copyText(bytes, start, format));
}

/** `bytes` as text; `start` is the offset of the first. */
export function copyText(bytes: Uint8Array, start: number, format: CopyFormat): string {
  const pairs = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));
  if (format === 'hex') return pairs.join(' ');
  if (format === 'json') return JSON.stringify({ offset: start, bytes: Array.from(bytes) });
  return `static const uint8_t bytes_at_0x${start.toString(16)}[${bytes.length}] = { ${pairs.map((pair) => `0x${pair}`).join(', ')} };`;
}
