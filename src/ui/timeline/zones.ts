// What a pointer takes hold of where it goes down, and what a drag makes of it. Pixels from the canvas's top left. Pure.
import type { Axis } from './axis.ts';
import { GUTTER, pan, resize, type Range } from './axis.ts';
import { overviewEdges } from './layout-run.ts';

/** How near an edge or a line counts as on it, CSS pixels. */
const REACH = 5;

export type Zone =
  | { readonly kind: 'overview-edge'; readonly end: 'from' | 'to' }
  | { readonly kind: 'overview-frame' }
  | { readonly kind: 'overview' }
  | { readonly kind: 'cursor' }
  | { readonly kind: 'range-edge'; readonly end: 'from' | 'to' }
  | { readonly kind: 'lanes' };

interface Place {
  readonly axis: Axis;
  readonly whole: Range;
  /** Value at the cursor. */
  readonly here: number;
  readonly range: Range | null;
}

export function zoneAt({ axis, whole, here, range }: Place, x: number, y: number): Zone {
  if (y < 20) {
    const { from, to } = overviewEdges(axis, whole);
    if (Math.abs(x - from) <= REACH && x <= (from + to) / 2) return { kind: 'overview-edge', end: 'from' };
    if (Math.abs(x - to) <= REACH) return { kind: 'overview-edge', end: 'to' };
    const isWhole = to - from > axis.plot - 1;
    return x > from && x < to && !isWhole ? { kind: 'overview-frame' } : { kind: 'overview' };
  }
  if (range) {
    if (Math.abs(x - axis.x(range.from)) <= REACH) return { kind: 'range-edge', end: 'from' };
    if (Math.abs(x - axis.x(range.to)) <= REACH) return { kind: 'range-edge', end: 'to' };
  }
  if (y < 40 || Math.abs(x - axis.x(here)) <= REACH) return { kind: 'cursor' };
  return { kind: 'lanes' };
}

/** The view after a drag in the overview from `from` to `to` (pixels); `start` is the view as it was. */
export function brushed(zone: Zone, start: Axis, whole: Range, from: number, to: number, least: number): Range {
  const scale = (whole.to - whole.from) / start.plot;
  const at = (x: number): number => whole.from + (Math.max(GUTTER, Math.min(GUTTER + start.plot, x)) - GUTTER) * scale;
  if (zone.kind === 'overview-edge') return resize(start.view, whole, zone.end, at(to), least);
  if (zone.kind === 'overview-frame') return pan(start.view, whole, (to - from) * scale);
  const [a, b] = [at(from), at(to)];
  return { from: Math.min(a, b, whole.to - least), to: Math.max(a, b, Math.min(a, b, whole.to - least) + least) };
}

/** A drag this short is a click, CSS pixels. */
export const CLICK = 3;
