// Something that can be done when a panel is there, which may still be loading.

/** ms */
const LONGEST_WAIT = 5000;

/** Tries now and at every frame until it succeeds or too much time has gone by; answers whether it did. */
export function soon(attempt: () => boolean): Promise<boolean> {
  const began = performance.now();
  return new Promise((resolve) => {
    const look = (): void => {
      if (attempt()) resolve(true);
      else if (performance.now() - began < LONGEST_WAIT) requestAnimationFrame(look);
      else resolve(false);
    };
    look();
  });
}
