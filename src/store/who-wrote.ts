// "Who wrote this" for what is selected: a cell of a side, or bytes of the stream, at the cursor of a run.
import { whoWroteByte, whoWroteCell, type Hop } from '../engine/capture/provenance.ts';
import { countsAfterHead } from '../engine/capture/timeline.ts';
import type { RunDocument } from './documents.ts';
import { runSpaceOf } from './reason-space.ts';
import type { Selection } from './selection.ts';

/** Hops from the selection back, the latest first; empty when nothing made it that the run knows of. */
export function whoWrote(document: RunDocument, selection: Selection, cursor: number): readonly Hop[] {
  const space = runSpaceOf(document);
  if (selection.cell >= 0 && selection.side !== null) {
    const counts = countsAfterHead(document.timeline, cursor);
    return whoWroteCell(space, selection.side, selection.cell, counts[selection.side]);
  }
  return selection.end > selection.start ? whoWroteByte(space, selection.start) : [];
}
