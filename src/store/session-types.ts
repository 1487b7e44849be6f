// What the store knows of the session behind it: jobs that end in a document, and how they tell of progress and trouble.
import type { ByteSource } from '../engine/bytes/byte-source.ts';
import type { Pattern } from '../engine/capture/search.ts';
import type { FramePair } from '../engine/compare/align.ts';
import type { RamDiff } from '../engine/compare/ram-diff.ts';
import type { FieldDifference, SectionDifference, StreamDiffOptions } from '../engine/compare/stream-diff.ts';
import type { FoundValue } from '../engine/migration/first-converging.ts';
import type { Scenario } from '../engine/scenario/scenario.ts';
import type { LoadsVerdicts } from '../protocol/messages.ts';
import type { OpenDocument } from './documents.ts';

/** What a job tells of itself. */
export interface WorkTold {
  /** `Running Default: 100 Mbit/s`, `Opening q10.bin`. */
  readonly label: string;
  /** Bytes done and bytes in all; total 0 when it is not known. */
  readonly done: number;
  readonly total: number;
  /** The total is a guess that is corrected on the way. */
  readonly isGuess?: boolean;
}

/** Work that is going on. */
export interface Work extends WorkTold {
  /** Bytes per second of real time since this label was first told; 0 when too little has passed to say. */
  readonly rate: number;
}

/** Something went wrong: what happened, where, what to do. */
export interface Problem {
  readonly title: string;
  readonly where: string;
  readonly advice: string;
}

export type ReportWork = (work: WorkTold | null) => void;

/** Told after each piece: bytes looked at so far, and what was found in this piece. */
export type ReportSearch = (done: number, found: readonly number[]) => void;

export interface SearchJob {
  /** `full`: it stopped because it had found as many as were asked for. */
  readonly result: Promise<{ readonly done: number; readonly state: 'done' | 'cancelled' | 'full' }>;
  readonly cancel: () => void;
}

/** Told before each trial: the value, about how many follow, what came of the one before. */
export type ReportTrial = (value: number, left: number, before: { readonly converged: boolean } | null) => void;

export interface TrialsJob {
  readonly result: Promise<FoundValue>;
  /** Ends its thread; the result then never comes. */
  readonly cancel: () => void;
}

/** Two streams beside each other; what differs is worked out in a thread that lives until `end`. */
export interface StreamComparison {
  /** `told` bytes of the first stream that are done. */
  readonly sections: (
    options: StreamDiffOptions,
    told: (done: number, total: number) => void,
  ) => Promise<readonly SectionDifference[]>;
  readonly fields: (pair: FramePair, options: StreamDiffOptions) => Promise<readonly FieldDifference[]>;
  /** Null when not both streams are in memory. */
  readonly loads: () => Promise<LoadsVerdicts | null>;
  /** `told` bytes of pages that were read. */
  readonly pages: (told: (done: number, total: number) => void) => Promise<RamDiff>;
  /** Ends its thread; what is asked for then never comes. */
  readonly end: () => void;
}

export interface Session {
  /** Resolves to null when cancelled. */
  readonly run: (scenario: Scenario, report: ReportWork) => Promise<OpenDocument | null>;
  readonly openFile: (file: File, report: ReportWork) => Promise<OpenDocument | null>;
  /** A name from `samples/samples.json`. */
  readonly openSample: (name: string, report: ReportWork) => Promise<OpenDocument | null>;
  /** Looks for patterns in a stream, off the page's thread; at most `most` matches. */
  readonly search: (stream: ByteSource, patterns: readonly Pattern[], most: number, report: ReportSearch) => SearchJob;
  /** Looks for the first value of a parameter with which a scenario converges, in a thread of its own. */
  readonly firstConverging: (scenario: Scenario, parameter: string, report: ReportTrial) => TrialsJob;
  readonly compare: (a: OpenDocument, b: OpenDocument) => Promise<StreamComparison>;
  /** Ends whatever runs; the workers start anew. */
  readonly cancel: () => void;
  readonly describe: (error: unknown) => Problem;
}
