// What comes back from the destination to the source: messages of the return path (QEMU migration/migration.c, MIG_RP_MSG_*)
// and, when it ends, that it has gone. The source depends on the scenario and on this alone: it is worked out from a run whose
// source heard nothing, and where it would have mattered the run is made again with it. What the source does before it
// hears something does not depend on that, so the runs settle: on the first message in the second run, on the next in the
// third, and no message but these comes.
import type { Scenario } from '../scenario/scenario.ts';
import type { DestinationResult } from './destination.ts';
import type { SourceResult } from './source.ts';

/** MIG_RP_MSG_* that a precopy migration knows. */
export const ReturnMessage = { Shut: 1, Pong: 2, SwitchoverAck: 7 } as const;

/** What the destination has put into the return path. */
export interface Said {
  /** ns. */
  readonly at: number;
  readonly message: number;
  readonly value: number;
}

/** The same when the source hears it. */
export interface Heard extends Said {
  readonly arrival: number;
}

export interface ReturnPath {
  /** When the source learns that the other end has gone, ns; Infinity: never. */
  readonly closedAt: number;
  /** In the order of arrival; null: nothing is known of them yet, so the source goes on as if it had what it waits for. */
  readonly heard: readonly Heard[] | null;
}

/** Nothing is known of what comes back. */
export const SILENT: ReturnPath = { closedAt: Infinity, heard: null };

/** What the source should have heard in that run, or null when it has, or when it would have made no difference. */
export function heardBack(
  scenario: Scenario,
  { completedAt, back }: SourceResult,
  { exitedAt, said }: DestinationResult,
): ReturnPath | null {
  const { switchoverAck } = scenario.switches;
  const gone = exitedAt < 0 ? Infinity : exitedAt + latencyAt(scenario, exitedAt);
  const closedAt = switchoverAck || gone < completedAt || gone === back.closedAt ? gone : Infinity;
  const heard = switchoverAck ? said.map((one) => ({ ...one, arrival: arrivalOf(scenario, one) })) : null;
  const isSame =
    closedAt === back.closedAt &&
    heard?.length === back.heard?.length &&
    (heard ?? []).every(({ arrival, message }, i) => {
      const other = back.heard?.[i];
      return arrival === other?.arrival && message === other.message;
    });
  return isSame ? null : { closedAt, heard };
}

/** When the source hears what is said, ns. */
export function arrivalOf(scenario: Scenario, { at }: Pick<Said, 'at'>): number {
  return at + latencyAt(scenario, at);
}

/** One way, ns: what a person made of it by then. */
function latencyAt({ link, interventions }: Scenario, time: number): number {
  let { latency } = link;
  for (const { at, action } of interventions)
    if (at <= time && action.do === 'latency') latency = Number(action.latency);
  return latency;
}
