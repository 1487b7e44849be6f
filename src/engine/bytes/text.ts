// Text without host globals: UTF-8 by hand (TextDecoder refuses shared memory in browsers) and the way figures look.

/** Decodes UTF-8 from `start` to `end`; a malformed sequence becomes U+FFFD, one per bad byte. */
export function decodeUtf8(bytes: Uint8Array, start = 0, end = bytes.length): string {
  const parts: string[] = [];
  let chunk: number[] = [];
  for (let i = start; i < end;) {
    const first = bytes[i]!;
    const size =
      first < 0x80
        ? 1
        : first >= 0xc2 && first < 0xe0
          ? 2
          : first >= 0xe0 && first < 0xf0
            ? 3
            : first >= 0xf0 && first < 0xf5
              ? 4
              : 0;
    let point = size === 1 ? first : size === 2 ? first & 0x1f : size === 3 ? first & 0x0f : first & 0x07;
    let good = size > 0 && i + size <= end;
    for (let k = 1; good && k < size; k++) {
      const next = bytes[i + k]!;
      if ((next & 0xc0) !== 0x80) good = false;
      else point = (point << 6) | (next & 0x3f);
    }
    if (
      good &&
      ((size === 3 && (point < 0x800 || (point >= 0xd800 && point < 0xe000))) ||
        (size === 4 && (point < 0x10000 || point > 0x10ffff)))
    )
      good = false;
    chunk.push(good ? point : 0xfffd);
    i += good ? size : 1;
    if (chunk.length === 4096) {
      parts.push(String.fromCodePoint(...chunk));
      chunk = [];
    }
  }
  parts.push(String.fromCodePoint(...chunk));
  return parts.join('');
}

/** Encodes as UTF-8; a lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const out: number[] = [];
  for (const char of text) {
    let point = char.codePointAt(0)!;
    if (point >= 0xd800 && point < 0xe000) point = 0xfffd;
    if (point < 0x80) out.push(point);
    else if (point < 0x800) out.push(0xc0 | (point >> 6), 0x80 | (point & 0x3f));
    else if (point < 0x10000) out.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f));
    else
      out.push(
        0xf0 | (point >> 18),
        0x80 | ((point >> 12) & 0x3f),
        0x80 | ((point >> 6) & 0x3f),
        0x80 | (point & 0x3f),
      );
  }
  return Uint8Array.from(out);
}

/** `0x2a`, padded to `digits` hexadecimal digits. */
export function hex(value: number | bigint, digits = 1): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}

/** Two hexadecimal digits. */
export function hexByte(value: number): string {
  return value.toString(16).padStart(2, '0');
}

/** A text as C has it: up to its first NUL. */
export function cString(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

/** `52:54:00:12:34:56` */
export function macText(bytes: Uint8Array): string {
  return Array.from(bytes, hexByte).join(':');
}

/** `46,172` */
export function groupThousands(value: number | bigint): string {
  return value.toString().replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Bytes in the largest fitting unit: `412 B`, `45.1 KiB`, `16 MiB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  const shown = unit === 0 || Number.isInteger(value) ? String(value) : value.toFixed(1);
  return `${shown} ${units[unit]!}`;
}

/** Nanoseconds as milliseconds with three decimals: `12.884 ms`. */
export function formatMs(ns: number): string {
  return `${(ns / 1e6).toFixed(3)} ms`;
}

/** A MAC address held as a 48-bit number, first byte highest. */
export function macBytes(value: number): Uint8Array {
  return Uint8Array.from({ length: 6 }, (_, i) => Math.floor(value / 256 ** (5 - i)) % 256);
}

/** The 48-bit number of a MAC address. */
export function macNumber(bytes: Uint8Array): number {
  let value = 0;
  for (const byte of bytes) value = value * 256 + byte;
  return value;
}
