// While playing, moves virtual time on by the real time between two frames.
import { useEffect } from 'react';
import { useAppStore, useApp } from './use-app.ts';

/** A tab that slept does not jump: no frame counts for more than this, ms. */
const LONGEST_FRAME = 100;

export function usePlayback(): void {
  const store = useAppStore();
  const playing = useApp((state) => state.playing);
  useEffect(() => {
    if (!playing) return undefined;
    let last = -1;
    let handle = requestAnimationFrame(function frame(now) {
      if (last >= 0) store.getState().playOn(Math.min(LONGEST_FRAME, now - last) * 1e6);
      last = now;
      handle = requestAnimationFrame(frame);
    });
    return () => cancelAnimationFrame(handle);
  }, [playing, store]);
}
