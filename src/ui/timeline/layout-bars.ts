// Lanes of bars: sections that the source writes, and what the destination loads. Bars too narrow to be told apart are
// drawn as one; runs of narrow bars share a label that counts them.
import { formatMs } from '../../engine/bytes/text.ts';
import type { Sketch } from '../pictures/picture.ts';
import type { TokenName } from '../theme/read-tokens.ts';
import type { RunScene } from './run-scene.ts';
import type { Bar } from './run-model.ts';

/** A bar narrower than this has no label of its own, CSS pixels. */
const OWN_LABEL = 24;

/** Index of the first bar that ends after `time`; bars do not overlap, so ends grow as starts do. */
export function firstBar(bars: readonly Bar[], time: number): number {
  let low = 0;
  let high = bars.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bars[middle]!.end <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function sketchBars(
  sketch: Sketch,
  labels: Sketch,
  scene: RunScene,
  bars: readonly Bar[],
  top: number,
  strong: TokenName,
  /** Bars that begin later have not happened yet. */
  until: number,
): void {
  const { axis, selectedFrame } = scene;
  const { from, to } = axis.shown;
  const plain: number[] = [];
  const group = { left: 0, right: -1, count: 0, start: 0, end: 0 };
  const endGroup = (): void => {
    const text = `${group.count} sections, ${formatMs(group.end - group.start)}`;
    if (group.count > 1) {
      const fitting = labels.fitting([text, `${group.count} sections`], 'sans', group.right - group.left - 6);
      if (fitting) labels.text(group.left + 4, top + 10, fitting, 'sans', group.start > until ? 'text-2' : 'text');
    }
    group.count = 0;
  };
  for (let i = firstBar(bars, from); i < bars.length && bars[i]!.start <= to;) {
    const bar = bars[i]!;
    const left = axis.clampedX(bar.start);
    const right = axis.clampedX(bar.end);
    const width = Math.max(1.5, right - left - 1);
    const isFuture = bar.start > until;
    if (isFuture) sketch.box(left + 0.5, top + 4.5, Math.max(1, width - 1), 11, { stroke: 'text-2', isDashed: true });
    else if (!bar.strong) plain.push(left, top + 4, width, 12);
    else sketchStrong(sketch, labels, scene, bar, left, width, top, strong);
    if (bar.row === selectedFrame && selectedFrame >= 0)
      labels.box(left - 1, top + 3, width + 2, 14, { stroke: 'accent', lineWidth: 2 });
    if (width < OWN_LABEL && !bar.strong) {
      if (group.count === 0 || left > group.right + 3) {
        endGroup();
        group.left = left;
        group.start = bar.start;
      }
      group.count++;
      group.right = left + width;
      group.end = bar.end;
    } else {
      endGroup();
      const text = bar.strong && !isFuture ? null : labels.fitting(bar.labels, 'sans', width - 6);
      if (text) labels.text(left + 4, top + 10, text, 'sans', isFuture ? 'text-2' : 'text');
    }
    // What ends within the same pixel would be drawn over this one.
    i = right - left >= 1 ? i + 1 : Math.max(i + 1, firstBar(bars, axis.value(left + 1)));
  }
  endGroup();
  sketch.rects(plain, 'text-2', 0.32);
}

/** Where the modelled work of a load begins; before it the bar waits for bytes. A bar without that figure is all work. */
function workBegins({ axis }: RunScene, bar: Bar, left: number, width: number): number {
  if (bar.modelled < 0 || bar.modelled >= bar.end - bar.start) return left;
  const begins = Math.max(left, Math.min(left + width - 1.5, axis.clampedX(bar.end - bar.modelled)));
  return begins - left > 2 ? begins : left;
}

/** The NIC's bar at full strength, the part that waits for bytes paler, with words in whichever part has room. */
function sketchStrong(
  sketch: Sketch,
  labels: Sketch,
  scene: RunScene,
  bar: Bar,
  left: number,
  width: number,
  top: number,
  token: TokenName,
): void {
  const begins = workBegins(scene, bar, left, width);
  const [pale, solid] = [begins - left, left + width - begins];
  if (pale > 0) {
    sketch.rect(left, top + 4, pale, 12, 'surface');
    sketch.rect(left, top + 4, pale, 12, token, 0.4);
  }
  sketch.rect(begins, top + 4, solid, 12, token);
  const isVeiled = bar.start > scene.time;
  const name = bar.labels[0]!;
  const waits = [`${name}: waits for bytes ${formatMs(bar.end - bar.start - bar.modelled)}`, ...bar.labels];
  const inPale = pale > 0 ? labels.fitting(waits, 'sansBold', pale - 6) : null;
  if (inPale) labels.text(left + 4, top + 10, inPale, 'sansBold', 'text');
  const work = pale > 0 ? [`load ${formatMs(bar.modelled)} modelled`, ...(inPale ? [] : bar.labels)] : bar.labels;
  const inSolid = labels.fitting(work, 'sansBold', solid - 6);
  if (inSolid) labels.text(begins + 4, top + 10, inSolid, 'sansBold', isVeiled ? 'text' : 'surface');
}
