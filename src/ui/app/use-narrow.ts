// How much room there is: below 1280 px the two devices share one panel, below 900 px (1440 at a zoom of 200 %) the stream
// shares it as well.
import { useSyncExternalStore } from 'react';

const NARROW = '(max-width: 1279px)';
const TINY = '(max-width: 899px)';

function subscribeTo(query: string): (listener: () => void) => () => void {
  return (listener) => {
    const media = window.matchMedia(query);
    media.addEventListener('change', listener);
    return () => media.removeEventListener('change', listener);
  };
}

const [toNarrow, toTiny] = [subscribeTo(NARROW), subscribeTo(TINY)];

export function useNarrow(): boolean {
  return useSyncExternalStore(toNarrow, () => window.matchMedia(NARROW).matches);
}

export function useTiny(): boolean {
  return useSyncExternalStore(toTiny, () => window.matchMedia(TINY).matches);
}
