// Draws the strip over an opened file. Coordinate space as in draw-run.ts: overview 0-20, offsets 20-40, lanes from 40.
import { hex } from '../../engine/bytes/text.ts';
import type { Tokens } from '../theme/read-tokens.ts';
import { Axis, GUTTER, type Range } from './axis.ts';
import { FILE_LANE_HEIGHT, FILE_LANES } from './file-lanes.ts';
import { NON_ZERO_BLOCK, type Block, type FileModel } from './file-model.ts';

export interface FileScene {
  readonly model: FileModel;
  readonly axis: Axis;
  readonly whole: Range;
  readonly selection: Range | null;
  readonly tokens: Tokens;
}

const TOP = 40;
const HEIGHT = TOP + FILE_LANES.length * FILE_LANE_HEIGHT;

export function drawFile(ctx: CanvasRenderingContext2D, scene: FileScene): void {
  const { axis, whole, tokens, model } = scene;
  ctx.clearRect(0, 0, axis.width, HEIGHT + 1);
  ctx.textBaseline = 'middle';
  ctx.font = '12px "Inter Variable", Inter, sans-serif';
  overview(ctx, scene, new Axis(whole, axis.width));
  ruler(ctx, axis, tokens);
  ctx.save();
  ctx.beginPath();
  ctx.rect(GUTTER, TOP, axis.plot, HEIGHT);
  ctx.clip();
  blocks(ctx, scene, model.groups, 0);
  blocks(ctx, scene, model.sections, 1);
  blocks(ctx, scene, model.parts, 2);
  nonZero(ctx, scene);
  ctx.restore();
  for (let lane = 0; lane <= FILE_LANES.length; lane++) {
    ctx.fillStyle = tokens['line-2'];
    ctx.fillRect(0, TOP + lane * FILE_LANE_HEIGHT, axis.width, 1);
  }
  if (!scene.selection) return;
  const x = Math.round(axis.clampedX(scene.selection.from)) + 0.5;
  ctx.strokeStyle = tokens.accent;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.moveTo(x, 20);
  ctx.lineTo(x, HEIGHT);
  ctx.stroke();
  ctx.lineWidth = 1;
}

function overview(ctx: CanvasRenderingContext2D, { model, axis, tokens }: FileScene, all: Axis): void {
  ctx.fillStyle = tokens.raised;
  ctx.fillRect(0, 0, axis.width, 20);
  for (const group of model.groups) {
    ctx.globalAlpha = group.strong ? 0.7 : 0.28;
    ctx.fillStyle = group.strong ? tokens['side-source'] : tokens['text-2'];
    ctx.fillRect(all.x(group.start) + 0.5, 5, Math.max(1, all.x(group.end) - all.x(group.start) - 1), 10);
  }
  ctx.globalAlpha = 1;
  const from = all.x(axis.view.from);
  const to = all.x(axis.view.to);
  ctx.strokeStyle = tokens.accent;
  ctx.strokeRect(Math.round(from) + 0.5, 1.5, Math.max(2, Math.round(to - from) - 1), 17);
  ctx.fillStyle = tokens.accent;
  ctx.fillRect(from - 1, 5, 4, 10);
  ctx.fillRect(to - 3, 5, 4, 10);
  ctx.fillStyle = tokens.line;
  ctx.fillRect(0, 20, axis.width, 1);
}

/** Offsets at round numbers, at most one in 120 px. */
function ruler(ctx: CanvasRenderingContext2D, axis: Axis, tokens: Tokens): void {
  const span = axis.view.to - axis.view.from;
  let step = 16;
  while ((span / step) * 120 > axis.plot) step *= 2;
  ctx.font = '12px "JetBrains Mono Variable", monospace';
  for (let at = Math.ceil(axis.view.from / step) * step; at <= axis.view.to; at += step) {
    const x = axis.x(at);
    ctx.fillStyle = tokens['text-2'];
    ctx.fillRect(Math.round(x), 34, 1, 6);
    ctx.fillText(hex(at, 5), x + 5, 30);
    ctx.fillStyle = tokens['line-2'];
    ctx.fillRect(Math.round(x), TOP, 1, HEIGHT - TOP);
  }
  ctx.font = '12px "Inter Variable", Inter, sans-serif';
}

function blocks(
  ctx: CanvasRenderingContext2D,
  { axis, tokens, selection }: FileScene,
  list: readonly Block[],
  lane: number,
): void {
  const top = TOP + lane * FILE_LANE_HEIGHT + 6;
  let painted = -1;
  for (const block of list) {
    if (block.end < axis.view.from || block.start > axis.view.to) continue;
    const left = axis.clampedX(block.start);
    const width = Math.max(1, axis.clampedX(block.end) - left - 1);
    if (left + width <= painted) continue;
    painted = left + width;
    ctx.globalAlpha = block.strong ? (lane === 2 ? 0.45 : 1) : 0.32;
    ctx.fillStyle = block.strong ? tokens['side-source'] : tokens['text-2'];
    ctx.fillRect(left, top, width, 18);
    ctx.globalAlpha = 1;
    if (selection && block.start <= selection.from && selection.to <= block.end && lane === 1) {
      ctx.strokeStyle = tokens.accent;
      ctx.lineWidth = 2;
      ctx.strokeRect(left - 1, top - 1, width + 2, 20);
      ctx.lineWidth = 1;
    }
    if (width < 30 || ctx.measureText(block.label).width > width - 8) continue;
    ctx.fillStyle = block.strong && lane !== 2 ? tokens.surface : tokens.text;
    ctx.fillText(block.label, left + 4, top + 9.5);
  }
}

function nonZero(ctx: CanvasRenderingContext2D, { model, axis, tokens }: FileScene): void {
  const bottom = HEIGHT - 2;
  const { nonZero: counts } = model;
  ctx.fillStyle = tokens['text-2'];
  if (counts.length === 0) {
    ctx.fillText('not counted above 64 MiB', GUTTER + 8, bottom - 12);
    return;
  }
  ctx.globalAlpha = 0.6;
  for (let x = 0; x < axis.plot; x += 4) {
    const from = Math.floor(axis.value(GUTTER + x) / NON_ZERO_BLOCK);
    const to = Math.max(from + 1, Math.floor(axis.value(GUTTER + x + 4) / NON_ZERO_BLOCK));
    let sum = 0;
    for (let i = from; i < to; i++) sum += counts[i] ?? 0;
    const share = sum / ((to - from) * NON_ZERO_BLOCK);
    ctx.fillRect(GUTTER + x, bottom - share * 22, 3, share * 22);
  }
  ctx.globalAlpha = 1;
}
