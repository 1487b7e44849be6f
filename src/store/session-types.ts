// What the store knows of the session behind it: jobs that end in a document, and how they tell of progress and trouble.
import type { Scenario } from '../engine/scenario/scenario.ts';
import type { OpenDocument } from './documents.ts';

/** Work that is going on; bytes where the total is known. */
export interface Work {
  /** `Running Default: 100 Mbit/s`, `Opening q10.bin`. */
  readonly label: string;
  /** Bytes done and bytes in all; total 0 when it is not known. */
  readonly done: number;
  readonly total: number;
}

/** Something went wrong: what happened, where, what to do. */
export interface Problem {
  readonly title: string;
  readonly where: string;
  readonly advice: string;
}

export type ReportWork = (work: Work | null) => void;

export interface Session {
  /** Resolves to null when cancelled. */
  readonly run: (scenario: Scenario, report: ReportWork) => Promise<OpenDocument | null>;
  readonly openFile: (file: File, report: ReportWork) => Promise<OpenDocument | null>;
  /** A name from `samples/samples.json`. */
  readonly openSample: (name: string, report: ReportWork) => Promise<OpenDocument | null>;
  /** Ends whatever runs; the workers start anew. */
  readonly cancel: () => void;
  readonly describe: (error: unknown) => Problem;
}
