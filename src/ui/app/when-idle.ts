// What nobody needs in the first moments waits until the panels, whose keys are pressed at once, are on their way.

/** Longest wait, ms. */
const AT_MOST = 500;

/** Resolves when the page has nothing to do. */
export const whenIdle = (): Promise<unknown> =>
  new Promise((resolve) => requestIdleCallback(resolve, { timeout: AT_MOST }));
