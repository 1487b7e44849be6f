// What came of an intervention in the run that has it.
import { EventKind } from '../../engine/capture/event-kinds.ts';
import type { RunDocument } from '../../store/documents.ts';

export type InterventionOutcome = 'done' | 'not possible' | 'not reached';

/** `index` is the place in the scenario's list. */
export function outcomeOf({ capture }: RunDocument, index: number): InterventionOutcome {
  const { events } = capture.source;
  for (let row = 0; row < events.length; row++) {
    if (events.kind[row] === EventKind.Intervention && events.subject[row] === index)
      return events.after[row] === 1 ? 'done' : 'not possible';
  }
  return 'not reached';
}
