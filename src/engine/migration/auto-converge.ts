// Auto-converge (QEMU migration/ram.c, migration_trigger_throttle() and mig_throttle_guest_down()): at a dirty sync more than
// a second after the last reckoning, bytes dirtied since then are held against bytes transferred; too many for the second
// time slow the vCPUs down. Not here: cpu-throttle-tailslow, and QEMU 9.2's extra sync in a pass longer than five seconds.
import type { Scenario } from '../scenario/scenario.ts';

const PAGE_BYTES = 4096;
const MS = 1_000_000;
const PERIOD_MS = 1000;

/** Parameters of `migrate-set-parameters`. */
type Parameters = Pick<
  Scenario['migration'],
  'autoConverge' | 'cpuThrottleInitial' | 'cpuThrottleIncrement' | 'maxCpuThrottle' | 'throttleTriggerThreshold'
>;

export class AutoConverge {
  private readonly parameters: Parameters;
  /** time_last_bitmap_sync, ms; -1 before the first sync. */
  private last = -1;
  private dirtyPages = 0;
  private transferred = 0;
  private high = 0;

  constructor(parameters: Parameters) {
    this.parameters = parameters;
  }

  /**
   * After a sync at `now` (ns) that found `pages` newly dirty, with `transferred` bytes sent so far: what the vCPUs are to be
   * throttled to, or null when nothing changes. `throttle` is the percentage now, 0 when they are not throttled.
   */
  synced(now: number, pages: number, transferred: number, throttle: number): number | null {
    const ms = Math.floor(now / MS);
    if (this.last < 0) this.last = ms;
    this.dirtyPages += pages;
    if (ms <= this.last + PERIOD_MS) return null;
    const isHigh = this.isHigh(transferred);
    this.last = ms;
    this.dirtyPages = 0;
    this.transferred = transferred;
    if (!isHigh || !this.parameters.autoConverge) return null;
    const { cpuThrottleInitial, cpuThrottleIncrement, maxCpuThrottle } = this.parameters;
    return throttle === 0 ? cpuThrottleInitial : Math.min(throttle + cpuThrottleIncrement, maxCpuThrottle);
  }

  /** Whether this period is the second of those with too many dirty bytes; they need not follow one another. */
  private isHigh(transferred: number): boolean {
    const sent = transferred - this.transferred;
    const limit = Math.floor((sent * this.parameters.throttleTriggerThreshold) / 100);
    if (this.dirtyPages * PAGE_BYTES <= limit || ++this.high < 2) return false;
    this.high = 0;
    return true;
  }
}
