// What the check at the end of virtio_load() saw of a queue: found among the destination's events, and the state brought
// back to that moment. A broken device shows healthy indices after FULL; this does not.
import { EventKind, QUEUE_SUBJECTS } from '../../engine/capture/event-kinds.ts';
import { deviceOf } from '../../engine/devices/virtio-net-names.ts';
import { SideState } from '../../engine/capture/seek.ts';
import type { RunDocument } from '../../store/documents.ts';

export interface RingCheck {
  /** Row of the destination's events. */
  readonly row: number;
  /** ns */
  readonly time: number;
  readonly outcome: 'passed' | 'skipped' | 'broken';
  /** avail.idx − last_avail_idx modulo 65,536; 0 when it was skipped. */
  readonly heads: number;
  /** QEMU's line when it broke the device. */
  readonly message: string;
}

const BROKEN = /^VQ (\d+) size 0x[0-9a-f]+ Guest index .* delta 0x([0-9a-f]+)$/;

/** The checks of a queue in the order of time. */
export function ringChecks({ capture }: RunDocument, device: string, nic: number, queue: number): readonly RingCheck[] {
  const { events, names } = capture.destination;
  const out: RingCheck[] = [];
  let section = '';
  for (let row = 0; row < events.length; row++) {
    const kind = events.kind[row];
    const after = events.after[row]!;
    if (kind === EventKind.SectionLoadStart) section = names[after] ?? '';
    const isQueue = events.subject[row] === nic * QUEUE_SUBJECTS + queue;
    const at = { row, time: events.time[row]! };
    if (kind === EventKind.CheckPassed && isQueue) out.push({ ...at, outcome: 'passed', heads: after, message: '' });
    else if (kind === EventKind.CheckSkipped && isQueue) out.push({ ...at, outcome: 'skipped', heads: 0, message: '' });
    else if (kind === EventKind.DeviceError && deviceOf(section) === device) {
      const message = names[events.subject[row]!] ?? '';
      const found = BROKEN.exec(message);
      if (Number(found?.[1] ?? -1) === queue)
        out.push({ ...at, outcome: 'broken', heads: parseInt(found![2]!, 16), message });
    }
  }
  return out;
}

/** The check to look back at from `time`: the first that failed, else the last; null when none has been made. */
export function checkAt(checks: readonly RingCheck[], time: number): RingCheck | null {
  const made = checks.filter((check) => check.time <= time);
  return made.find(({ outcome }) => outcome === 'broken') ?? made[made.length - 1] ?? null;
}

/** The destination's state right after a check and what it set. */
export function stateAtCheck({ capture }: RunDocument, check: RingCheck): SideState {
  const state = new SideState(capture.destination, capture.arena, capture.stream);
  const { detail, length } = capture.destination.events;
  let end = check.row + 1;
  while (end < length && detail[end] === 1) end++;
  state.seek(end);
  return state;
}
