// Figures of a stream, and of the run that made it: bytes, downtime, total load time, iterations. Times are virtual, ns;
// null in a file, which has none.
import type { RunCapture } from '../capture/capture.ts';
import { EventKind } from '../capture/event-kinds.ts';
import type { Inspection } from '../inspect/inspection.ts';

export const FIGURES = [
  'bytes',
  'sections',
  'pages',
  'zeroPages',
  'iterations',
  'totalTime',
  'downtime',
  'loadTime',
  'loadTimeStopped',
  'voidStates',
  'voidBytes',
] as const;
export type Figure = (typeof FIGURES)[number];

export type Figures = Readonly<Record<Figure, number | null>>;

/** RAM_SAVE_FLAG_ZERO. */
const ZERO = 2;

/**
 * Figures of a stream; `capture` null for a file. `loadTimeStopped` counts loads that began while the guest stood still,
 * `voidStates` early states for which the destination prepared in vain.
 */
export function figuresOf({ length, sections, records }: Inspection, capture: RunCapture | null): Figures {
  let zeroPages = 0;
  for (let i = 0; i < records.length; i++) if ((records.flags[i]! & ZERO) !== 0) zeroPages++;
  const figures = { bytes: length, sections: sections.length, pages: records.length - zeroPages, zeroPages };
  if (!capture) {
    const times = { iterations: null, totalTime: null, downtime: null, loadTime: null, loadTimeStopped: null };
    return { ...figures, ...times, voidStates: null, voidBytes: null };
  }
  const { source, destination, outcome } = capture;
  let iterations = 0;
  let stopped = Infinity;
  let [voidStates, voidBytes] = [0, 0];
  for (let i = 0; i < source.events.length; i++) {
    const kind = source.events.kind[i];
    if (kind === EventKind.PassStart) iterations++;
    else if (kind === EventKind.GuestStop) stopped = source.events.time[i]!;
    else if (kind === EventKind.EarlyVoid) {
      voidStates++;
      voidBytes += source.events.before[i]!;
    }
  }
  let loadTime = 0;
  let loadTimeStopped = 0;
  let began = 0;
  const { events } = destination;
  for (let i = 0; i < events.length; i++) {
    const kind = events.kind[i];
    if (kind === EventKind.SectionLoadStart) began = events.time[i]!;
    else if (kind === EventKind.SectionLoadEnd) {
      loadTime += events.after[i]!;
      if (began >= stopped) loadTimeStopped += events.after[i]!;
    }
  }
  return {
    ...figures,
    iterations,
    totalTime: outcome.totalTime,
    downtime: outcome.downtime < 0 ? null : outcome.downtime,
    loadTime,
    loadTimeStopped,
    voidStates,
    voidBytes,
  };
}

export interface FigureDifference {
  readonly figure: Figure;
  readonly a: number | null;
  readonly b: number | null;
  /** b - a; null where either has none. */
  readonly change: number | null;
}

/** Every figure of both, equal ones too: a table shows them all. */
export function diffFigures(a: Figures, b: Figures): readonly FigureDifference[] {
  return FIGURES.map((figure) => {
    const [x, y] = [a[figure], b[figure]];
    return { figure, a: x, b: y, change: x === null || y === null ? null : y - x };
  });
}
