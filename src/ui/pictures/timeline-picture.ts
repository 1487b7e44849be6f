// The timeline as a picture that stands alone: the same layout as on the screen, with the names of the rows and a line that
// says what it shows, that its time is virtual, and what is modelled.
import { frameOf } from '../../engine/capture/span-query.ts';
import { formatMs } from '../../engine/bytes/text.ts';
import { strategyText } from '../../engine/scenario/scenario.ts';
import type { AppState } from '../../store/app-store.ts';
import type { OpenDocument } from '../../store/documents.ts';
import { Axis } from '../timeline/axis.ts';
import { FILE_LANE_HEIGHT, FILE_LANES } from '../timeline/file-lanes.ts';
import { fileModel } from '../timeline/file-model.ts';
import { layoutFile } from '../timeline/layout-file.ts';
import { layoutRun } from '../timeline/layout-run.ts';
import { runModel } from '../timeline/run-model.ts';
import { arrangedLanes, lanesInRoom, withNotes, type LanesShown } from '../timeline/lanes.ts';
import { bookmarkMarks } from '../timeline/marks.ts';
import { LANE_HEIGHT, TOP } from '../timeline/run-scene.ts';
import { warpOf, wholeOf } from '../timeline/warp-of.ts';
import { Sketch, type Measure, type Picture } from './picture.ts';

/** Height of the line under the picture. */
const CAPTION = 24;

type Shown = Pick<AppState, 'document' | 'axisBy' | 'view' | 'range' | 'time' | 'selection' | 'bookmarks'>;

/** Null when nothing is open. */
export function timelinePicture(state: Shown, width: number, measure: Measure): Picture | null {
  const { document } = state;
  if (!document) return null;
  const shown = lanesInRoom(withNotes(arrangedLanes(), state.bookmarks.length > 0), Infinity, 0);
  const picture = body(document, state, shown, width, measure);
  const isRun = document.kind === 'run';
  const [height, names] = isRun ? [LANE_HEIGHT, shown.names] : [FILE_LANE_HEIGHT, FILE_LANES];
  const sketch = new Sketch(measure);
  sketch.text(12, 10, 'overview', 'sans', 'text-2');
  sketch.text(12, 30, isRun ? 'phase' : 'offset', 'sans', 'text-2');
  for (const [i, name] of names.entries()) sketch.text(12, TOP + (i + 0.5) * height, name, 'sans', 'text');
  sketch.text(12, picture.height + CAPTION / 2, caption(document, state), 'sans', 'text-2');
  return { width, height: picture.height + CAPTION, shapes: [...picture.shapes, ...sketch.shapes] };
}

export function caption(document: OpenDocument, { axisBy, time }: Pick<AppState, 'axisBy' | 'time'>): string {
  if (document.kind === 'file') return `${document.name} · offsets in bytes · Migrascope`;
  const scale = axisBy === 'phase' ? 'short phases drawn wider, ×n to scale' : 'to scale';
  return `${document.name}, ${strategyText(document.scenario.strategy)} · virtual time, at ${formatMs(time)} · ${scale} · link and load times modelled, not measured · Migrascope`;
}

function body(document: OpenDocument, state: Shown, lanes: LanesShown, width: number, measure: Measure): Picture {
  const { axisBy, view, range, time, selection, bookmarks } = state;
  const notes = bookmarkMarks(document, bookmarks);
  const whole = wholeOf(document);
  const axis = new Axis(view ?? whole, width, warpOf(document, axisBy));
  const row = selection?.row ?? -1;
  if (document.kind === 'file') {
    const selected = selection && row >= 0 ? { from: selection.start, to: selection.end } : null;
    const { length } = document.stream;
    const model = fileModel(document);
    return layoutFile({ model, length, axis, whole, selection: selected, range, marks: notes }, measure);
  }
  const model = runModel(document);
  return layoutRun(
    {
      phases: document.phases,
      downtime: document.capture.outcome.downtime,
      model,
      axis,
      whole,
      time,
      lanes: lanes.names,
      pinned: lanes.pinned,
      selectedFrame: row >= 0 ? frameOf(document.inspection.spans, row) : -1,
      range,
      marks: [...model.marks, ...notes],
    },
    measure,
  );
}
