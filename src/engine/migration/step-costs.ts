// What the steps between loads cost in virtual time: a model, shown as "modelled". Loads themselves: cost/.

export const COST = {
  /** Source, ns: writing a section's frame, finding and putting a page, finding a zero page, one dirty sync. */
  saveSection: 1_500,
  savePage: 900,
  saveZeroPage: 350,
  dirtySync: 60_000,
  saveNic: 180_000,
  saveChanges: 20_000,
  saveDevice: 8_000,
  stopVm: 250_000,
  /** A pass in which the thread only waits for the switchover ack. */
  idlePass: 100_000,
  describe: 120_000,
  /** Destination, ns: a section's frame, starting the guest. */
  loadSection: 600,
  startVm: 300_000,
} as const;
