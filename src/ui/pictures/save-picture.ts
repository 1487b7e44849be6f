// Saves pictures and tables of what is open as files of the browser. Loaded on the first use.
import type { AppState } from '../../store/app-store.ts';
import { readTokens } from '../theme/read-tokens.ts';
import { downtimeCsv, downtimeMarkdown } from './downtime-table.ts';
import { canvasMeasure, paint } from './paint.ts';
import { ringsSvg } from './rings-svg.ts';
import { timelinePicture } from './timeline-picture.ts';
import { toSvg } from './to-svg.ts';

export type PictureKind = 'timeline-svg' | 'timeline-png' | 'rings-svg' | 'rings-png' | 'downtime-csv' | 'downtime-md';

/** Device pixels of a PNG for each CSS pixel. */
const PNG_SCALE = 2;
/** Width of a timeline whose panel cannot be measured, CSS pixels. */
const USUAL_WIDTH = 1440;

export async function savePicture(state: AppState, kind: PictureKind): Promise<void> {
  const blob = await makePicture(state, kind);
  if (!blob || !state.document) return;
  const name = state.document.name.replace(/[^\w.-]+/g, '-').replace(/^-|-$/g, '');
  const [what, extension] = kind.split('-');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `${name}-${what}.${extension}`;
  link.click();
  // The browser has taken it over by the next turn; the memory is given back later.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function makePicture(state: AppState, kind: PictureKind): Promise<Blob | null> {
  const { document: open } = state;
  if (kind === 'timeline-svg' || kind === 'timeline-png') return timelineFile(state, kind);
  if (kind === 'rings-svg' || kind === 'rings-png') {
    const rings = ringsSvg(state);
    if (!rings) return null;
    if (kind === 'rings-svg') return new Blob([rings.text], { type: 'image/svg+xml' });
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(rings.text)}`;
    await image.decode();
    return png(rings.width, rings.height, (ctx) => ctx.drawImage(image, 0, 0, rings.width, rings.height));
  }
  if (open?.kind !== 'run') return null;
  return kind === 'downtime-csv'
    ? new Blob([downtimeCsv(open)], { type: 'text/csv' })
    : new Blob([downtimeMarkdown(open)], { type: 'text/markdown' });
}

async function timelineFile(state: AppState, kind: 'timeline-svg' | 'timeline-png'): Promise<Blob | null> {
  const scratch = document.createElement('canvas').getContext('2d');
  if (!scratch) return null;
  const width = document.querySelector('[data-testid="timeline"]')?.clientWidth ?? USUAL_WIDTH;
  const picture = timelinePicture(state, width, canvasMeasure(scratch));
  const tokens = readTokens();
  if (!picture) return null;
  if (kind === 'timeline-svg')
    return new Blob([toSvg(picture, tokens, `Timeline of ${state.document?.name}`)], { type: 'image/svg+xml' });
  return png(picture.width, picture.height, (ctx) => {
    paint(ctx, picture, tokens);
    ctx.globalCompositeOperation = 'destination-over';
    ctx.fillStyle = tokens.surface;
    ctx.fillRect(0, 0, picture.width, picture.height);
  });
}

function png(width: number, height: number, draw: (ctx: CanvasRenderingContext2D) => void): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width * PNG_SCALE);
  canvas.height = Math.ceil(height * PNG_SCALE);
  const ctx = canvas.getContext('2d');
  if (!ctx) return Promise.resolve(null);
  ctx.scale(PNG_SCALE, PNG_SCALE);
  draw(ctx);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}
