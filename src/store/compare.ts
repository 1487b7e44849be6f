// Two open documents side by side, but for their bytes (compare/comparison-store.ts): what a compare panel asks for at
// once. Runs and files in any mixture; what a file cannot answer is empty or null. States are its own, so that neither
// document's cursor moves.
import { SideState } from '../engine/capture/seek.ts';
import { countsAfterHead } from '../engine/capture/timeline.ts';
import type { Side } from '../engine/capture/capture.ts';
import { diffFigures, figuresOf, type FigureDifference } from '../engine/compare/figures.ts';
import { linkedHead, type Link } from '../engine/compare/linked.ts';
import {
  diffSides,
  diffStates,
  pairCells,
  type CellDifference,
  type SideDifference,
} from '../engine/compare/state-diff.ts';
import { headTime, type OpenDocument, type RunDocument } from './documents.ts';
import { reasonSpaceOf, runSpaceOf } from './reason-space.ts';

export interface Comparison {
  readonly a: OpenDocument;
  readonly b: OpenDocument;
  readonly figures: readonly FigureDifference[];
  /** The head of b that belongs to head `head` of a; null unless both are runs. */
  readonly linked: (head: number, link: Link) => number | null;
  /** The head of a that belongs to head `head` of b; null unless both are runs. */
  readonly linkedBack: (head: number, link: Link) => number | null;
  /** Cells of a side that differ with a after `headA` and b after `headB`; empty unless both are runs. */
  readonly cells: (side: Side, headA: number, headB: number) => readonly CellDifference[];
}

export function compareDocuments(a: OpenDocument, b: OpenDocument): Comparison {
  const runs = a.kind === 'run' && b.kind === 'run' ? { a, b } : null;
  const pairs = runs ? pairCells(runs.a.capture.cells, runs.b.capture.cells) : [];
  const states = runs && { a: sideStates(runs.a), b: sideStates(runs.b) };
  return {
    a,
    b,
    figures: diffFigures(
      figuresOf(a.inspection, a.kind === 'run' ? a.capture : null),
      figuresOf(b.inspection, b.kind === 'run' ? b.capture : null),
    ),
    linked: (head, link) => runs && linkedHead(runSpaceOf(runs.a), runSpaceOf(runs.b), head, link),
    linkedBack: (head, link) => runs && linkedHead(runSpaceOf(runs.b), runSpaceOf(runs.a), head, link),
    cells: (side, headA, headB) => {
      if (!runs || !states) return [];
      states.a[side].seek(countsAfterHead(runs.a.timeline, headA)[side]);
      states.b[side].seek(countsAfterHead(runs.b.timeline, headB)[side]);
      return diffStates(pairs, states.a[side].values, states.b[side].values);
    },
  };
}

function sideStates({ capture }: RunDocument): Readonly<Record<Side, SideState>> {
  const of = (side: Side): SideState => new SideState(capture[side], capture.arena, capture.stream);
  return { source: of('source'), destination: of('destination') };
}

/** Source against destination of a run at its cursor, with reasons. `cursor` is where the document's states stand. */
export function differencesAt(document: RunDocument, cursor: number): readonly SideDifference[] {
  const { source, destination } = document.state;
  return diffSides(reasonSpaceOf(document), source.values, destination.values, headTime(document, cursor));
}
