// The lane of notes: a ribbon at a moment, a bracketed box over a stretch, and as much of the words as fits before the next
// note.
import type { Sketch } from '../pictures/picture.ts';
import { GUTTER, type Axis } from './axis.ts';
import { sketchMark, type Mark } from './marks.ts';

/** A note that has less room has no words, CSS pixels. */
const LEAST_WORDS = 24;

export function sketchNotes(sketch: Sketch, labels: Sketch, axis: Axis, marks: readonly Mark[], top: number): void {
  const { from, to } = axis.shown;
  const right = GUTTER + axis.plot;
  const notes = marks
    .filter(({ kind, at, until = at }) => kind === 'bookmark' && at <= to && until >= from)
    .sort((a, b) => a.at - b.at);
  for (const [i, { at, until = at, label }] of notes.entries()) {
    const left = axis.clampedX(at);
    const end = axis.clampedX(until);
    const next = notes[i + 1] ? axis.clampedX(notes[i + 1]!.at) - 6 : right;
    if (until > at) {
      sketch.box(left + 0.5, top + 3.5, Math.max(2, end - left - 1), 14, { fill: 'raised', stroke: 'text-2' });
      sketch.rects([left, top + 3, 2, 15, Math.max(left + 2, end - 2), top + 3, 2, 15], 'text');
    } else sketchMark(sketch, 'bookmark', Math.round(left), top + 15);
    // Words may go on behind a short stretch.
    const words = left + (until > at ? 6 : 8);
    const text = shortened(labels, label, next - words);
    if (text) labels.text(words, top + 10.5, text, 'sans', 'text');
  }
}

/** The most of a text that fits, with dots for the rest. */
function shortened({ measure }: Sketch, text: string, width: number): string {
  if (measure(text, 'sans') <= width) return text;
  if (width < LEAST_WORDS) return '';
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (measure(`${text.slice(0, middle).trimEnd()}…`, 'sans') <= width) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? '' : `${text.slice(0, low).trimEnd()}…`;
}
