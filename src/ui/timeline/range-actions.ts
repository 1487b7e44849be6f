// What can be done with the timeline from anywhere by keys: mark a stretch, zoom into it and back out, write a note. For
// the one list of actions; the timeline's own keys (timeline-keys.ts) need it to have the focus.
import { frameOf } from '../../engine/capture/span-query.ts';
import type { AppActions, AppState } from '../../store/app-store.ts';
import type { OpenDocument } from '../../store/documents.ts';
import { notePlace, takeNote } from '../bottom/take-note.ts';
import { hasDocument } from '../shortcuts/conditions.ts';
import { registerActions, type Action } from '../shortcuts/registry.ts';
import { fit, type Range } from './axis.ts';
import { VIEW_MOVES, type ViewMove } from './view-moves.ts';
import { leastView, warpOf, wholeOf } from './warp-of.ts';

type Store = AppState & AppActions;

const hasRange = (state: AppState): boolean => state.range !== null;
const isZoomed = (state: AppState): boolean => state.view !== null || state.crumbs.length > 0;

const hereOf = ({ document, time, selection }: AppState): number =>
  document?.kind === 'run' ? time : (selection?.start ?? 0);

/** The view that shows a stretch, with room (a share of its length) on either side. */
export function viewOfRange(
  document: OpenDocument,
  state: Pick<AppState, 'axisBy'>,
  range: Range,
  room: number,
): Range {
  const warp = warpOf(document, state.axisBy);
  return fit(warp.position(range.from), warp.position(range.to), wholeOf(document), leastView(document), room);
}

/** While the selected section is sent, or where it lies in a file; else the phase at the cursor. */
export function stretchHere({ document, selection, time }: AppState): Range | null {
  if (!document) return null;
  const row = selection && selection.row >= 0 ? frameOf(document.inspection.spans, selection.row) : -1;
  const frame = document.frames.find((one) => one.row === row);
  if (document.kind === 'file') return frame ? { from: frame.start, to: frame.end } : null;
  const sent = frame ? document.link.leftAt(frame.start) : -1;
  if (frame && sent >= 0) return { from: sent, to: Math.max(sent, document.link.leftAt(frame.end - 1)) };
  const phase = document.phases.findLast(({ start }) => start <= time);
  return phase ? { from: phase.start, to: phase.end } : null;
}

const action = (
  id: string,
  label: string,
  key: string,
  shown: string,
  enabled: Action['enabled'],
  run: (store: Store) => void,
  words: string,
): Action => ({ id, label, group: 'Timeline', keys: [key], shown, enabled, run, words });

const RANGE_ACTIONS: readonly Action[] = [
  action(
    'range-mark',
    'Mark a stretch from the cursor, or end it here',
    'r',
    'r',
    hasDocument,
    (s) => s.markRange(hereOf(s)),
    'range selection begin',
  ),
  action(
    'range-here',
    'Mark the selected section, or the phase at the cursor',
    'Shift+R',
    'Shift R',
    hasDocument,
    (s) => {
      const range = stretchHere(s);
      if (range) s.setRange(range);
    },
    'range stretch',
  ),
  action(
    'range-zoom',
    'Zoom into the marked stretch',
    'z',
    'z',
    hasRange,
    (s) => s.document && s.range && s.zoomInto(viewOfRange(s.document, s, s.range, 0)),
    'range in breadcrumb',
  ),
  action(
    'range-fit',
    'Show the marked stretch and its surroundings',
    'f',
    'f',
    hasRange,
    (s) => s.document && s.range && s.setView(viewOfRange(s.document, s, s.range, 0.5)),
    'range fit',
  ),
  action('zoom-out', 'Back to where was zoomed from', 'Backspace', '⌫', isZoomed, (s) => s.zoomOut(), 'breadcrumb'),
  action('zoom-whole', 'The whole on the timeline', '0', '0', isZoomed, (s) => s.setView(null), 'fit all breadcrumb'),
  action(
    'note-here',
    'Note at the cursor, or over the marked stretch',
    'Shift+M',
    'Shift M',
    (state) => notePlace(state) !== null,
    (s) => {
      const place = notePlace(s);
      if (place) takeNote(s, place);
    },
    'bookmark annotation comment time range',
  ),
];

/** Their keys mean something else elsewhere: they are the timeline's own (timeline-keys.ts). */
const moveView = (id: string, move: ViewMove, label: string, shown: string): Action => ({
  id,
  label,
  group: 'Timeline',
  keys: [],
  shown: `${shown} on it`,
  enabled: hasDocument,
  run: (s) => {
    const { document } = s;
    if (!document) return;
    const whole = wholeOf(document);
    const at = warpOf(document, s.axisBy).position(hereOf(s));
    s.setView(VIEW_MOVES[move]({ view: s.view ?? whole, whole, at, least: leastView(document) }));
  },
  words: 'timeline view pan wasd',
});

const VIEW_ACTIONS: readonly Action[] = [
  moveView('view-in', 'in', 'Zoom in at the cursor', 'w'),
  moveView('view-out', 'out', 'Zoom out at the cursor', 's'),
  moveView('view-left', 'left', 'To the left on the timeline', 'a'),
  moveView('view-right', 'right', 'To the right on the timeline', 'd'),
];

registerActions([...RANGE_ACTIONS, ...VIEW_ACTIONS]);
