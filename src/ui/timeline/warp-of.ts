// The axis of a document: how long the whole is, and how short phases get room.
import type { OpenDocument } from '../../store/documents.ts';
import type { AxisBy } from '../../store/timeline-slice.ts';
import { phaseWarp, STRAIGHT, type Range, type Warp } from './axis.ts';

/** What a cut file is shown longer by. */
const MISSING = 0.08;

export function wholeOf(document: OpenDocument): Range {
  if (document.kind === 'run')
    return { from: document.startTime, to: Math.max(document.endTime, document.startTime + 1) };
  const { length } = document.stream;
  const isCut = document.inspection.sections.some(({ complete }) => !complete);
  return { from: 0, to: Math.max(1, isCut ? Math.ceil(length * (1 + MISSING)) : length) };
}

/** Shortest view: ns of a run, bytes of a file. */
export const leastView = (document: OpenDocument): number => (document.kind === 'run' ? 1000 : 64);

export function warpOf(document: OpenDocument, axisBy: AxisBy): Warp {
  return document.kind === 'run' && axisBy === 'phase' ? phaseWarp(document.phases) : STRAIGHT;
}
