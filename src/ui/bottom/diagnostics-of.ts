// What is wrong with what is open: the stream's diagnostics, for a run what either QEMU printed, with the place and the cause
// that the error desk knows, where the guest runs when that is not where it should, and what the destination ended with
// otherwise than the source. Worked out once for each document.
import { hex } from '../../engine/bytes/text.ts';
import type { GuestPlace, Side } from '../../engine/capture/capture.ts';
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
  const all =
    document.kind === 'run'
      ? [...diagnostics, ...printed(document), ...misplaced(document), ...differing(document)]
      : diagnostics;
  known.set(document, all);
  return all;
}

function printed(document: RunDocument): readonly Diagnostic[] {
  const { stderr, guestErrors, sourceStderr } = document.capture.outcome;
  const destination = linesOf([...guestErrors, ...stderr], 'destination', document);
  const source = linesOf(sourceStderr, 'source', document);
  // When both speak, the source only says that the other end failed.
  return [
    ...destination,
    ...source.map((one) => (destination.length > 0 ? { ...one, severity: 'note' as const } : one)),
  ];
}

function linesOf(lines: readonly string[], side: Side, document: RunDocument): readonly Diagnostic[] {
  return analyse(lines.join('\n')).map((reading): Diagnostic => {
    const { error, message, isCause } = reading;
    return {
      severity: isCause || !error ? 'error' : error.harmless ? 'note' : 'warning',
      offset: placeOf(reading, document),
      message: side === 'source' ? `source: ${message}` : message,
      cause: error ? `${error.check} ${error.cause}` : `Printed by the ${side}.`,
    };
  });
}

const MISPLACED: Readonly<Partial<Record<GuestPlace, readonly [message: string, cause: string]>>> = {
  both: [
    'The guest runs on both sides',
    'The destination had read an end of the stream and went on; the source was cancelled, or met an error, after it had sent that, and went on too. Both write to the same disks: a management tool must end one of them.',
  ],
  nowhere: [
    'The guest runs nowhere',
    'The source’s QEMU died, and what the destination had got was not enough to go on.',
  ],
};

function misplaced(document: RunDocument): readonly Diagnostic[] {
  const found = MISPLACED[document.capture.outcome.guest];
  return found ? [{ severity: 'error', offset: -1, message: found[0], cause: found[1] }] : [];
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
