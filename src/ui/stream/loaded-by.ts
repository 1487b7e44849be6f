// How far the destination has loaded the stream at a moment. The engine tells when a section is loaded whole, so a section
// counts from then on; header, configuration and commands, which are read at once, count when they have arrived.
import type { Frame } from '../../store/frames.ts';

/** Offset up to which everything is loaded at `time`, ns. Frames lie, arrive and are loaded in the same order. */
export function loadedBy(frames: readonly Frame[], time: number): number {
  let low = 0;
  let high = frames.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isLoaded(frames[middle]!, time)) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 0 : frames[low - 1]!.end;
}

/** A section that began to load and never ended broke: it is not loaded. */
function isLoaded({ loadStart, loadEnd, arrived }: Frame, time: number): boolean {
  if (loadStart >= 0) return loadEnd >= 0 && loadEnd <= time;
  return arrived >= 0 && arrived <= time;
}
