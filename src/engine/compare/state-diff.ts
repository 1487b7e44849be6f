// State by field: the sides of one run at one cursor, each difference with its reason; and two captures, whose cells are
// matched by device, queue and name because their machines may not be alike.
import type { CellDef } from '../capture/cells.ts';
import { cellReason, type Reason, type ReasonSpace } from './reason.ts';

export interface SideDifference {
  readonly def: CellDef;
  readonly source: number;
  readonly destination: number;
  readonly reason: Reason;
}

/** Cells whose values differ between the sides. `values` as SideState has them, both at the same moment `time` (ns). */
export function diffSides(
  space: ReasonSpace,
  source: Float64Array,
  destination: Float64Array,
  time: number,
): readonly SideDifference[] {
  const out: SideDifference[] = [];
  for (const def of space.capture.cells) {
    const [a, b] = [source[def.id]!, destination[def.id]!];
    if (a !== b) out.push({ def, source: a, destination: b, reason: cellReason(space, def, time) });
  }
  return out;
}

export interface CellPair {
  /** `0000:00:03.0/virtio-net`, with queue and name. */
  readonly device: string;
  readonly queue: number;
  readonly name: string;
  /** Definition in each capture; null where it has none. */
  readonly a: CellDef | null;
  readonly b: CellDef | null;
}

/** All cells of two captures, those of `a` first, then what only `b` has. */
export function pairCells(a: readonly CellDef[], b: readonly CellDef[]): readonly CellPair[] {
  const key = ({ device, queue, name }: CellDef): string => `${device} ${queue} ${name}`;
  const others = new Map(b.map((def) => [key(def), def]));
  const pairs = a.map((def): CellPair => {
    const { device, queue, name } = def;
    const other = others.get(key(def)) ?? null;
    others.delete(key(def));
    return { device, queue, name, a: def, b: other };
  });
  const rest = [...others.values()].map(({ device, queue, name, ...more }): CellPair => {
    return { device, queue, name, a: null, b: { device, queue, name, ...more } };
  });
  return [...pairs, ...rest];
}

export interface CellDifference extends CellPair {
  /** NaN where the capture has no such cell. */
  readonly valueA: number;
  readonly valueB: number;
}

/** Cells of one side whose values differ between two captures. */
export function diffStates(pairs: readonly CellPair[], a: Float64Array, b: Float64Array): readonly CellDifference[] {
  const out: CellDifference[] = [];
  for (const pair of pairs) {
    const valueA = pair.a ? a[pair.a.id]! : NaN;
    const valueB = pair.b ? b[pair.b.id]! : NaN;
    if (valueA !== valueB) out.push({ ...pair, valueA, valueB });
  }
  return out;
}
