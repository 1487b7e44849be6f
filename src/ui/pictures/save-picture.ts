// Saves pictures and tables of what is open as files of the browser. Loaded on the first use. They are made in pieces
// (save-file.ts); what they show is gathered once for a document, for the screen as well.
import type { AppActions, AppState } from '../../store/app-store.ts';
import { fileName, saveFile, type FileToSave } from '../share/save-file.ts';
import { soon } from '../shortcuts/soon.ts';
import { readTokens } from '../theme/read-tokens.ts';
import { downtimeCsv, downtimeMarkdown } from './downtime-table.ts';
import { canvasMeasure } from './paint.ts';
import { imagePng, picturePng } from './png.ts';
import { ringsSvg } from './rings-svg.ts';
import { timelinePicture } from './timeline-picture.ts';
import { svgPieces } from './to-svg.ts';

export type PictureKind = 'timeline-svg' | 'timeline-png' | 'rings-svg' | 'rings-png' | 'downtime-csv' | 'downtime-md';

type Made = Omit<FileToSave, 'name'>;

/** Width of a timeline whose panel cannot be measured, CSS pixels. */
const USUAL_WIDTH = 1440;

/** Answers the file's name; null when it was stopped or there is nothing to show. */
export async function savePicture(
  state: AppState & AppActions,
  kind: PictureKind,
  label: string,
): Promise<string | null> {
  const isRings = kind === 'rings-svg' || kind === 'rings-png';
  if (isRings && !(await soon(() => document.querySelector('[data-rings]') !== null))) {
    const advice = 'Go back to the run and show a device whose driver has given it rings, then save again.';
    state.tellProblem({ title: 'There are no rings to save', where: 'the page', advice });
    return null;
  }
  const made = makePicture(state, kind);
  if (!made || !state.document) return null;
  const [what, extension] = kind.split('-');
  return saveFile(state, label, { ...made, name: `${fileName(state.document.name)}-${what}.${extension}` });
}

const whole = (type: string, text: string): Made => ({ type, pieces: [text], share: () => 1 });

function makePicture(state: AppState, kind: PictureKind): Made | null {
  const { document: open } = state;
  if (kind === 'timeline-svg' || kind === 'timeline-png') return timelineFile(state, kind);
  if (kind === 'rings-svg' || kind === 'rings-png') {
    const rings = ringsSvg(state);
    if (!rings) return null;
    return kind === 'rings-svg' ? whole('image/svg+xml', rings.text) : imagePng(rings);
  }
  if (open?.kind !== 'run') return null;
  return kind === 'downtime-csv'
    ? whole('text/csv', downtimeCsv(open))
    : whole('text/markdown', downtimeMarkdown(open));
}

function timelineFile(state: AppState, kind: 'timeline-svg' | 'timeline-png'): Made | null {
  const scratch = document.createElement('canvas').getContext('2d');
  if (!scratch) return null;
  const width = document.querySelector('[data-testid="timeline"]')?.clientWidth ?? USUAL_WIDTH;
  const picture = timelinePicture(state, width, canvasMeasure(scratch));
  const tokens = readTokens();
  if (!picture) return null;
  if (kind === 'timeline-png') return picturePng(picture, tokens);
  return {
    type: 'image/svg+xml',
    pieces: svgPieces(picture, tokens, `Timeline of ${state.document?.name}`),
    share: (pieces) => pieces / (picture.shapes.length + 3),
  };
}
