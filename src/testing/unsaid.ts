// What a run's outcome leaves unsaid. A run that did not complete must name its cause: in a line of a side, or, for a stream
// that ended early, in QEMU's general words; and one that nothing was wrong with must complete without a word. Of one that completed, each value and page that differs must have a reason that
// what happened bears out and that the strategy can have: only an early load leaves something behind, and `delta` does not.
import type { RunCapture } from '../engine/capture/capture.ts';
import { differencesOf, type DifferenceReason } from '../engine/migration/differences.ts';
import type { Intervention } from '../engine/scenario/action-groups.ts';
import { actionSpec } from '../engine/scenario/actions.ts';
import type { Scenario, Strategy } from '../engine/scenario/scenario.ts';

const ALWAYS: readonly DifferenceReason[] = [
  'not carried',
  'virtio_error',
  'changed after the save',
  'stream damaged',
  'unplugged',
];
const BY_STRATEGY: Readonly<Record<Strategy, readonly DifferenceReason[]>> = {
  baseline: ['VLANs forgotten'],
  iterative: ['left by the early load', 'not compared'],
  'early-vmsd': ['left by the early load'],
  delta: [],
  'warm-reset': [],
};
/** What a person may do that gives no run a reason to fail. */
const HARMLESS = ['link', 'bandwidth', 'latency', 'downtime-limit', 'dirty-rate', 'throttle'];

/** Whether nothing in a scenario is a reason to fail: equal sides, every patch, no damage. */
function isSound({ source, destination, patches, interventions }: Scenario): boolean {
  const { qemu, nics, ...rest } = destination;
  const isEqual = qemu === source.qemu && nics.length === 0 && Object.values(rest).every((value) => value === null);
  const isPatched = patches.relaxedIndexCheck && patches.vhostSkip;
  const isHarmless = ({ action }: Intervention): boolean =>
    HARMLESS.includes(action.do) || actionSpec(action.do)?.group === 'guest';
  return isEqual && isPatched && interventions.every(isHarmless);
}

const GENERIC = /^load of migration failed: /;

/** What is not said of a run; empty when all is. */
export function unsaid(scenario: Scenario, capture: RunCapture): readonly string[] {
  const { status, stderr, sourceStderr, guestErrors, downtime, guest } = capture.outcome;
  if ((status === 'completed') !== (guest === 'destination') || (status === 'completed') !== downtime >= 0)
    return [`${status} with the guest at ${guest} and a downtime of ${downtime}`];
  if (isSound(scenario) && (status !== 'completed' || stderr.length > 0))
    return [`${status} with nothing wrong: ${stderr.join()}${sourceStderr.join()}`];
  if (status !== 'completed') {
    const lines = [...sourceStderr, ...guestErrors, ...stderr].filter((line) => !GENERIC.test(line));
    const isShort = stderr.at(-1) === 'load of migration failed: Input/output error';
    return lines.length > 0 || isShort || status === 'cancelled' ? [] : [`${status} without a cause: ${stderr.join()}`];
  }
  const allowed = [...ALWAYS, ...BY_STRATEGY[scenario.strategy]];
  return differencesOf(capture, scenario.destination.qemu === '7.2', true)
    .filter(({ reason }) => !allowed.includes(reason))
    .map(({ cell, page, source, destination, reason }) => {
      const what = cell ? `${cell.device} ${cell.queue} ${cell.name} (${cell.mark})` : `page ${page}`;
      return `${what}: ${source} at the source, ${destination} at the destination: ${reason}`;
    });
}
