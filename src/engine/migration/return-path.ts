// What comes back from the destination to the source. The source depends on the scenario and on this alone: it is worked out
// from a run whose source heard nothing, and when it would have mattered the run is made again with it. Up to the moment at
// which the source hears of it both runs are the same, so the second is the true one.
import type { Scenario } from '../scenario/scenario.ts';
import type { DestinationResult } from './destination.ts';
import type { SourceResult } from './source.ts';

export interface ReturnPath {
  /** When the source learns that the other end has gone, ns; Infinity: never. */
  readonly closedAt: number;
}

/** Nothing comes back. */
export const SILENT: ReturnPath = { closedAt: Infinity };

/** What the source should have heard in that run, or null when it would have made no difference. */
export function heardBack(
  scenario: Scenario,
  { completedAt }: SourceResult,
  { exitedAt }: DestinationResult,
): ReturnPath | null {
  if (exitedAt < 0) return null;
  const closedAt = exitedAt + latencyAt(scenario, exitedAt);
  return closedAt < completedAt ? { closedAt } : null;
}

/** One way, ns: what a person made of it by then. */
function latencyAt({ link, interventions }: Scenario, time: number): number {
  let { latency } = link;
  for (const { at, action } of interventions)
    if (at <= time && action.do === 'latency') latency = Number(action.latency);
  return latency;
}
