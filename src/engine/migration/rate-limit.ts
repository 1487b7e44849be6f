// The rate limit and what is measured by it (QEMU migration/migration.c, migration_update_counters()): windows of 100 ms,
// in each a tenth of max-bandwidth; at its end the bandwidth, and from it how much may be left at the stop.

/** BUFFER_DELAY, ns. */
const WINDOW = 100_000_000;

export class RateLimit {
  /** Bytes that may be left when the guest is stopped: bandwidth × downtime-limit. 0 until the first window has ended. */
  threshold = 0;
  /** Bytes per window. */
  readonly max: number;
  private start = 0;
  private before = 0;

  /** `maxBandwidth` in bytes per second. */
  constructor(maxBandwidth: number) {
    this.max = Math.floor(maxBandwidth / 10);
  }

  /** When the window that is running ends, ns. */
  get windowEnd(): number {
    return this.start + WINDOW;
  }

  beginWindow(now: number, transferred: number): void {
    this.start = now;
    this.before = transferred;
  }

  inWindow(transferred: number): number {
    return transferred - this.before;
  }

  isExceeded(transferred: number): boolean {
    return this.inWindow(transferred) >= this.max;
  }

  /** `downtimeLimit` in ms. */
  endWindow(now: number, transferred: number, downtimeLimit: number): void {
    const bandwidth = this.inWindow(transferred) / (now - this.start);
    this.threshold = Math.floor(bandwidth * downtimeLimit * 1_000_000);
    this.beginWindow(now, transferred);
  }
}
