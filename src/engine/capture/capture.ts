// A capture: what the panels know. A recorded run has two sides with events; an opened file has spans only.
import type { CellDef } from './cells.ts';
import type { EventColumns } from './event-log.ts';
import type { KeyframeColumns } from './keyframes.ts';
import type { ListColumns } from './lists.ts';

export type Side = 'source' | 'destination';

/** Where the arena lies: RAM-order page number of its first page, and its size. */
export interface ArenaInfo {
  readonly firstPage: number;
  readonly pageCount: number;
  /** Guest-physical address of the first byte. */
  readonly address: number;
}

/** One side of a recorded run; every array lies on shared memory. */
export interface SideCapture {
  readonly events: EventColumns;
  readonly keyframes: KeyframeColumns;
  readonly names: readonly string[];
  /** The lists that cells of a list's format held, by digest. */
  readonly lists: ListColumns;
  /** The guest's RAM when this side ended, all blocks in order. */
  readonly memory: Uint8Array;
}

/**
 * Where the guest runs in the end. `both`: the destination had all it needs and went on, and the source, which was cancelled or
 * met an error at that very end, went on too. `nowhere`: one QEMU died, and the other had nothing to start.
 */
export type GuestPlace = 'source' | 'destination' | 'both' | 'nowhere';

/** How the run ended. */
export interface RunOutcome {
  readonly status: 'completed' | 'failed' | 'cancelled';
  /** QEMU's own words when it failed, one line each. */
  readonly stderr: readonly string[];
  /** What the source's QEMU said. */
  readonly sourceStderr: readonly string[];
  /** Lines of the guest-error log. */
  readonly guestErrors: readonly string[];
  readonly guest: GuestPlace;
  /** From the stop of the source's vCPUs to the start of the destination's, ns of virtual time; -1 unless it completed. */
  readonly downtime: number;
  /** From migrate to the source's completed, ns. */
  readonly totalTime: number;
}

/** What two workers or one thread make of a scenario. */
export interface RunCapture {
  readonly cells: readonly CellDef[];
  readonly arena: ArenaInfo;
  readonly stream: Uint8Array;
  readonly source: SideCapture;
  readonly destination: SideCapture;
  readonly outcome: RunOutcome;
}
