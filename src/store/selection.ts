// The one selection of the app: a range of stream bytes and, where there is one, the span that owns it, or a cell of a
// device. Selecting anywhere selects its partners everywhere.
import type { Side } from '../engine/capture/capture.ts';

/** Who made the selection: that panel does not scroll itself. */
export type SelectionOrigin =
  'frames' | 'tree' | 'hex' | 'device' | 'timeline' | 'diagnostics' | 'step' | 'open' | 'search';

export interface Selection {
  /** Byte range in the stream; start === end when only a cell is selected. */
  readonly start: number;
  readonly end: number;
  /** Row of the span, or -1. */
  readonly row: number;
  /** Cell and side, when a value of a device is selected. */
  readonly cell: number;
  readonly side: Side | null;
  readonly origin: SelectionOrigin;
}
