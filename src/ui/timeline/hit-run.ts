// What stands at a pixel of a run's timeline, in words and as a frame to select. Pure.
import { formatBytes, formatMs, groupThousands } from '../../engine/bytes/text.ts';
import { GUTTER } from './axis.ts';
import { firstBar } from './layout-bars.ts';
import { busyUntil } from './layout-lanes.ts';
import { MARK_REACH } from './marks.ts';
import type { Bar, BothSides } from './run-model.ts';
import { LANE_HEIGHT, TOP, type RunScene } from './run-scene.ts';
import type { Series } from './series.ts';

export interface Hit {
  /** ns of a run, offset of a file. */
  readonly at: number;
  /** First what it is, then its figures. */
  readonly words: readonly string[];
  /** Row of a frame's span, or -1. */
  readonly row: number;
  /** End of the stretch that starts there: of a note. */
  readonly until?: number;
}

export function hitRun(scene: RunScene, x: number, y: number): Hit | null {
  const { axis, model, phases, marks } = scene;
  if (x < GUTTER || x > GUTTER + axis.plot || y < 20) return null;
  const at = axis.value(x);
  const [from, to] = [axis.value(x - 1), axis.value(x + 1)];
  const hit = (words: readonly string[], row = -1): Hit => ({ at, words, row });
  const lane = scene.lanes[Math.floor((y - TOP) / LANE_HEIGHT)];
  if (lane === 'notes') return noteAt() ?? hit(['no note']);
  const mark = marks.find(
    (one) => Math.abs(axis.x(one.at) - x) <= MARK_REACH && !(one.kind === 'bookmark' && scene.lanes.includes('notes')),
  );
  if (mark && y < TOP + 14) return { at: mark.at, words: [`${mark.kind}: ${mark.label}`], row: -1 };
  if (y < TOP) {
    const phase = phases.find(({ start, end }) => start <= at && at < end);
    if (!phase) return hit([]);
    return hit([
      phase.label,
      `${formatMs(phase.start)} to ${formatMs(phase.end)}, ${formatMs(phase.end - phase.start)}`,
    ]);
  }
  if (lane === 'source sections') return bar(model.sections, 'source writes');
  if (lane === 'link') {
    const busy = (busyUntil(model.link, to) - busyUntil(model.link, from)) / (to - from);
    return hit([`link busy ${Math.round(Math.min(1, busy) * 100)} %`]);
  }
  if (lane === 'destination loads') return bar(model.loads, 'destination loads');
  if (lane === 'guest RX') return hit(packets(model.rx, 'received'));
  if (lane === 'guest TX') return hit(packets(model.tx, 'transmitted'));
  if (lane === undefined) return hit([]);
  const { dirty } = model;
  const [low, high] = [dirty.indexOf(from), dirty.indexOf(to)];
  const most = high > low ? dirty.max(low, high) : (dirty.values[low - 1] ?? 0);
  return hit([`${groupThousands(most)} dirty pages since the last sync`]);

  /** The last note that begins at or before the pixel and whose words or stretch may be there. */
  function noteAt(): Hit | null {
    const notes = marks.filter(({ kind, at: start }) => kind === 'bookmark' && axis.x(start) - MARK_REACH <= x);
    const note = notes.sort((a, b) => a.at - b.at).pop();
    if (!note) return null;
    const { until = note.at, label } = note;
    const when =
      until > note.at ? `${formatMs(note.at)} to ${formatMs(until)}, ${formatMs(until - note.at)} virtual` : '';
    return { at: note.at, until, words: [label || 'a note without words', ...(when ? [when] : [])], row: -1 };
  }

  function bar(bars: readonly Bar[], verb: string): Hit {
    const found = bars[firstBar(bars, from)];
    if (!found || found.start > to) return hit([`${verb} nothing`]);
    return hit(barWords(found, found.row < 0 && found.bytes === 0 ? '' : verb), found.row);
  }

  function packets({ source, destination }: BothSides, verb: string): string[] {
    const words: string[] = [];
    for (const [side, series] of [
      ['source', source],
      ['destination', destination],
    ] as readonly (readonly [string, Series])[]) {
      const { count, sum } = series.stats(from, to);
      if (count > 0) words.push(`${side}: ${count} ${count === 1 ? 'packet' : 'packets'} ${verb}, ${formatBytes(sum)}`);
    }
    return words.length > 0 ? words : [`no packet ${verb}`];
  }
}

/** A bar in words: what, how much, when, and of a load how much of it is modelled work. Without a verb it has no bytes. */
export function barWords(bar: Bar, verb: string): readonly string[] {
  const words = [
    verb === '' ? bar.labels[0]! : `${verb} ${bar.labels[0]}, ${formatBytes(bar.bytes)}`,
    `${formatMs(bar.start)} to ${formatMs(bar.end)}, ${formatMs(bar.end - bar.start)} virtual`,
  ];
  if (bar.modelled >= 0) {
    const waits = Math.max(0, bar.end - bar.start - bar.modelled);
    words.push(`load ${formatMs(bar.modelled)} modelled, waits for bytes ${formatMs(waits)}`);
  }
  return words;
}
