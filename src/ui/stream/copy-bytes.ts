// The selected bytes as text for the clipboard. At most 1 MiB: more is a file, not a clipboard.
export type CopyFormat = 'hex' | 'c' | 'json';

const MOST = 1 << 20;

export function copyText(stream: Uint8Array, start: number, end: number, format: CopyFormat): string {
  const bytes = stream.subarray(start, Math.min(end, start + MOST));
  const pairs = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));
  if (format === 'hex') return pairs.join(' ');
  if (format === 'json') return JSON.stringify({ offset: start, bytes: Array.from(bytes) });
  return `static const uint8_t bytes_at_0x${start.toString(16)}[${bytes.length}] = { ${pairs.map((pair) => `0x${pair}`).join(', ')} };`;
}
