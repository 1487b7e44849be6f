// What a breakpoint "here" waits for: the selected value's change, the selected flag or section, else the kind of event at
// the cursor.
import { eventKindInfo } from '../../engine/capture/event-kinds.ts';
import { SpanKind } from '../../engine/capture/spans.ts';
import type { BreakpointOn } from '../../engine/breakpoints/breakpoint.ts';
import { cellExpression } from '../../engine/query/event-scope.ts';
import { headEvent, type RunDocument } from '../../store/documents.ts';
import type { Selection } from '../../store/selection.ts';
import { frameAt } from '../stream/current-frame.ts';

const SECTIONS: ReadonlySet<string> = new Set(['START', 'PART', 'END', 'FULL']);

export function breakHere(document: RunDocument, selection: Selection | null, cursor: number): BreakpointOn {
  const { capture, inspection, frames } = document;
  const def = selection && selection.cell >= 0 ? capture.cells[selection.cell] : undefined;
  if (def && selection) {
    const side = selection.side ?? 'destination';
    return { kind: 'value', name: cellExpression(capture.cells, def, side), becomes: '' };
  }
  if (selection && selection.row >= 0) {
    const { spans } = inspection;
    if (spans.kind[selection.row] === SpanKind.Flag)
      return { kind: 'flag', flag: spans.names[spans.name[selection.row]!]!, side: 'either' };
    const frame = frameAt(frames, selection.start);
    if (frame && SECTIONS.has(frame.type))
      return { kind: 'section', type: frame.type, name: frame.idstr, side: 'either' };
  }
  const { side, row } = headEvent(document, cursor);
  return { kind: 'event', event: eventKindInfo(capture[side].events.kind[row]!).name };
}
