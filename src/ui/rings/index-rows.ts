// The rows of a queue's index table: what each index is, how it travels, its value on both sides. Pure.
import type { CellMark } from '../../engine/capture/cells.ts';
import { groupThousands, hex } from '../../engine/bytes/text.ts';
import type { CellView, NicView } from '../devices/device-view.ts';
import type { PointerKind } from './PointerGlyph.tsx';
import type { PackedRingView } from './read-packed-ring.ts';
import type { SplitRingView } from './read-split-ring.ts';

export interface IndexRow {
  readonly name: string;
  readonly pointer: PointerKind;
  readonly mark: CellMark;
  /** Cell number, or -1 for what lies in guest memory. */
  readonly cell: number;
  readonly value: number;
  /** Wrap counter that belongs to it: packed rings. */
  readonly wrap: number | null;
  readonly isHex: boolean;
  readonly note: string;
  /** The other side's value and wrap counter; null when it has no such ring yet. */
  readonly there: number | null;
  readonly thereWrap: number | null;
  /** Guest address of a value in RAM, else 0. */
  readonly address: number;
}

/** Whether the sides do not agree on it. */
export function differs({ value, wrap, there, thereWrap }: IndexRow): boolean {
  return there !== null && (there !== value || thereWrap !== wrap);
}

/** A row's value as it is shown; `there`: the other side's. */
export function rowText(row: IndexRow, there = false): string {
  const value = there ? (row.there ?? 0) : row.value;
  const wrap = there ? row.thereWrap : row.wrap;
  return `${row.isHex ? hex(value, 4) : groupThousands(value)}${there && wrap !== null ? ` / ${wrap}` : ''}`;
}

const PLAIN = { pointer: null, wrap: null, thereWrap: null, isHex: false, address: 0 } as const;

function cellRow(own: CellView, other: CellView, note: string, pointer: PointerKind = null): IndexRow {
  const { mark, id, name } = own.def;
  return { ...PLAIN, pointer, name, mark, cell: id, value: own.value, note, there: other.value };
}

function ramRow(
  name: string,
  pointer: PointerKind,
  note: string,
  address: number,
  value: number,
  there: number | null,
): IndexRow {
  return { ...PLAIN, name, pointer, mark: 'ram', cell: -1, value, note, there, address };
}

export function splitRows(
  own: NicView,
  other: NicView,
  queue: number,
  ring: SplitRingView,
  there: SplitRingView | null,
): readonly IndexRow[] {
  const row = (name: string, note: string, pointer: PointerKind = null): IndexRow =>
    cellRow(own.cell(name, queue), other.cell(name, queue), note, pointer);
  const value = (name: string): number => own.cell(name, queue).value;
  return [
    ramRow('avail.idx', 'avail', 'driver', ring.avail, ring.availIdx, there?.availIdx ?? null),
    row('last_avail_idx', 'device', 'last'),
    row('shadow_avail_idx', value('shadow_avail_idx') === ring.availIdx ? '= avail.idx' : 'last look', 'shadow'),
    ramRow('used.idx', 'used', 'device', ring.used, ring.usedIdx, there?.usedIdx ?? null),
    row('used_idx', value('used_idx') === ring.usedIdx ? '= used.idx' : ''),
    row('inuse', 'last − used'),
    row('signalled_used', value('signalled_used_valid') === 1 ? 'last interrupt' : 'not valid'),
  ];
}

export function packedRows(
  own: NicView,
  other: NicView,
  queue: number,
  ring: PackedRingView,
  there: PackedRingView | null,
): readonly IndexRow[] {
  const row = (name: string, note: string): IndexRow => cellRow(own.cell(name, queue), other.cell(name, queue), note);
  const wrapped = (name: string, wrap: string, note: string): IndexRow => ({
    ...row(name, note),
    wrap: own.cell(wrap, queue).value,
    thereWrap: other.cell(wrap, queue).value,
  });
  const last = own.cell('last_avail_idx', queue).value % ring.num;
  const { flags, avail, used } = ring.slot(last);
  return [
    wrapped('last_avail_idx', 'last_avail_wrap_counter', 'next to take'),
    wrapped('shadow_avail_idx', 'shadow_avail_wrap_counter', 'last look'),
    wrapped('used_idx', 'used_wrap_counter', 'next to return'),
    row('inuse', 'taken, not returned'),
    row('signalled_used', own.cell('signalled_used_valid', queue).value === 1 ? 'last interrupt' : 'not valid'),
    {
      ...ramRow(`desc[${last}].flags`, null, '', ring.desc + 16 * last, flags, there?.slot(last).flags ?? null),
      isHex: true,
      note: `AVAIL ${avail}, USED ${used}`,
    },
  ];
}
