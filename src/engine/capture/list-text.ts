// Lists of a device in words: every entry for a panel, a line for a table, what came and what went for a step.
import { groupThousands, macText } from '../bytes/text.ts';
import type { RunCapture } from './capture.ts';
import type { CellDef, CellFormat } from './cells.ts';
import { listBytes } from './lists.ts';

/** Entries that a line tells one by one. */
const MOST_TOLD = 4;
const ALL_VLANS = 4096;

function listItems(format: CellFormat, bytes: Uint8Array): readonly string[] {
  switch (format) {
    case 'macs':
      return Array.from({ length: bytes.length / 6 }, (_, i) => macText(bytes.subarray(6 * i, 6 * i + 6)));
    case 'numbers':
      return Array.from({ length: bytes.length / 2 }, (_, i) => String(bytes[2 * i]! * 256 + bytes[2 * i + 1]!));
    default:
      return bytes.length === 0 ? [] : [Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')];
  }
}

/** Ids whose bit is set: QEMU's bit `id & 31` of word `id >> 5`, which lie in memory as bit `id & 7` of byte `id >> 3`. */
function idsOf(bitmap: Uint8Array): readonly number[] {
  const ids: number[] = [];
  for (let id = 0; id < 8 * bitmap.length; id++) if (((bitmap[id >> 3]! >> (id & 7)) & 1) === 1) ids.push(id);
  return ids;
}

/** Neighbouring ids together: `1`, `100–103`. */
function rangesOf(ids: readonly number[]): readonly string[] {
  const out: string[] = [];
  for (let i = 0; i < ids.length;) {
    let end = i;
    while (ids[end + 1] === ids[end]! + 1) end++;
    out.push(end === i ? `${ids[i]!}` : `${ids[i]!}–${ids[end]!}`);
    i = end + 1;
  }
  return out;
}

/** The entries as a person reads them: VLAN ids in ranges. */
export function listEntries(format: CellFormat, bytes: Uint8Array): readonly string[] {
  if (format !== 'vlans') return listItems(format, bytes);
  const ids = idsOf(bytes);
  return ids.length === ALL_VLANS ? [`all ${groupThousands(ALL_VLANS)}`] : rangesOf(ids);
}

function firstOf(entries: readonly string[]): string {
  const rest = entries.length - MOST_TOLD;
  return entries.slice(0, MOST_TOLD).join(' ') + (rest > 0 ? ` and ${groupThousands(rest)} more` : '');
}

/** A list in a line: `none`, `1 100–103`, `all 4,096`. */
export function listText(format: CellFormat, bytes: Uint8Array): string {
  return firstOf(listEntries(format, bytes)) || 'none';
}

/** What lies behind a list cell's number, in a line. */
export function listCellText(capture: RunCapture, { format }: Pick<CellDef, 'format'>, digest: number): string {
  const bytes = listBytes(capture, digest);
  return bytes ? listText(format, bytes) : `list ${digest.toString(16)}`;
}

export interface ListDelta {
  readonly came: readonly string[];
  readonly gone: readonly string[];
}

/** Entries that only one of two lists has; null for lists whose order means something. */
export function listDelta(format: CellFormat, was: Uint8Array, is: Uint8Array): ListDelta | null {
  if (format === 'vlans') {
    const only = (a: Uint8Array, b: Uint8Array): readonly string[] =>
      rangesOf(idsOf(a.map((byte, i) => byte & ~b[i]!)));
    return was.length === is.length ? { came: only(is, was), gone: only(was, is) } : null;
  }
  if (format !== 'macs') return null;
  const [old, now] = [listItems(format, was), listItems(format, is)];
  return { came: now.filter((item) => !old.includes(item)), gone: old.filter((item) => !now.includes(item)) };
}

/** What came into a list and what went: `+ 100 − 7`; of ordered lists, and where nearly all changes, before and after. */
export function listChange(capture: RunCapture, def: CellDef, before: number, after: number): string {
  const [was, is] = [listBytes(capture, before), listBytes(capture, after)];
  const delta = was && is ? listDelta(def.format, was, is) : null;
  const longest = delta ? Math.max(delta.came.length, delta.gone.length) : 0;
  if (delta && longest > 0 && longest <= 2 * MOST_TOLD) {
    const parts = [
      delta.came.length > 0 && `+ ${firstOf(delta.came)}`,
      delta.gone.length > 0 && `− ${firstOf(delta.gone)}`,
    ];
    return parts.filter(Boolean).join(' ');
  }
  return `${listCellText(capture, def, before)} → ${listCellText(capture, def, after)}`;
}
