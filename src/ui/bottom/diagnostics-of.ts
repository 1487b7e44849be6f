// What is wrong with what is open: the stream's diagnostics, for a run what the destination printed, with the place and the
// cause that the error desk knows, and what it ended with otherwise than the source. Worked out once for each document.
import { hex } from '../../engine/bytes/text.ts';
import type { Diagnostic, Severity } from '../../engine/inspect/inspection.ts';
import type { OpenDocument, RunDocument } from '../../store/documents.ts';
import { DIFFERENCE_TEXT, type DifferenceReason, type NamedDifference } from '../../engine/migration/differences.ts';
import { cellText } from '../compare/cell-text.ts';
import { namedDifferences } from '../../store/differences.ts';
import { analyse, placeOf } from './error-desk/analyse.ts';

const known = new WeakMap<OpenDocument, readonly Diagnostic[]>();

export function diagnosticsOf(document: OpenDocument): readonly Diagnostic[] {
  const before = known.get(document);
  if (before) return before;
  const { diagnostics } = document.inspection;
  const all = document.kind === 'run' ? [...diagnostics, ...printed(document), ...differing(document)] : diagnostics;
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

const SEVERITY: Readonly<Partial<Record<DifferenceReason, Severity>>> = { unexplained: 'error', 'not carried': 'note' };
/** Values that one line names. */
const NAMED = 8;

/** One line for each device and reason. */
function differing(document: RunDocument): readonly Diagnostic[] {
  const groups = new Map<string, NamedDifference[]>();
  for (const difference of namedDifferences(document)) {
    const key = `${difference.cell?.device ?? 'RAM'} ${difference.reason}`;
    groups.set(key, [...(groups.get(key) ?? []), difference]);
  }
  return Array.from(groups.values(), (list): Diagnostic => {
    const [{ cell, reason, offset }] = list as [NamedDifference];
    const rest = list.length > NAMED ? ` and ${list.length - NAMED} more` : '';
    const named = list
      .slice(0, NAMED)
      .map((one) => differenceText(document, one))
      .join(', ');
    return {
      severity: SEVERITY[reason] ?? 'warning',
      offset,
      message: `${cell?.device ?? 'RAM'} is not as at the source: ${named}${rest} (${reason})`,
      cause: DIFFERENCE_TEXT[reason],
    };
  });
}

function differenceText({ capture }: RunDocument, { cell, page, source, destination }: NamedDifference): string {
  if (!cell) return `page ${hex(page)}`;
  const name = cell.queue < 0 ? cell.name : `queue ${cell.queue} ${cell.name}`;
  return `${name} ${cellText(capture, cell, source)} → ${cellText(capture, cell, destination)}`;
}
