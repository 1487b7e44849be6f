// What is wrong with what is open: the stream's diagnostics, and for a run what the destination printed, with the place
// and the cause that the error desk knows. Worked out once for each document.
import type { Diagnostic } from '../../engine/inspect/inspection.ts';
import type { OpenDocument, RunDocument } from '../../store/documents.ts';
import { analyse, placeOf } from './error-desk/analyse.ts';

const known = new WeakMap<OpenDocument, readonly Diagnostic[]>();

export function diagnosticsOf(document: OpenDocument): readonly Diagnostic[] {
  const before = known.get(document);
  if (before) return before;
  const { diagnostics } = document.inspection;
  const all = document.kind === 'run' ? [...diagnostics, ...printed(document)] : diagnostics;
  known.set(document, all);
  return all;
}

function printed(document: RunDocument): readonly Diagnostic[] {
  const { stderr, guestErrors } = document.capture.outcome;
  return analyse([...guestErrors, ...stderr].join('\n')).map((reading): Diagnostic => {
    const { error, message, isCause } = reading;
    return {
      severity: isCause || !error ? 'error' : error.harmless ? 'note' : 'warning',
      offset: placeOf(reading, document),
      message,
      cause: error ? `${error.check} ${error.cause}` : 'Printed by the destination.',
    };
  });
}
