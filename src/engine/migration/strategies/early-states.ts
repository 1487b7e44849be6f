// What became of the early states that a source has sent: one is void when something that the destination prepared by has
// changed since. The figures of void states are what reviewers called wasted preparation.
import { EventKind } from '../../capture/event-kinds.ts';
import type { Machine } from '../../machine/machine.ts';

interface Early {
  readonly still: Uint8Array;
  readonly bytes: number;
  /** Events that have been looked at since, and whether it was void at the last of them. */
  seen: number;
  isVoid: boolean;
}

/** Nothing else changes what a destination prepares by, so between them nobody needs to compare. */
const CHANGES: ReadonlySet<number> = new Set([
  EventKind.GuestControl,
  EventKind.GuestStatus,
  EventKind.DeviceError,
  EventKind.Intervention,
]);

export class EarlyStates {
  private readonly machine: Machine;
  private readonly last = new Map<number, Early>();

  constructor(machine: Machine) {
    this.machine = machine;
  }

  /** `save` writes an early state and answers its bytes; the guest runs meanwhile, and what it changes is too late for it. */
  sending(nic: number, save: () => number): number {
    const seen = this.machine.recorder.log.length;
    const still = this.machine.nics[nic]!.staticState();
    const bytes = save();
    this.last.set(nic, { still, bytes, seen, isVoid: false });
    return bytes;
  }

  /** Bytes of the last one when it is void by now, else 0. */
  voidBytes(nic: number): number {
    const early = this.last.get(nic);
    if (!early) return 0;
    const { log } = this.machine.recorder;
    let mayDiffer = false;
    for (; early.seen < log.length; early.seen++) if (CHANGES.has(log.kind[early.seen]!)) mayDiffer = true;
    if (mayDiffer) early.isVoid = !equal(early.still, this.machine.nics[nic]!.staticState());
    return early.isVoid ? early.bytes : 0;
  }

  /** Before it is sent again, or at the end: tells of the last one when it is void; answers whether it is. */
  settle(nic: number): boolean {
    const bytes = this.voidBytes(nic);
    if (bytes > 0) this.machine.recorder.event(EventKind.EarlyVoid, nic, -1, bytes);
    return bytes > 0;
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
