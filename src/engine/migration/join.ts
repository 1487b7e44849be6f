// Puts the two sides' results together into a capture. By itself, so that the page needs nothing else of the engine's
// migration code.
import type { GuestPlace, RunCapture } from '../capture/capture.ts';
import type { DestinationResult } from './destination.ts';
import type { SourceResult } from './source.ts';

function placeOf(atSource: boolean, atDestination: boolean): GuestPlace {
  if (atSource) return atDestination ? 'both' : 'source';
  return atDestination ? 'destination' : 'nowhere';
}

/** The capture of a run from what its source and its destination gave. */
export function joinSides(source: SourceResult, destination: DestinationResult): RunCapture {
  return {
    cells: source.cells,
    arena: source.arena,
    stream: destination.stream,
    source: source.side,
    destination: destination.side,
    outcome: {
      status: source.status === 'completed' ? destination.status : source.status,
      stderr: destination.stderr,
      sourceStderr: source.stderr,
      guestErrors: destination.guestErrors,
      guest: placeOf(source.isRunning, destination.startedAt >= 0),
      downtime:
        source.status !== 'completed' || destination.startedAt < 0 ? -1 : destination.startedAt - source.stoppedAt,
      totalTime: source.completedAt,
    },
  };
}
