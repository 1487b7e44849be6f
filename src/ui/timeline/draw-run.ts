// Draws a run's timeline. Coordinate space: CSS pixels, origin at the canvas's top left; rows from the top: overview 0-20,
// phases 20-40, then one lane of 20 each.
import { bisectLeft } from 'd3-array';
import { formatMs } from '../../engine/bytes/text.ts';
import { PHASE_LETTER, type Phase } from '../../store/phases.ts';
import type { RunDocument } from '../../store/documents.ts';
import type { TokenName, Tokens } from '../theme/read-tokens.ts';
import { Axis, GUTTER, type Range } from './axis.ts';
import type { Bar, RunModel } from './run-model.ts';

export const LANES = ['source sections', 'link', 'destination loads', 'guest RX', 'guest TX', 'dirty pages'] as const;
export const LANE_HEIGHT = 20;
export const TOP = 40;

export interface RunScene {
  readonly document: RunDocument;
  readonly model: RunModel;
  readonly axis: Axis;
  readonly whole: Range;
  readonly time: number;
  readonly lanes: number;
  /** Row of the selected frame, or -1. */
  readonly selectedFrame: number;
  readonly tokens: Tokens;
}

const PHASE_TOKEN: Readonly<Record<Phase['kind'], TokenName>> = {
  setup: 'phase-setup',
  iterate: 'phase-iterate',
  stop: 'phase-stop',
  resumed: 'phase-done',
};
const SANS = '12px "Inter Variable", Inter, sans-serif';

export function drawRun(ctx: CanvasRenderingContext2D, scene: RunScene): void {
  const { axis, tokens, lanes } = scene;
  const height = TOP + lanes * LANE_HEIGHT;
  ctx.clearRect(0, 0, axis.width, height + 1);
  ctx.textBaseline = 'middle';
  drawOverview(ctx, scene);
  ctx.save();
  ctx.beginPath();
  ctx.rect(GUTTER, 20, axis.plot, height);
  ctx.clip();
  for (const phase of scene.document.phases) drawPhase(ctx, scene, phase, height);
  const labels: (() => void)[] = [];
  for (let lane = 0; lane < lanes; lane++) drawLane(ctx, scene, lane, TOP + lane * LANE_HEIGHT, labels);
  const now = axis.clampedX(scene.time);
  ctx.globalAlpha = 0.45;
  ctx.fillStyle = tokens.surface;
  ctx.fillRect(now, TOP + 1, axis.width - now, height - TOP);
  ctx.globalAlpha = 1;
  for (const label of labels) label();
  ctx.restore();
  for (let lane = 0; lane <= lanes; lane++) {
    ctx.fillStyle = tokens['line-2'];
    ctx.fillRect(0, TOP + lane * LANE_HEIGHT, axis.width, 1);
  }
  drawCursor(ctx, scene, height);
}

function drawOverview(ctx: CanvasRenderingContext2D, { document, axis, whole, time, tokens }: RunScene): void {
  const all = new Axis(whole, axis.width);
  ctx.fillStyle = tokens.raised;
  ctx.fillRect(0, 0, axis.width, 20);
  for (const phase of document.phases) {
    ctx.globalAlpha = 0.28;
    ctx.fillStyle = tokens[PHASE_TOKEN[phase.kind]];
    ctx.fillRect(all.x(phase.start) + 0.5, 5, Math.max(1, all.x(phase.end) - all.x(phase.start) - 1), 10);
    ctx.globalAlpha = 1;
  }
  const from = all.x(axis.view.from);
  const to = all.x(axis.view.to);
  ctx.strokeStyle = tokens.accent;
  ctx.lineWidth = 1;
  ctx.strokeRect(Math.round(from) + 0.5, 1.5, Math.max(2, Math.round(to - from) - 1), 17);
  ctx.fillStyle = tokens.accent;
  ctx.fillRect(from - 1, 5, 4, 10);
  ctx.fillRect(to - 3, 5, 4, 10);
  ctx.fillStyle = tokens.text;
  ctx.fillRect(Math.round(all.x(time)), 1, 1, 18);
  ctx.fillStyle = tokens.line;
  ctx.fillRect(0, 20, axis.width, 1);
}

function drawPhase(
  ctx: CanvasRenderingContext2D,
  { document, axis, tokens }: RunScene,
  phase: Phase,
  height: number,
): void {
  const left = axis.clampedX(phase.start);
  const right = axis.clampedX(phase.end);
  const width = right - left;
  if (width < 1) return;
  const colour = tokens[PHASE_TOKEN[phase.kind]];
  ctx.fillStyle = colour;
  ctx.globalAlpha = 0.14;
  ctx.fillRect(left, 21, width, 19);
  ctx.globalAlpha = 1;
  ctx.fillRect(left, 38, width, 2);
  if (phase.kind === 'stop') hatch(ctx, left, TOP, width, height - TOP, colour);
  ctx.fillStyle = tokens.line;
  ctx.fillRect(Math.round(left), 21, 1, height - 21);
  if (width < 20) return;
  ctx.fillStyle = colour;
  ctx.beginPath();
  ctx.roundRect(left + 4, 23, 14, 13, 2);
  ctx.fill();
  ctx.font = '600 11px "Inter Variable", Inter, sans-serif';
  ctx.fillStyle = tokens.surface;
  ctx.textAlign = 'center';
  ctx.fillText(PHASE_LETTER[phase.kind], left + 11, 30);
  ctx.textAlign = 'left';
  ctx.font = SANS;
  ctx.fillStyle = tokens.text;
  const short = phase.kind === 'iterate' ? phase.label.slice('iterate '.length) : '';
  const label = fits(ctx, phase.label, width - 28) ? phase.label : fits(ctx, short, width - 28) ? short : '';
  ctx.fillText(label, left + 24, 30);
  if (phase.kind !== 'stop') return;
  const downtime = `downtime ${formatMs(document.capture.outcome.downtime)}, modelled`;
  if (!fits(ctx, downtime, width - 130)) return;
  ctx.fillStyle = tokens['text-2'];
  ctx.textAlign = 'right';
  ctx.fillText(downtime, right - 8, 30);
  ctx.textAlign = 'left';
}

/** 45 degrees, 6 px pitch. */
function hatch(
  ctx: CanvasRenderingContext2D,
  left: number,
  top: number,
  width: number,
  height: number,
  colour: string,
): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  ctx.strokeStyle = colour;
  ctx.globalAlpha = 0.34;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (let x = Math.floor((left - height) / 6) * 6; x < left + width; x += 6) {
    ctx.moveTo(x, top + height);
    ctx.lineTo(x + height, top);
  }
  ctx.stroke();
  ctx.restore();
}

function fits(ctx: CanvasRenderingContext2D, text: string, width: number): boolean {
  return ctx.measureText(text).width <= width;
}

function drawLane(
  ctx: CanvasRenderingContext2D,
  scene: RunScene,
  lane: number,
  top: number,
  labels: (() => void)[],
): void {
  const { model, tokens } = scene;
  if (lane === 0) drawBars(ctx, scene, model.sections, top, tokens['side-source'], labels, Infinity);
  else if (lane === 1) drawLink(ctx, scene, top);
  else if (lane === 2) drawBars(ctx, scene, model.loads, top, tokens['side-destination'], labels, scene.time);
  else if (lane === 3) drawTicks(ctx, scene, model.rx, top, labels);
  else if (lane === 4) drawTicks(ctx, scene, model.tx, top, labels);
  else drawDirty(ctx, scene, top);
}

function drawBars(
  ctx: CanvasRenderingContext2D,
  scene: RunScene,
  bars: readonly Bar[],
  top: number,
  strong: string,
  labels: (() => void)[],
  until: number,
): void {
  const { axis, tokens, selectedFrame } = scene;
  for (const bar of bars) {
    if (bar.end < axis.view.from || bar.start > axis.view.to) continue;
    const left = axis.clampedX(bar.start);
    const width = Math.max(1.5, axis.clampedX(bar.end) - left - 1);
    const future = bar.start > until;
    if (future) {
      ctx.setLineDash([2, 2]);
      ctx.strokeStyle = tokens['text-2'];
      ctx.strokeRect(left + 0.5, top + 4.5, Math.max(1, width - 1), 11);
      ctx.setLineDash([]);
    } else {
      ctx.globalAlpha = bar.strong ? 1 : 0.32;
      ctx.fillStyle = bar.strong ? strong : tokens['text-2'];
      ctx.fillRect(left, top + 4, width, 12);
      ctx.globalAlpha = 1;
    }
    if (bar.row === selectedFrame) {
      ctx.strokeStyle = tokens.accent;
      ctx.lineWidth = 2;
      ctx.strokeRect(left - 1, top + 3, width + 2, 14);
      ctx.lineWidth = 1;
    }
    if (width < 24 || future) continue;
    labels.push(() => {
      ctx.font = bar.strong ? `600 ${SANS}` : SANS;
      const words = bar.label.split(' ');
      const text = [bar.label, words[words.length - 1]!].find((candidate) => fits(ctx, candidate, width - 8));
      if (!text) return;
      ctx.fillStyle = bar.strong && bar.start <= scene.time ? tokens.surface : tokens.text;
      ctx.fillText(text, left + 4, top + 10.5);
    });
  }
}

function drawLink(ctx: CanvasRenderingContext2D, { model, axis, tokens }: RunScene, top: number): void {
  const bins = new Float64Array(Math.ceil(axis.plot));
  const perPixel = (axis.view.to - axis.view.from) / axis.plot;
  for (const { start, end } of model.packets) {
    if (end < axis.view.from || start > axis.view.to) continue;
    const first = Math.max(0, Math.floor((start - axis.view.from) / perPixel));
    const last = Math.min(bins.length - 1, Math.floor((end - axis.view.from) / perPixel));
    for (let bin = first; bin <= last; bin++) {
      const from = axis.view.from + bin * perPixel;
      bins[bin]! += Math.max(0, Math.min(end, from + perPixel) - Math.max(start, from)) / perPixel;
    }
  }
  ctx.beginPath();
  ctx.moveTo(GUTTER, top + 17);
  for (let i = 0; i < bins.length; i++) ctx.lineTo(GUTTER + i, top + 17 - Math.min(1, bins[i]!) * 12);
  ctx.lineTo(GUTTER + bins.length, top + 17);
  ctx.globalAlpha = 0.22;
  ctx.fillStyle = tokens['text-2'];
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.strokeStyle = tokens['text-2'];
  ctx.stroke();
}

function drawTicks(
  ctx: CanvasRenderingContext2D,
  scene: RunScene,
  ticks: RunModel['rx'],
  top: number,
  labels: (() => void)[],
): void {
  const { axis, tokens, document } = scene;
  for (const side of ['source', 'destination'] as const) {
    const times = ticks[side];
    ctx.fillStyle = tokens[`side-${side}`];
    for (let x = 0; x < axis.plot; x++) {
      const from = bisectLeft(times, axis.value(GUTTER + x));
      const count = bisectLeft(times, axis.value(GUTTER + x + 1)) - from;
      if (count > 0) ctx.fillRect(GUTTER + x, top + 17 - Math.min(12, 4 + 3 * count), 1, Math.min(12, 4 + 3 * count));
    }
  }
  const stop = document.phases.find(({ kind }) => kind === 'stop');
  if (!stop) return;
  const left = axis.clampedX(stop.start);
  const right = axis.clampedX(stop.end);
  if (right - left < 110) return;
  labels.push(() => {
    ctx.font = SANS;
    ctx.fillStyle = tokens.surface;
    ctx.fillRect((left + right) / 2 - 46, top + 3, 92, 15);
    ctx.fillStyle = tokens['text-2'];
    ctx.textAlign = 'center';
    ctx.fillText('guest stopped', (left + right) / 2, top + 10.5);
    ctx.textAlign = 'left';
  });
}

function drawDirty(ctx: CanvasRenderingContext2D, { model, axis, tokens }: RunScene, top: number): void {
  const { dirty, mostDirty } = model;
  ctx.beginPath();
  ctx.moveTo(GUTTER, top + 17);
  let last = 0;
  for (let x = 0; x <= axis.plot; x++) {
    const from = dirty.indexOf(axis.value(GUTTER + x));
    const to = dirty.indexOf(axis.value(GUTTER + x + 1));
    if (to > from) last = dirty.max(to - 1, to);
    const value = to > from ? dirty.max(from, to) : last;
    ctx.lineTo(GUTTER + x, top + 17 - (value / mostDirty) * 13);
  }
  ctx.lineTo(GUTTER + axis.plot, top + 17);
  ctx.globalAlpha = 0.22;
  ctx.fillStyle = tokens['text-2'];
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.strokeStyle = tokens['text-2'];
  ctx.stroke();
}

function drawCursor(ctx: CanvasRenderingContext2D, { axis, time, tokens }: RunScene, height: number): void {
  if (time < axis.view.from || time > axis.view.to) return;
  const x = Math.round(axis.x(time)) + 0.5;
  ctx.strokeStyle = tokens.text;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.moveTo(x, 20);
  ctx.lineTo(x, height);
  ctx.stroke();
  ctx.lineWidth = 1;
  const text = formatMs(time);
  ctx.font = '600 12px "JetBrains Mono Variable", monospace';
  const width = ctx.measureText(text).width + 10;
  const left = Math.max(GUTTER, Math.min(axis.width - width - 2, x - width / 2));
  ctx.fillStyle = tokens.text;
  ctx.beginPath();
  ctx.roundRect(left, height - 17, width, 16, 3);
  ctx.fill();
  ctx.fillStyle = tokens.surface;
  ctx.fillText(text, left + 5, height - 8.5);
}
