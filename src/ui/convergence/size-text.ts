// Bytes that are pages, as people say them.
import { formatBytes } from '../../engine/bytes/text.ts';

export const sizeText = (bytes: number): string => formatBytes(Math.max(0, Math.round(bytes)));

/** ns as ms with as many digits as a table needs. */
export const msText = (ns: number): string => (ns < 0 ? '—' : (ns / 1e6).toFixed(1));
