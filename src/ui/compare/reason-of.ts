// Why a value of the destination differs at the cursor: from the end of the load on, what the run is known to have ended with
// otherwise has its own reason.
import type { CellDef } from '../../engine/capture/cells.ts';
import { cellReason, REASON_TEXT } from '../../engine/compare/reason.ts';
import { DIFFERENCE_TEXT } from '../../engine/migration/differences.ts';
import { namedDifferences } from '../../store/differences.ts';
import type { RunDocument } from '../../store/documents.ts';
import { reasonSpaceOf } from '../../store/reason-space.ts';

export function reasonOf(document: RunDocument, def: CellDef, time: number): { short: string; text: string } {
  const reason = cellReason(reasonSpaceOf(document), def, time);
  if (reason === 'lost' || reason === 'read anew' || reason === 'moved on') {
    const { values } = document.state.destination;
    const named = namedDifferences(document).find(({ cell }) => cell?.id === def.id);
    if (named && named.destination === values[def.id])
      return { short: named.reason, text: DIFFERENCE_TEXT[named.reason] };
  }
  return { short: reason, text: REASON_TEXT[reason] };
}
