// The figures of a marked stretch: per lane how many, how much, and least, mean and most. Times in ns, virtual.
import { formatBytes, formatMs, groupThousands } from '../../engine/bytes/text.ts';
import type { FileDocument, RunDocument } from '../../store/documents.ts';
import { headTime } from '../../store/documents.ts';
import type { Range } from './axis.ts';
import { busyUntil } from './layout-lanes.ts';
import type { Bar, RunModel } from './run-model.ts';

export interface LaneStats {
  readonly lane: string;
  readonly count: string;
  /** In all, and of one: what is measured is said in `of`. */
  readonly sum: string;
  readonly of: string;
  readonly min: string;
  readonly mean: string;
  readonly max: string;
}

export interface RangeStats {
  /** The most important figures in a line. */
  readonly summary: readonly string[];
  readonly lanes: readonly LaneStats[];
}

const counted = (count: number, what: string): string => `${groupThousands(count)} ${what}${count === 1 ? '' : 's'}`;

export function runStats(document: RunDocument, model: RunModel, { from, to }: Range): RangeStats {
  const rx = both(model.rx, from, to);
  const tx = both(model.tx, from, to);
  const link = model.link.packets.stats(from, to);
  const pages = model.pages.stats(from, to);
  const dirty = model.dirty.stats(from, to);
  const events = headsIn(document, from, to);
  const busy = (busyUntil(model.link, to) - busyUntil(model.link, from)) / Math.max(1, to - from);
  const sections = model.sections.filter((bar) => bar.start < to && bar.end > from);
  const loads = model.loads.filter((bar) => bar.start < to && bar.end > from);
  return {
    summary: [
      `${formatMs(to - from)} virtual`,
      counted(events, 'event'),
      counted(sections.length, 'section'),
      `${formatBytes(link.sum)} in ${counted(link.count, 'write')}, link busy ${Math.round(Math.min(1, busy) * 100)} %`,
      `${counted(pages.count, 'page')} sent`,
      `guest ${counted(rx.count + tx.count, 'packet')}`,
    ],
    lanes: [
      barStats('source sections', sections, 'bytes', (bar) => bar.bytes, formatBytes),
      figures('link', link, 'bytes a write', formatBytes),
      barStats('destination loads', loads, 'modelled load', (bar) => Math.max(0, bar.modelled), formatMs),
      figures('guest RX', rx, 'bytes a packet', formatBytes),
      figures('guest TX', tx, 'bytes a packet', formatBytes),
      { ...figures('dirty pages', dirty, 'dirty since sync', groupThousands), sum: '' },
      { ...figures('pages sent', pages, 'with data', groupThousands), min: '', mean: '', max: '' },
    ],
  };
}

export function fileStats(
  document: FileDocument,
  nonZero: (from: number, to: number) => number,
  range: Range,
): RangeStats {
  const [from, to] = [Math.floor(range.from), Math.ceil(range.to)];
  const frames = document.frames.filter((frame) => frame.start < to && frame.end > from);
  const share = nonZero(from, to);
  return {
    summary: [
      counted(to - from, 'byte'),
      counted(frames.length, 'frame'),
      ...(share < 0 ? [] : [`${Math.round(share * 100)} % not zero`]),
    ],
    lanes: [
      barStats(
        'sections',
        frames.map(({ start, end }) => ({ bytes: end - start })),
        'bytes',
        ({ bytes }) => bytes,
        formatBytes,
      ),
    ],
  };
}

interface Figures {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly mean: number;
  readonly max: number;
}

function both({ source, destination }: RunModel['rx'], from: number, to: number): Figures {
  const a = source.stats(from, to);
  const b = destination.stats(from, to);
  if (a.count === 0 || b.count === 0) return a.count === 0 ? b : a;
  const [count, sum] = [a.count + b.count, a.sum + b.sum];
  return { count, sum, min: Math.min(a.min, b.min), mean: sum / count, max: Math.max(a.max, b.max) };
}

function figures(
  lane: string,
  { count, sum, min, mean, max }: Figures,
  of: string,
  format: (n: number) => string,
): LaneStats {
  const show = (value: number): string => (count === 0 ? '—' : format(Math.round(value)));
  return { lane, count: groupThousands(count), sum: show(sum), of, min: show(min), mean: show(mean), max: show(max) };
}

function barStats<T extends Pick<Bar, 'bytes'>>(
  lane: string,
  bars: readonly T[],
  of: string,
  value: (bar: T) => number,
  format: (n: number) => string,
): LaneStats {
  let sum = 0;
  let min = Infinity;
  let max = -Infinity;
  for (const bar of bars) {
    const one = value(bar);
    sum += one;
    min = Math.min(min, one);
    max = Math.max(max, one);
  }
  return figures(lane, { count: bars.length, sum, min, mean: sum / bars.length, max }, of, format);
}

function headsIn(document: RunDocument, from: number, to: number): number {
  return headsBefore(document, to) - headsBefore(document, from);
}

/** How many heads come before `time`. */
function headsBefore(document: RunDocument, time: number): number {
  let low = 0;
  let high = document.timeline.heads.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (headTime(document, middle) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
