// The result of reading a stream, whoever wrote it: what every byte is, what is wrong, and the figures that lists and
// panels need at once. The store and the panels code against this interface.
import type { RamRecordColumns } from '../capture/ram-records.ts';
import type { SpanColumns } from '../capture/spans.ts';

export type Severity = 'note' | 'warning' | 'error';

/** Something to tell about the stream, at a byte. */
export interface Diagnostic {
  readonly severity: Severity;
  /** Stream offset, or -1 when it concerns the whole. */
  readonly offset: number;
  readonly message: string;
  /** What usually causes it, or what to do; may be empty. */
  readonly cause: string;
}

export interface InspectedSection {
  /** Row of its span. */
  readonly row: number;
  /** 1 START, 2 PART, 3 END, 4 FULL. */
  readonly type: number;
  readonly sectionId: number;
  readonly idstr: string;
  /** -1 in PART and END, which do not carry them. */
  readonly instanceId: number;
  readonly versionId: number;
  readonly start: number;
  readonly end: number;
  /** False when the stream ended or broke inside. */
  readonly complete: boolean;
}

export interface InspectedBlock {
  readonly idstr: string;
  /** Bytes. */
  readonly size: number;
}

export interface Inspection {
  readonly length: number;
  readonly spans: SpanColumns;
  readonly records: RamRecordColumns;
  /** Rows of the top-level spans: the frames. */
  readonly frames: Uint32Array;
  readonly sections: readonly InspectedSection[];
  readonly blocks: readonly InspectedBlock[];
  /** Machine type of the configuration section, or empty. */
  readonly machine: string;
  readonly capabilities: readonly string[];
  readonly pageSize: number;
  readonly diagnostics: readonly Diagnostic[];
  /** The parsed description JSON, or null. */
  readonly description: unknown;
  /** Work that the reading took (work.ts). */
  readonly steps: number;
}
