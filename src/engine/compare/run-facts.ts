// What a run comes to in a few named facts, for sentences about it: times in µs of virtual time, sizes in bytes.
import type { RunCapture } from '../capture/capture.ts';
import { EventKind } from '../capture/event-kinds.ts';
import type { InspectedSection, Inspection } from '../inspect/inspection.ts';
import { figuresOf } from './figures.ts';

export const RUN_FACTS = [
  'status',
  'line',
  'sourceLine',
  'bytes',
  'iterations',
  'downtime',
  'loadStopped',
  'nicLoad',
  'earlyLoad',
  'full',
  'early',
  'differing',
  'nicParts',
  'ramBytes',
] as const;
export type RunFact = (typeof RUN_FACTS)[number];
export type RunFacts = Readonly<Record<RunFact, string | number>>;

const START = 1;
const PART = 2;
const FULL = 4;
const FOOTER_BYTES = 5;
/** A flag before the early state of the iterative section, and one after it. */
const FLAG_BYTES = 8;

export function runFacts(capture: RunCapture, inspection: Inspection): RunFacts {
  const { outcome, stream } = capture;
  const figures = figuresOf(inspection, capture);
  const { sections } = inspection;
  const of = (type: number, suffix: RegExp): readonly InspectedSection[] =>
    sections.filter((section) => section.type === type && suffix.test(section.idstr));
  const last = of(FULL, /\/virtio-net$/).at(-1);
  const iterative = of(START, /\/virtio-net-iterative$/)[0];
  const early = iterative ?? of(FULL, /\/virtio-net-early$/)[0];
  const size = (section: InspectedSection | undefined): number => (section ? section.end - section.start : 0);
  const loads = loadTimes(capture);
  return {
    status: outcome.status,
    line: outcome.stderr[0] ?? '',
    sourceLine: outcome.sourceStderr[0] ?? '',
    bytes: stream.length,
    iterations: figures.iterations ?? 0,
    downtime: micro(outcome.downtime),
    loadStopped: micro(figures.loadTimeStopped ?? 0),
    nicLoad: micro(loads.get(last?.start ?? -1) ?? 0),
    earlyLoad: micro(loads.get(early?.start ?? -1) ?? 0),
    full: size(last),
    early: size(early),
    differing: iterative && last ? differing(stream, iterative, last) : 0,
    nicParts: of(PART, /\/virtio-net-iterative$/).length,
    ramBytes: sections.reduce((sum, section) => sum + (section.idstr === 'ram' ? size(section) : 0), 0),
  };
}

const micro = (ns: number): number => Math.round(ns / 1000);

/** Modelled time of each section's load, by the section's first byte. */
function loadTimes({ destination: { events } }: RunCapture): ReadonlyMap<number, number> {
  const times = new Map<number, number>();
  let start = -1;
  for (let i = 0; i < events.length; i++) {
    if (events.kind[i] === EventKind.SectionLoadStart) start = events.offset[i]!;
    else if (events.kind[i] === EventKind.SectionLoadEnd) times.set(start, events.after[i]!);
  }
  return times;
}

/** Bytes in which the state at the end differs from the early one, and those that one of them is longer. */
function differing(stream: Uint8Array, early: InspectedSection, last: InspectedSection): number {
  const payload = ({ start, end, idstr }: InspectedSection, flag: number): Uint8Array =>
    stream.subarray(start + 14 + idstr.length + flag, end - FOOTER_BYTES - flag);
  const [a, b] = [payload(early, FLAG_BYTES), payload(last, 0)];
  let count = Math.abs(a.length - b.length);
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) count++;
  return count;
}
