// One axis for two sides, so that zooming and panning go over both: positions of the shown side, and for the other side a
// warp that puts what belongs together at the same place. By time both run as they are; by phase or frame the phases
// begin at the same places; streams with a file among them are put section by section. Pure.
import type { Link } from '../../engine/compare/linked.ts';
import type { SectionDifference } from '../../engine/compare/stream-diff.ts';
import type { OpenDocument, RunDocument } from '../../store/documents.ts';
import { phaseWarp, STRAIGHT, Warp, type Range } from '../timeline/axis.ts';
import { wholeOf } from '../timeline/warp-of.ts';

export interface LinkedAxis {
  /** Positions from the first to the last of both. */
  readonly whole: Range;
  readonly a: Warp;
  readonly b: Warp;
  /** Shortest view. */
  readonly least: number;
}

/** ns, and bytes. */
const LEAST_TIME = 1000;
const LEAST_BYTES = 64;

export function linkedAxis(
  a: OpenDocument,
  b: OpenDocument,
  link: Link,
  sections: readonly SectionDifference[],
): LinkedAxis {
  if (a.kind === 'run' && b.kind === 'run') {
    if (link === 'time') return { ...over(a, b, STRAIGHT, STRAIGHT), least: LEAST_TIME };
    const warp = phaseWarp(a.phases);
    const knots = phaseKnots(a, b).map(([there, here]) => [there, warp.position(here)] as const);
    return { ...over(a, b, warp, warpOfKnots(knots)), least: LEAST_TIME };
  }
  return { ...over(a, b, STRAIGHT, warpOfKnots(frameKnots(a, b, sections))), least: LEAST_BYTES };
}

function over(a: OpenDocument, b: OpenDocument, warpA: Warp, warpB: Warp): Omit<LinkedAxis, 'least'> {
  const [wholeA, wholeB] = [spanOf(a, b), spanOf(b, a)];
  const whole = {
    from: Math.min(warpA.position(wholeA.from), warpB.position(wholeB.from)),
    to: Math.max(warpA.position(wholeA.to), warpB.position(wholeB.to)),
  };
  return { whole, a: warpA, b: warpB };
}

/** All of a document, in ns where both are runs, else in bytes. */
function spanOf(document: OpenDocument, other: OpenDocument): Range {
  return document.kind === 'run' && other.kind === 'file' ? { from: 0, to: document.stream.length } : wholeOf(document);
}

/** Where setup, the passes, the stop and the resumed guest begin and end, in b and in a. */
function phaseKnots(a: RunDocument, b: RunDocument): readonly (readonly [number, number])[] {
  const knots: (readonly [number, number])[] = [];
  for (const kind of ['setup', 'iterate', 'stop', 'resumed'] as const) {
    const [inA, inB] = [a, b].map(({ phases }) => phases.filter((phase) => phase.kind === kind));
    if (inA!.length === 0 || inB!.length === 0) continue;
    knots.push([inB![0]!.start, inA![0]!.start], [inB!.at(-1)!.end, inA!.at(-1)!.end]);
  }
  return knots;
}

/** Where frames that both have begin, in b and in a; in the order of a, as long as b has them in that order. */
export function frameKnots(
  a: Pick<OpenDocument, 'inspection'>,
  b: Pick<OpenDocument, 'inspection'>,
  sections: readonly SectionDifference[],
): readonly (readonly [number, number])[] {
  const knots = sections
    .filter((pair) => pair.a >= 0 && pair.b >= 0)
    .map((pair) => [b.inspection.spans.start[pair.b]!, a.inspection.spans.start[pair.a]!] as const);
  return [...knots, [b.inspection.length, a.inspection.length]];
}

/** A warp through [value, position] pairs; those that do not grow are left out. */
export function warpOfKnots(knots: readonly (readonly [number, number])[]): Warp {
  const values: number[] = [];
  const positions: number[] = [];
  for (const [value, position] of knots) {
    if (values.length > 0 && (value <= values.at(-1)! || position <= positions.at(-1)!)) continue;
    values.push(value);
    positions.push(position);
  }
  return values.length < 2 ? STRAIGHT : new Warp(values, positions);
}
