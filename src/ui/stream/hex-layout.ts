// Where things stand in the hex view, in CSS pixels from the left edge of a line: every character has 8 px, a byte 24,
// with 8 more after the eighth; then the text column.
import type { ByteSource } from '../../engine/bytes/byte-source.ts';

export const BYTES_PER_ROW = 16;
export const ROW_HEIGHT = 20;
const OFFSET_WIDTH = 64;
const BYTE_WIDTH = 24;
const GAP = 8;
const ASCII_LEFT = OFFSET_WIDTH + BYTES_PER_ROW * BYTE_WIDTH + GAP + 12;
const CHAR_WIDTH = 8;

export const HEX_LEFT = OFFSET_WIDTH;
export const TEXT_LEFT = ASCII_LEFT;

/** Left edge of byte `column`. */
export function byteLeft(column: number): number {
  return OFFSET_WIDTH + column * BYTE_WIDTH + (column >= 8 ? GAP : 0);
}

/** Left edge and width that cover the bytes from column `from` to `to` (exclusive). */
export function byteBox(from: number, to: number): { left: number; width: number } {
  const left = byteLeft(from);
  return { left, width: byteLeft(to - 1) + BYTE_WIDTH - left };
}

export function charBox(from: number, to: number): { left: number; width: number } {
  return { left: ASCII_LEFT + from * CHAR_WIDTH, width: (to - from) * CHAR_WIDTH };
}

/** Column at a horizontal position, in either column; -1 beside both. */
export function columnAt(x: number): number {
  if (x >= ASCII_LEFT && x < ASCII_LEFT + BYTES_PER_ROW * CHAR_WIDTH) return Math.floor((x - ASCII_LEFT) / CHAR_WIDTH);
  for (let column = BYTES_PER_ROW - 1; column >= 0; column--) {
    const left = byteLeft(column);
    if (x >= left && x < left + BYTE_WIDTH + GAP) return column;
  }
  return -1;
}

export interface HexLine {
  /** Bytes that are not zero, others blank; and the zeros, others blank. Both in the same places. */
  readonly bytes: string;
  readonly zeros: string;
  readonly printable: string;
  readonly dots: string;
}

/** The texts of one row that starts at `start`; nothing past `end`, and nothing where the bytes are not there yet. */
export function hexLine(stream: ByteSource, start: number, end: number): HexLine {
  let bytes = '';
  let zeros = '';
  let printable = '';
  let dots = '';
  for (let column = 0; column < BYTES_PER_ROW; column++) {
    const at = start + column;
    const byte = at < end ? (stream.at(at) ?? -1) : -1;
    const text = byte < 0 ? '  ' : byte.toString(16).padStart(2, '0');
    const gap = column === 7 ? '  ' : ' ';
    bytes += (byte > 0 ? text : '  ') + gap;
    zeros += (byte === 0 ? text : '  ') + gap;
    const visible = byte > 32 && byte < 127;
    printable += visible ? String.fromCharCode(byte) : ' ';
    dots += byte < 0 || visible ? ' ' : '·';
  }
  return { bytes, zeros, printable, dots };
}
