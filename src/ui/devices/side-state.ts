// What a side is doing at a time, in one word.
import type { Side } from '../../engine/capture/capture.ts';
import type { RunDocument } from '../../store/documents.ts';

export function sideState(document: RunDocument, side: Side, time: number): string {
  const stop = document.phases.find(({ kind }) => kind === 'stop');
  const resumed = document.phases.find(({ kind }) => kind === 'resumed');
  if (side === 'source') {
    if (!stop || time < stop.start) return 'running';
    return time >= document.capture.outcome.totalTime ? 'completed' : 'stopped';
  }
  if (document.capture.outcome.status === 'failed' && time >= document.endTime) return 'failed';
  if (resumed && time >= resumed.start) return 'running';
  return stop && time >= stop.start ? 'loading' : 'incoming';
}
