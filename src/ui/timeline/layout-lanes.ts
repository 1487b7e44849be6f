// Lanes of measure: how busy the link was, the guest's packets, its dirty pages. Each pixel shows the most of what it
// covers, however many events that is.
import type { Sketch } from '../pictures/picture.ts';
import { GUTTER, type Axis } from './axis.ts';
import type { RunScene } from './run-scene.ts';
import type { BothSides, LinkModel, RunModel } from './run-model.ts';
import type { Series } from './series.ts';

/** How long the link had been busy at `time`, ns. */
export function busyUntil({ start, end, busy, packets }: LinkModel, time: number): number {
  const i = packets.indexOf(time) - 1;
  return i < 0 ? 0 : busy[i]! + Math.min(time, end[i]!) - start[i]!;
}

export function sketchLink(sketch: Sketch, axis: Axis, link: LinkModel, top: number): void {
  const points = [GUTTER, top + 17];
  let from = axis.value(GUTTER);
  let before = busyUntil(link, from);
  for (let x = 0; x < axis.plot; x++) {
    const to = axis.value(GUTTER + x + 1);
    const now = busyUntil(link, to);
    points.push(GUTTER + x, top + 17 - Math.min(1, (now - before) / (to - from)) * 12);
    from = to;
    before = now;
  }
  points.push(GUTTER + axis.plot, top + 17);
  sketch.area(points, top + 17, 'text-2', 0.22);
}

export function sketchTicks(sketch: Sketch, labels: Sketch, scene: RunScene, ticks: BothSides, top: number): void {
  const { axis, phases } = scene;
  for (const side of ['source', 'destination'] as const)
    sketch.rects(tickRects(axis, ticks[side], top), `side-${side}`);
  const stop = phases.find(({ kind }) => kind === 'stop');
  if (!stop) return;
  const left = axis.clampedX(stop.start);
  const right = axis.clampedX(stop.end);
  if (right - left < 110) return;
  labels.rect((left + right) / 2 - 46, top + 3, 92, 15, 'surface');
  labels.text((left + right) / 2, top + 10, 'guest stopped', 'sans', 'text-2', 'center');
}

/** From packet to packet, not from pixel to pixel where they are few. */
function tickRects(axis: Axis, { positions }: Series, top: number): number[] {
  const data: number[] = [];
  const { from, to } = axis.shown;
  const end = positions.length;
  for (let i = lowerBound(positions, from, 0); i < end && positions[i]! < to;) {
    const x = Math.floor(axis.x(positions[i]!));
    const next = lowerBound(positions, axis.value(x + 1), i + 1);
    const height = Math.min(13, 4 + 3 * (next - i - 1));
    data.push(x, top + 17 - height, 1, height);
    i = next;
  }
  return data;
}

function lowerBound(list: Float64Array, value: number, from: number): number {
  let low = from;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function sketchDirty(sketch: Sketch, axis: Axis, { dirty, mostDirty }: RunModel, top: number): void {
  const points = [GUTTER, top + 17];
  let from = dirty.indexOf(axis.value(GUTTER));
  let last = from > 0 ? dirty.values[from - 1]! : 0;
  for (let x = 0; x <= axis.plot; x++) {
    const to = dirty.indexOf(axis.value(GUTTER + x + 1));
    const most = to > from ? dirty.max(from, to) : last;
    if (to > from) last = dirty.values[to - 1]!;
    points.push(GUTTER + x, top + 17 - (most / mostDirty) * 13);
    from = to;
  }
  points.push(GUTTER + axis.plot, top + 17);
  sketch.area(points, top + 17, 'text-2', 0.22);
}
