// The values in which the two sides differ at the cursor, in the order of the cells: for stepping from one to the next.
import type { RunDocument } from '../../store/documents.ts';
import type { AppState } from '../../store/app-store.ts';

/** Cells whose values differ now; those that QEMU never migrates are no difference worth a step. */
export function differingCells(document: RunDocument): readonly number[] {
  const { source, destination } = document.state;
  return document.capture.cells
    .filter(({ id, mark }) => mark !== 'none' && source.values[id] !== destination.values[id])
    .map(({ id }) => id);
}

/** The differing cell after or before the selected one, going round at the ends; null when nothing differs. */
export function nextDifference(
  state: Pick<AppState, 'document' | 'selection'>,
  direction: 1 | -1,
): { readonly cell: number; readonly queue: number } | null {
  const { document, selection } = state;
  if (document?.kind !== 'run') return null;
  const cells = differingCells(document);
  if (cells.length === 0) return null;
  const from = selection?.cell ?? -1;
  const cell =
    direction > 0
      ? (cells.find((id) => id > from) ?? cells[0]!)
      : (cells.findLast((id) => id < from) ?? cells[cells.length - 1]!);
  return { cell, queue: document.capture.cells[cell]!.queue };
}
