// How far a run is, from the bytes that have gone through the ring. How many there will be depends on what the guest
// writes meanwhile; the first pass is known, and what goes beyond it moves the end on.
import type { Scenario } from '../engine/scenario/scenario.ts';
import type { WorkTold } from './session-types.ts';

const PAGE = 4096;
/** A page's header in the stream, and a whole zero page, bytes. */
const PAGE_HEADER = 8;
const ZERO_PAGE = 9;
/** Sections of devices and the description, bytes. */
const REST = 300_000;

/** Bytes of one pass over all of RAM, of the pages that the guest writes meanwhile once more, and of everything else. */
export function firstPassBytes({ machine, workload }: Pick<Scenario, 'machine' | 'workload'>): number {
  const pages = (machine.memoryMiB * 1048576) / PAGE;
  const filled = Math.round((pages * machine.filledPerMille) / 1000);
  const again = workload.dirtyPagesPerSecond > 0 ? Math.min(workload.workingSetPages, pages) : 0;
  return (filled + again) * (PAGE + PAGE_HEADER) + (pages - filled) * ZERO_PAGE + REST;
}

export function runProgress(scenario: Pick<Scenario, 'machine' | 'workload' | 'name'>, written: number): WorkTold {
  // Always something left: only the end of the run is the end.
  const total = Math.max(firstPassBytes(scenario), Math.round(written * 1.05));
  return { label: `Running ${scenario.name}`, done: written, total, isGuess: true };
}
