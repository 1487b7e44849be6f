// Draws the map of guest memory. Coordinates are CSS pixels; a cell is CELL on each side with a gap of one. States are
// told by shape first: outline not sent, triangles in flight, dot zeros, small square a clean copy, full square written
// since; the colour says which side has the newest bytes.
import { PageState, type PageMap } from '../../engine/capture/page-map.ts';
import type { Tokens } from '../theme/read-tokens.ts';
import { CELL, cellContent, cellOfPage, heatStep, type MapLayout } from './map-cells.ts';
import type { MemoryArea } from './memory-areas.ts';

export interface MapScene {
  readonly map: PageMap;
  readonly layout: MapLayout;
  readonly areas: readonly MemoryArea[];
  /** The chosen page. */
  readonly page: number;
  /** Times sent instead of states. */
  readonly isHeat: boolean;
  readonly tokens: Tokens;
}

/** Opacity by step of the heat scale; the first is an outline. */
export const HEAT_ALPHA: readonly number[] = [0, 0.15, 0.35, 0.55, 0.78, 1];
const SIZE = CELL - 1;

export function drawMap(canvas: HTMLCanvasElement, scene: MapScene): void {
  const { layout, map, isHeat, tokens } = scene;
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [layout.columns * CELL + 2, layout.rows * CELL + 2];
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const ctx = canvas.getContext('2d');
  if (!ctx) return;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, width, height);
  const cells = Math.ceil(layout.pages / layout.group);
  for (let cell = 0; cell < cells; cell++) {
    const [x, y] = place(layout, cell);
    const { state, share, sends } = cellContent(map, layout, cell);
    if (state < 0) continue;
    if (isHeat) drawHeat(ctx, tokens, x, y, heatStep(sends));
    else drawState(ctx, tokens, x, y, state, 0.45 + 0.55 * share);
  }
  ctx.globalAlpha = 1;
  drawAreas(ctx, scene);
  const chosen = cellOfPage(layout, scene.page);
  if (chosen < 0) return;
  const [x, y] = place(layout, chosen);
  ctx.strokeStyle = tokens.surface;
  ctx.lineWidth = 4;
  ctx.strokeRect(x - 0.5, y - 0.5, SIZE + 1, SIZE + 1);
  ctx.strokeStyle = tokens.accent;
  ctx.lineWidth = 2;
  ctx.strokeRect(x - 0.5, y - 0.5, SIZE + 1, SIZE + 1);
}

function place({ columns }: MapLayout, cell: number): readonly [number, number] {
  return [(cell % columns) * CELL, Math.floor(cell / columns) * CELL];
}

export function drawState(
  ctx: CanvasRenderingContext2D,
  tokens: Tokens,
  x: number,
  y: number,
  state: number,
  alpha: number,
): void {
  const [source, destination] = [tokens['side-source'], tokens['side-destination']];
  ctx.globalAlpha = alpha;
  if (state === PageState.NotSent) {
    ctx.globalAlpha = alpha * 0.6;
    ctx.strokeStyle = source;
    ctx.lineWidth = 1;
    ctx.strokeRect(x + 0.5, y + 0.5, SIZE - 1, SIZE - 1);
  } else if (state === PageState.InFlight) {
    triangle(ctx, source, x, y, x + SIZE, y, x, y + SIZE);
    triangle(ctx, destination, x + SIZE, y + SIZE, x + SIZE, y, x, y + SIZE);
  } else if (state === PageState.Zero) {
    ctx.fillStyle = tokens['text-2'];
    ctx.fillRect(x + 2, y + 2, 1, 1);
  } else if (state === PageState.Loaded) {
    ctx.fillStyle = destination;
    ctx.fillRect(x + 1, y + 1, SIZE - 2, SIZE - 2);
  } else {
    ctx.fillStyle = state === PageState.DirtyAgain ? source : destination;
    ctx.fillRect(x, y, SIZE, SIZE);
  }
}

function triangle(ctx: CanvasRenderingContext2D, fill: string, ...points: readonly number[]): void {
  ctx.fillStyle = fill;
  ctx.beginPath();
  ctx.moveTo(points[0]!, points[1]!);
  ctx.lineTo(points[2]!, points[3]!);
  ctx.lineTo(points[4]!, points[5]!);
  ctx.fill();
}

export function drawHeat(ctx: CanvasRenderingContext2D, tokens: Tokens, x: number, y: number, step: number): void {
  ctx.globalAlpha = step === 0 ? 0.5 : HEAT_ALPHA[step]!;
  if (step === 0) {
    ctx.strokeStyle = tokens['text-2'];
    ctx.lineWidth = 1;
    ctx.strokeRect(x + 0.5, y + 0.5, SIZE - 1, SIZE - 1);
  } else {
    ctx.fillStyle = tokens.text;
    ctx.fillRect(x, y, SIZE, SIZE);
  }
}

/** Rings get an outline around each run of cells, buffers a line below them. */
function drawAreas(ctx: CanvasRenderingContext2D, { areas, layout, tokens }: MapScene): void {
  for (const { kind, pages } of areas) {
    const cells = [...new Set(pages.map((page) => cellOfPage(layout, page)))].filter((cell) => cell >= 0);
    ctx.strokeStyle = kind === 'ring' ? tokens.text : tokens['text-2'];
    ctx.lineWidth = 1;
    for (let i = 0; i < cells.length;) {
      const from = cells[i]!;
      let end = from;
      while (cells[++i] === end + 1 && (end + 1) % layout.columns !== 0) end++;
      const [x, y] = place(layout, from);
      const length = (end - from + 1) * CELL;
      if (kind === 'ring') ctx.strokeRect(x - 0.5, y - 0.5, length, CELL);
      else {
        ctx.beginPath();
        ctx.moveTo(x, y + CELL - 0.5);
        ctx.lineTo(x + length - 1, y + CELL - 0.5);
        ctx.stroke();
      }
    }
  }
}
