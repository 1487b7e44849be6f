// What comes back from the destination to the source: messages of the return path (QEMU migration/migration.c, MIG_RP_MSG_*)
// and, when it ends, that it has gone. The source depends on the scenario and on this alone. It is worked out run by run: a
// run in which the source hears what is known so far is right up to the next thing that would matter to it, so that thing is
// right too, and the next run knows it: first the ack, which comes of the setup, then how the destination ends.
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
  /** When the source learns that the other end has closed the connection, ns; Infinity: never. */
  readonly closedAt: number;
  /** Whether bytes lay there that nobody had read: then the kernel resets the connection. */
  readonly isReset: boolean;
  /** In the order of arrival; null: nothing is known of them yet, so the source goes on as if it had what it waits for. */
  readonly heard: readonly Heard[] | null;
  /** Runs before the one that this is for. */
  readonly round: number;
}

/** Nothing is known of what comes back. */
export const SILENT: ReturnPath = { closedAt: Infinity, isReset: false, heard: null, round: 0 };

/**
 * Runs at most. Without damage there are three: nothing known, the ack, the end. Each of a stream that a person has damaged
 * learns one thing more too, and only the first ack and the end matter.
 */
const MAX_ROUNDS = 8;

/** What the source should have heard in that run, or null when it has, or when it would have made no difference. */
export function heardBack(
  scenario: Scenario,
  { completedAt, back }: SourceResult,
  { closedAt: closed, isReset, said }: DestinationResult,
): ReturnPath | null {
  const gone = closed + latencyAt(scenario, closed);
  const next = (known: Pick<ReturnPath, 'closedAt' | 'isReset' | 'heard'>): ReturnPath | null => {
    if (isSame(known, back)) return null;
    if (back.round >= MAX_ROUNDS)
      throw new RangeError(
        `The return path does not settle: after ${MAX_ROUNDS} runs the destination still answers otherwise than the source has heard. Take interventions on the stream out, or switchover-ack.`,
      );
    return { ...known, round: back.round + 1 };
  };
  const end = { closedAt: gone, isReset };
  if (!scenario.switches.switchoverAck)
    return gone < completedAt || back.closedAt < Infinity ? next({ ...end, heard: null }) : null;
  const heard = said.map((one) => ({ ...one, arrival: arrivalOf(scenario, one) }));
  const isAck = ({ message }: Said): boolean => message === ReturnMessage.SwitchoverAck;
  // A source that knows of no ack either goes on as if it had it, or will not have waited for this one.
  const acked = heard.findIndex(isAck);
  if (acked >= 0 && back.heard?.some(isAck) !== true) return next({ ...SILENT, heard: heard.slice(0, acked + 1) });
  if (back.heard === null)
    return next({ ...SILENT, heard: heard.filter(({ message }) => message === ReturnMessage.Pong) });
  return next({ ...end, heard });
}

function isSame(known: Omit<ReturnPath, 'round'>, back: ReturnPath): boolean {
  const { closedAt, isReset, heard } = known;
  return (
    closedAt === back.closedAt &&
    isReset === back.isReset &&
    heard?.length === back.heard?.length &&
    (heard ?? []).every(({ arrival, message, value }, i) => {
      const other = back.heard?.[i];
      return arrival === other?.arrival && message === other.message && value === other.value;
    })
  );
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
