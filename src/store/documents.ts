// What is open. A run has both sides and a clock; a file has bytes only. Both have a stream and its inspection, so the
// stream panel does not care which it shows.
import type { ByteSource } from '../engine/bytes/byte-source.ts';
import type { RunCapture, Side } from '../engine/capture/capture.ts';
import { SideState } from '../engine/capture/seek.ts';
import { countsAfterHead, eventAt, mergeTimeline, type Timeline } from '../engine/capture/timeline.ts';
import type { Inspection } from '../engine/inspect/inspection.ts';
import type { Scenario } from '../engine/scenario/scenario.ts';
import { buildFrames } from './build-frames.ts';
import { LinkTimes, type Frame } from './frames.ts';
import type { LazyBytes } from './lazy-bytes.ts';
import { derivePhases, type Phase } from './phases.ts';

interface StreamDocument {
  /** Scenario name or file name. */
  readonly name: string;
  /** The stream's bytes: in shared memory, or of a large file as LazyBytes. */
  readonly stream: ByteSource;
  readonly inspection: Inspection;
  readonly frames: readonly Frame[];
}

export interface RunDocument extends StreamDocument {
  readonly kind: 'run';
  readonly stream: Uint8Array;
  readonly scenario: Scenario;
  readonly capture: RunCapture;
  readonly timeline: Timeline;
  readonly phases: readonly Phase[];
  readonly link: LinkTimes;
  /** Both sides' state at the cursor; the store seeks them, panels read them when `cursor` changes. */
  readonly state: Readonly<Record<Side, SideState>>;
  /** First and last virtual time, ns. */
  readonly startTime: number;
  readonly endTime: number;
}

export interface FileDocument extends StreamDocument {
  readonly kind: 'file';
  /** Bytes of the file as it lies on disk (smaller than the stream when it was compressed). */
  readonly fileSize: number;
}

export type OpenDocument = RunDocument | FileDocument;

/** Makes a run ready for the panels; linear in events and spans. */
export function makeRunDocument(scenario: Scenario, capture: RunCapture, inspection: Inspection): RunDocument {
  const timeline = mergeTimeline(capture.source.events, capture.destination.events);
  const link = new LinkTimes(capture.source.events);
  const phases = derivePhases(capture.source.events, capture.destination.events);
  return {
    kind: 'run',
    name: scenario.name,
    scenario,
    capture,
    timeline,
    phases,
    link,
    stream: capture.stream,
    inspection,
    frames: buildFrames(inspection, capture.source.events, capture.destination.events, link),
    state: {
      source: new SideState(capture.source, capture.arena, capture.stream),
      destination: new SideState(capture.destination, capture.arena, capture.stream),
    },
    startTime: phases[0]?.start ?? 0,
    endTime: phases[phases.length - 1]?.end ?? 0,
  };
}

/** Makes an opened file ready for the panels. */
export function makeFileDocument(
  name: string,
  fileSize: number,
  stream: ByteSource,
  inspection: Inspection,
): FileDocument {
  return { kind: 'file', name, fileSize, stream, inspection, frames: buildFrames(inspection, null, null, null) };
}

/** Side and row of the event that head number `head` is. */
export function headEvent(document: RunDocument, head: number): { side: Side; row: number } {
  return eventAt(document.timeline, document.timeline.heads[head] ?? 0);
}

/** Virtual time of head number `head`, ns. */
export function headTime(document: RunDocument, head: number): number {
  const { side, row } = headEvent(document, head);
  return document.capture[side].events.time[row] ?? 0;
}

/** The last head at or before `time`; 0 when there is none. */
export function headAtTime(document: RunDocument, time: number): number {
  let low = 0;
  let high = document.timeline.heads.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (headTime(document, middle) <= time) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** Brings both sides' states to the moment after head number `head`. */
export function seekStates(document: RunDocument, head: number): void {
  const counts = countsAfterHead(document.timeline, head);
  document.state.source.seek(counts.source);
  document.state.destination.seek(counts.destination);
}

/** The document's bytes when not all of them are in memory, else null. */
export function lazyBytes({ stream }: { readonly stream: ByteSource }): LazyBytes | null {
  // By its shape: the class comes with the first file that needs it.
  return 'want' in stream ? (stream as LazyBytes) : null;
}

/** The bytes from `start` to `end`, from the file if they are not in memory. */
export async function bytesOf(document: OpenDocument, start: number, end: number): Promise<Uint8Array> {
  return lazyBytes(document)?.read(start, end) ?? document.stream.subarray(start, end);
}
