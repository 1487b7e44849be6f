// What the error desk knows of one message that QEMU prints: which check fired, what usually causes it, where in an open
// stream it would be. Scenarios that end with it are in reproductions.ts.
import type { OpenDocument } from '../../../store/documents.ts';

export interface KnownError {
  readonly id: string;
  /** The line without QEMU's name before it; groups are for `place`. */
  readonly pattern: RegExp;
  /** QEMU's file and function. */
  readonly where: string;
  /** The check that fired, in words. */
  readonly check: string;
  readonly cause: string;
  /** Told after another error that is the cause. */
  readonly secondary?: true;
  /** Printed on loads that succeed too. */
  readonly harmless?: true;
  /** Offset in the stream, or -1. */
  readonly place?: (document: OpenDocument, found: readonly string[]) => number;
}
