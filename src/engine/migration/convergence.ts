// Will it converge? The closed form beside the simulation: pages of a working set that are written at random while a pass
// is on its way, against the bandwidth and the threshold that QEMU computes (migration/migration.c,
// migration_update_counters(): bandwidth × downtime-limit). Only products and sums, so that every engine agrees.

/** Bytes on the wire of a page with data and of a zero page: the u64 in front, the page or the fill byte. */
const DATA_RECORD = 8 + 4096;
const ZERO_RECORD = 9;
const PAGE = 4096;
const NS = 1_000_000_000;

export interface ConvergenceInput {
  /** Pages of RAM, and how many of them hold data. */
  readonly pages: number;
  readonly dataPages: number;
  /** Stores per second, each into a page of the working set drawn at random. */
  readonly dirtyPerSecond: number;
  readonly workingSet: number;
  /** Pages that are dirty again after any pass (rings). */
  readonly alwaysDirty: number;
  /** Pages that are written one after another, round and round (packet buffers), and how many in a second. */
  readonly turnPages: number;
  readonly turnPagesPerSecond: number;
  /** Bytes per second: the smaller of link and `max-bandwidth`. */
  readonly bandwidth: number;
  /** `downtime-limit`, ms. */
  readonly downtimeLimit: number;
  /** Passes after which the question is given up. */
  readonly maxPasses: number;
}

export interface EstimatedPass {
  /** 1 is the pass over all of RAM. */
  readonly pass: number;
  readonly pages: number;
  readonly bytes: number;
  /** Start and duration, ns from the start of the first pass. */
  readonly start: number;
  readonly duration: number;
  /** Pages that are dirty when it ends. */
  readonly dirtyAfter: number;
}

export interface ConvergenceEstimate {
  readonly passes: readonly EstimatedPass[];
  readonly converges: boolean;
  /** Bytes that may be left when the guest is stopped. */
  readonly threshold: number;
  /** Bytes left at the end, and what sending them takes, ns: the RAM part of the downtime. */
  readonly remaining: number;
  readonly downtime: number;
  readonly totalTime: number;
}

/** Distinct pages among `workingSet` that `writes` random writes hit, on average: w (1 - (1 - 1/w)^n). */
export function expectedDirty(workingSet: number, writes: number): number {
  if (workingSet <= 0 || writes <= 0) return 0;
  let power = 1;
  let base = 1 - 1 / workingSet;
  for (let n = Math.floor(writes); n > 0; n = Math.floor(n / 2)) {
    if (n % 2 === 1) power *= base;
    base *= base;
  }
  return workingSet * (1 - power);
}

/** Pages that are dirty after `duration` ns. */
function dirtyIn(input: ConvergenceInput, duration: number): number {
  const { dirtyPerSecond, workingSet, alwaysDirty, turnPages, turnPagesPerSecond } = input;
  const written = expectedDirty(workingSet, (dirtyPerSecond * duration) / NS);
  const inTurn = Math.min(turnPages, (turnPagesPerSecond * duration) / NS);
  return Math.round(written + inTurn) + alwaysDirty;
}

/** Runs the closed form until what is left fits, or it stops getting less. */
export function estimateConvergence(input: ConvergenceInput): ConvergenceEstimate {
  const { pages, dataPages, bandwidth, downtimeLimit, maxPasses } = input;
  const threshold = Math.floor((bandwidth * downtimeLimit) / 1000);
  const passes: EstimatedPass[] = [];
  let bytes = dataPages * DATA_RECORD + (pages - dataPages) * ZERO_RECORD;
  let sent = pages;
  let start = 0;
  for (let pass = 1; ; pass++) {
    const duration = Math.ceil((bytes * NS) / bandwidth);
    const dirtyAfter = dirtyIn(input, duration);
    passes.push({ pass, pages: sent, bytes, start, duration, dirtyAfter });
    start += duration;
    const remaining = dirtyAfter * PAGE;
    const converges = remaining < threshold;
    if (converges || pass >= maxPasses || (pass > 1 && dirtyAfter >= sent)) {
      const downtime = Math.ceil((dirtyAfter * DATA_RECORD * NS) / bandwidth);
      return { passes, converges, threshold, remaining, downtime, totalTime: start + downtime };
    }
    sent = dirtyAfter;
    bytes = dirtyAfter * DATA_RECORD;
  }
}
