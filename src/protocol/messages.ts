// What crosses between the page and the workers. Types only: shared memory goes as it is, results are tagged so that an
// error is a value with a place, not a lost exception.
import type { KeptBytes } from '../engine/bytes/kept-bytes.ts';
import type { RunCapture } from '../engine/capture/capture.ts';
import type { Pattern } from '../engine/capture/search.ts';
import type { FramePair } from '../engine/compare/align.ts';
import type { RamDiff } from '../engine/compare/ram-diff.ts';
import type { FieldDifference, SectionDifference, StreamDiffOptions } from '../engine/compare/stream-diff.ts';
import type { DestinationResult } from '../engine/migration/destination.ts';
import type { ReturnPath } from '../engine/migration/return-path.ts';
import type { LoadsInto } from '../engine/migration/loads-into.ts';
import type { FoundValue } from '../engine/migration/first-converging.ts';
import type { SourceResult } from '../engine/migration/source.ts';
import type { Inspection } from '../engine/inspect/inspection.ts';
import type { Scenario } from '../engine/scenario/scenario.ts';

/** Why something did not work: what happened, where (offset, field or file), what to do. */
export interface Failure {
  readonly message: string;
  readonly where: string;
  readonly advice: string;
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure };

/** Names of the workers: each runs the same script and is what its name says. */
export type ThreadName = 'source' | 'destination' | 'both' | 'inspector' | 'trials';

/** Told now and then; totals in bytes, 0 when not known. */
export type Progress = (done: number, total: number) => void;

export interface SourceApi {
  /** The scenario, when every value of it is in order. */
  check(scenario: unknown): Promise<Result<Scenario>>;
  /** Runs the source, which hears `back`; packets go into the ring. Resolves when it has sent everything. */
  run(scenario: Scenario, ring: SharedArrayBuffer, back: ReturnPath): Promise<Result<SourceResult>>;
}

export interface DestinationApi {
  run(scenario: Scenario, ring: SharedArrayBuffer): Promise<Result<DestinationResult>>;
}

/** A run in one thread, for pages that get no shared memory: what it gives is handed over. */
export interface BothApi extends Pick<SourceApi, 'check'> {
  run(
    scenario: Scenario,
    running: Progress,
    decoding: Progress,
  ): Promise<Result<{ readonly capture: RunCapture; readonly inspection: Inspection }>>;
}

/** All bytes of a stream; or, when they are too many to hold, the file they are in and those that were decoded. */
export type StreamBytes = Uint8Array | { readonly file: Blob; readonly kept: KeptBytes };

export interface OpenedFile {
  readonly stream: StreamBytes;
  readonly inspection: Inspection;
  /** Bytes of the file on disk. */
  readonly fileSize: number;
}

export interface SearchEnd {
  /** Bytes looked at. */
  readonly done: number;
  /** `full`: as many matches as were asked for. */
  readonly state: 'done' | 'cancelled' | 'full';
}

export interface InspectorApi {
  /** Looks for patterns; each report answers whether the search shall go on. */
  search(
    stream: Uint8Array | Blob,
    patterns: readonly Pattern[],
    most: number,
    report: (done: number, found: readonly number[]) => boolean | Promise<boolean>,
  ): Promise<Result<SearchEnd>>;
  /** What the bytes of a stream are. */
  inspect(stream: Uint8Array, decoding: Progress): Promise<Result<Inspection>>;
  /** Reads a file (gzip is unpacked), telling of its bytes on disk, and inspects it, telling of those of the stream. */
  open(file: File, reading: Progress, decoding: Progress): Promise<Result<OpenedFile>>;
}

/** Told before each trial: the value that is tried, how many are about to follow, and what came of the one before. */
export type TrialReport = (
  value: number,
  left: number,
  before: { readonly converged: boolean } | null,
) => void | Promise<void>;

export interface TrialsApi {
  /** The first value of a parameter (first-converging.ts) with which the scenario converges, found by runs of the source. */
  firstConverging(scenario: Scenario, parameter: string, report: TrialReport): Promise<Result<FoundValue>>;
}

/** A stream for another thread to look at. */
export interface ComparedStream {
  readonly name: string;
  readonly stream: StreamBytes;
  readonly inspection: Inspection;
}

export interface LoadsVerdicts {
  /** The other's stream on the destination of the one that is shown, and the other way round. */
  readonly otherHere: LoadsInto;
  readonly shownThere: LoadsInto;
}

/** Two streams that are given once; then what differs in them, part by part. */
export interface CompareApi {
  begin(a: ComparedStream, b: ComparedStream): Promise<Result<null>>;
  /** Frames of both, each with how many of its fields differ; `told` bytes of the first stream. */
  sections(options: StreamDiffOptions, told: Progress): Promise<Result<readonly SectionDifference[]>>;
  fields(pair: FramePair, options: StreamDiffOptions): Promise<Result<readonly FieldDifference[]>>;
  /** Whether each would load where the other would; null when not both are in memory. */
  loads(): Promise<Result<LoadsVerdicts | null>>;
  /** RAM page by page; `told` bytes of pages. */
  pages(told: Progress): Promise<Result<RamDiff>>;
}
