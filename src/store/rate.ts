// How fast work goes, for people: bytes a second of real time.

/** A rate over less than this says nothing, ms. */
const RATE_AFTER = 200;

/** Of `done` bytes since `began` (ms of the page's clock); 0 when too little time has passed to say. */
export function rateOf(done: number, began: number): number {
  const passed = performance.now() - began;
  return passed < RATE_AFTER ? 0 : (done / passed) * 1000;
}
