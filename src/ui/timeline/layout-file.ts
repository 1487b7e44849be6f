// Lays out the strip over an opened file as a picture: overview 0-20, offsets 20-40, then lanes of 30: an icicle by offset
// (groups, sections, pages and fields) and how much of each stretch is not zero. What a cut file lacks is hatched.
import { formatBytes, groupThousands, hex } from '../../engine/bytes/text.ts';
import { Sketch, type Measure, type Picture } from '../pictures/picture.ts';
import { GUTTER, type Axis, type Range } from './axis.ts';
import { FILE_LANE_HEIGHT, FILE_LANES } from './file-lanes.ts';
import { NON_ZERO_BLOCK, type Block, type FileModel } from './file-model.ts';
import { sketchOverview, sketchRange } from './layout-run.ts';
import { sketchMark, type Mark } from './marks.ts';
import { TOP } from './run-scene.ts';

export interface FileScene {
  readonly model: FileModel;
  /** Bytes that are there; the whole is longer when the file is cut. */
  readonly length: number;
  readonly axis: Axis;
  readonly whole: Range;
  readonly selection: Range | null;
  readonly range: Range | null;
  readonly marks: readonly Mark[];
}

const HEIGHT = TOP + FILE_LANES.length * FILE_LANE_HEIGHT;

export function layoutFile(scene: FileScene, measure: Measure): Picture {
  const { axis, whole, model, selection, length } = scene;
  const sketch = new Sketch(measure);
  const labels = new Sketch(measure);
  sketchOverview(sketch, axis, whole, (all) => {
    for (const group of model.groups) {
      const left = all.x(group.start);
      const width = Math.max(1, all.x(group.end) - left - 1);
      sketch.rect(left + 0.5, 5, width, 10, group.strong ? 'side-source' : 'text-2', group.strong ? 0.7 : 0.28);
    }
    if (whole.to > length) sketch.hatch(all.x(length), 5, all.x(whole.to) - all.x(length), 10, 'error');
    if (selection) sketch.rect(Math.round(all.x(selection.from)), 1, 1, 18, 'text');
  });
  ruler(sketch, axis);
  sketch.clip(GUTTER, 20, axis.plot, HEIGHT - 20);
  for (const [lane, blocks] of [model.groups, model.sections, model.parts].entries())
    sketchBlocks(sketch, labels, scene, blocks, lane);
  sketchNonZero(sketch, scene);
  if (whole.to > length) sketchMissing(sketch, labels, axis, length);
  if (scene.range) sketchRange(sketch, axis, scene.range, HEIGHT);
  sketch.shapes.push(...labels.shapes);
  sketch.unclip();
  for (let lane = 0; lane <= FILE_LANES.length; lane++)
    sketch.rect(0, TOP + lane * FILE_LANE_HEIGHT, axis.width, 1, 'line-2');
  for (const { at, kind } of scene.marks)
    if (at >= axis.shown.from && at <= axis.shown.to) sketchMark(sketch, kind, Math.round(axis.x(at)), TOP + 11);
  if (selection && selection.from >= axis.shown.from && selection.from <= axis.shown.to)
    sketch.rect(Math.round(axis.x(selection.from)) - 0.25, 20, 1.5, HEIGHT - 20, 'accent');
  return { width: axis.width, height: HEIGHT + 1, shapes: sketch.shapes };
}

/** Offsets at round numbers, at most one in 120 px. */
function ruler(sketch: Sketch, axis: Axis): void {
  const { from, to } = axis.shown;
  let step = 1;
  while (((to - from) / step) * 120 > axis.plot) step *= 2;
  /** Where an axis that is not in proportion runs labels together, some give way. */
  let free = 0;
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    const x = Math.round(axis.x(at));
    sketch.rect(x, 34, 1, 6, 'text-2');
    const text = hex(at, 5);
    const end = x + 5 + sketch.measure(text, 'mono');
    if (x >= free && end < axis.width) {
      sketch.text(x + 5, 29.5, text, 'mono', 'text-2');
      free = end + 4;
    }
    sketch.rect(x, TOP, 1, HEIGHT - TOP, 'line-2');
  }
}

/** Index of the first block that ends after `offset`. */
export function firstBlock(blocks: readonly Block[], offset: number): number {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (blocks[middle]!.end <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sketchBlocks(
  sketch: Sketch,
  labels: Sketch,
  { axis, selection }: FileScene,
  blocks: readonly Block[],
  lane: number,
): void {
  const top = TOP + lane * FILE_LANE_HEIGHT + 6;
  const plain: number[] = [];
  for (let i = firstBlock(blocks, axis.shown.from); i < blocks.length && blocks[i]!.start <= axis.shown.to;) {
    const block = blocks[i]!;
    const left = axis.clampedX(block.start);
    const right = axis.clampedX(block.end);
    const width = Math.max(1, right - left - 1);
    if (block.strong) sketch.rect(left, top, width, 18, 'side-source', lane === 2 ? 0.45 : 1);
    else plain.push(left, top, width, 18);
    if (selection && block.start <= selection.from && selection.to <= block.end && lane === 1)
      labels.box(left - 1, top - 1, width + 2, 20, { stroke: 'accent', lineWidth: 2 });
    if (width >= 30) {
      const isSolid = block.strong && lane !== 2;
      const face = isSolid ? 'sansBold' : 'sans';
      const text = labels.fitting([`${block.label} ${size(block, lane)}`, block.label, block.short], face, width - 8);
      if (text) labels.text(left + 4, top + 9, text, face, isSolid ? 'surface' : 'text');
    }
    i = right - left >= 1 ? i + 1 : Math.max(i + 1, firstBlock(blocks, axis.value(left + 1)));
  }
  sketch.rects(plain, 'text-2', 0.32);
}

function size({ start, end }: Block, lane: number): string {
  return lane === 0 ? formatBytes(end - start) : `${groupThousands(end - start)} B`;
}

/** Share of bytes in [from, to) that are not zero, to the block; -1 when they were not counted. */
export function nonZeroShare({ nonZero }: FileModel, from: number, to: number): number {
  if (nonZero.length === 0) return -1;
  const first = Math.floor(from / NON_ZERO_BLOCK);
  const last = Math.min(nonZero.length, Math.max(first + 1, Math.ceil(to / NON_ZERO_BLOCK)));
  let sum = 0;
  for (let i = first; i < last; i++) sum += nonZero[i]!;
  return last > first ? Math.min(1, sum / ((last - first) * NON_ZERO_BLOCK)) : 0;
}

function sketchNonZero(sketch: Sketch, { model, axis, length }: FileScene): void {
  const bottom = HEIGHT - 2;
  if (model.nonZero.length === 0) {
    const why = length === 0 ? 'no bytes' : 'not counted above 64 MiB';
    sketch.text(GUTTER + 8, bottom - 12, why, 'sans', 'text-2');
    return;
  }
  const data: number[] = [];
  for (let x = 0; x < axis.plot; x += 4) {
    const from = axis.value(GUTTER + x);
    if (from >= length) break;
    const tall = nonZeroShare(model, from, axis.value(GUTTER + x + 4)) * 22;
    data.push(GUTTER + x, bottom - tall, 3, tall);
  }
  sketch.rects(data, 'text-2', 0.6);
}

function sketchMissing(sketch: Sketch, labels: Sketch, axis: Axis, length: number): void {
  const left = axis.x(length);
  const right = GUTTER + axis.plot;
  if (left >= right) return;
  sketch.hatch(left, TOP, right - left, HEIGHT - TOP, 'error');
  sketch.rect(Math.round(left), 20, 1.5, HEIGHT - 20, 'error');
  const text = labels.fitting(['× end of file', '×'], 'sansBold', right - left - 20);
  if (!text) return;
  const width = labels.measure(text, 'sansBold');
  labels.rect(left + 8, TOP + FILE_LANE_HEIGHT + 6, width + 8, 18, 'surface');
  labels.text(left + 12, TOP + FILE_LANE_HEIGHT + 15, text, 'sansBold', 'error');
}
