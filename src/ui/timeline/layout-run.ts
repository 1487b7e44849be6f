// Lays out a run's timeline as a picture. Rows from the top: overview 0-20, phases 20-40, then one lane of 20 each; the
// gutter at the left is left free for the names. What lies after the cursor is under a veil, its labels above it.
import { formatMs } from '../../engine/bytes/text.ts';
import { Sketch, type Measure, type Picture } from '../pictures/picture.ts';
import { Axis, GUTTER, RIGHT, type Range } from './axis.ts';
import { sketchDirty, sketchLink, sketchTicks } from './layout-lanes.ts';
import { sketchBars } from './layout-bars.ts';
import { sketchPhases, PHASE_TOKEN } from './layout-phases.ts';
import type { LaneName } from './lanes.ts';
import { sketchNotes } from './layout-notes.ts';
import { sketchMark, type Mark } from './marks.ts';
import { LANE_HEIGHT, runHeight, TOP, type RunScene } from './run-scene.ts';

export function layoutRun(scene: RunScene, measure: Measure): Picture {
  const { axis, lanes, pinned, phases, model, time } = scene;
  const height = runHeight(lanes.length);
  const sketch = new Sketch(measure);
  const labels = new Sketch(measure);
  sketchOverview(sketch, axis, scene.whole, (all) => {
    for (const phase of phases) {
      const left = all.x(phase.start);
      sketch.rect(left + 0.5, 5, Math.max(1, all.x(phase.end) - left - 1), 10, PHASE_TOKEN[phase.kind], 0.28);
    }
    if (scene.range) {
      const left = all.x(scene.range.from);
      sketch.rect(left, 16, Math.max(2, all.x(scene.range.to) - left), 2, 'accent');
    }
    sketch.rect(Math.round(all.x(time)), 1, 1, 18, 'text');
  });
  sketch.clip(GUTTER, 20, axis.plot, height - 20);
  sketchPhases(sketch, labels, scene, height);
  const lane: Readonly<Record<LaneName, (top: number) => void>> = {
    notes: (top) => sketchNotes(sketch, labels, axis, scene.marks, top),
    'source sections': (top) => sketchBars(sketch, labels, scene, model.sections, top, 'side-source', Infinity),
    link: (top) => sketchLink(sketch, axis, model.link, top),
    'destination loads': (top) => sketchBars(sketch, labels, scene, model.loads, top, 'side-destination', time),
    'guest RX': (top) => sketchTicks(sketch, labels, scene, model.rx, top),
    'guest TX': (top) => sketchTicks(sketch, labels, scene, model.tx, top),
    'dirty pages': (top) => sketchDirty(sketch, axis, model, top),
  };
  for (const [i, name] of lanes.entries()) lane[name](TOP + i * LANE_HEIGHT);
  const now = axis.clampedX(time);
  sketch.rect(now, TOP + 1, Math.max(0, GUTTER + axis.plot - now), height - TOP - 1, 'surface', 0.45);
  if (scene.range) sketchRange(sketch, axis, scene.range, height);
  sketch.shapes.push(...labels.shapes);
  sketch.unclip();
  for (let i = 0; i <= lanes.length; i++)
    sketch.rect(0, TOP + i * LANE_HEIGHT, axis.width, 1, i > 0 && i === pinned ? 'text-2' : 'line-2');
  const { from, to } = axis.shown;
  const isElsewhere = ({ kind }: Mark): boolean => kind === 'bookmark' && lanes.includes('notes');
  for (const mark of scene.marks)
    if (mark.at >= from && mark.at <= to && !isElsewhere(mark))
      sketchMark(sketch, mark.kind, Math.round(axis.x(mark.at)), TOP + 11);
  sketchCursor(sketch, axis, time, height);
  return { width: axis.width, height: height + 1, shapes: sketch.shapes };
}

/** The whole, and over it the frame of what is shown, with a handle at each end. */
export function sketchOverview(sketch: Sketch, axis: Axis, whole: Range, fill: (all: Axis) => void): void {
  const all = new Axis(whole, axis.width, axis.warp);
  sketch.rect(0, 0, axis.width, 20, 'raised');
  fill(all);
  const { from, to } = overviewEdges(axis, whole);
  sketch.box(Math.round(from) + 0.5, 1.5, Math.max(2, Math.round(to - from) - 1), 17, { stroke: 'accent' });
  sketch.rects([from - 1, 5, 4, 10, to - 3, 5, 4, 10], 'accent');
  sketch.rect(0, 20, axis.width, 1, 'line');
}

/** Pixels at which the view begins and ends in the overview. */
export function overviewEdges(axis: Axis, whole: Range): Range {
  const scale = axis.plot / (whole.to - whole.from);
  return {
    from: GUTTER + (axis.view.from - whole.from) * scale,
    to: GUTTER + (axis.view.to - whole.from) * scale,
  };
}

export function sketchRange(sketch: Sketch, axis: Axis, range: Range, height: number): void {
  const left = axis.clampedX(range.from);
  const right = axis.clampedX(range.to);
  sketch.rect(left, 21, right - left, height - 21, 'accent', 0.12);
  const edges = [range.from, range.to].map((at) => axis.x(at)).filter((x) => x >= GUTTER && x <= GUTTER + axis.plot);
  for (const x of edges) sketch.rect(Math.round(x), 21, 1, height - 21, 'accent');
}

function sketchCursor(sketch: Sketch, axis: Axis, time: number, height: number): void {
  const { from, to } = axis.shown;
  if (time < from || time > to) return;
  const x = Math.round(axis.x(time));
  sketch.rect(x - 0.25, 20, 1.5, height - 20, 'text');
  const text = formatMs(time);
  const width = Math.ceil(sketch.measure(text, 'monoBold')) + 10;
  const left = Math.max(GUTTER, Math.min(axis.width - RIGHT - width, x - width / 2));
  sketch.box(left, height - 17, width, 16, { fill: 'text', radius: 3 });
  sketch.text(left + 5, height - 9, text, 'monoBold', 'surface');
}
