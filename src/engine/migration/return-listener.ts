// The source's end of the return path (QEMU migration/migration.c): source_return_path_thread() takes messages as they come,
// migration_can_switchover() and close_return_path_on_source() wait for two of them.
import { EventKind } from '../capture/event-kinds.ts';
import type { Recorder } from '../capture/recorder.ts';
import { ReturnMessage, type ReturnPath } from './return-path.ts';

/** The other end has gone without a word that it was done. */
export class ReturnPathClosed extends Error {}

export class ReturnListener {
  /** switchover_acked, or nobody waits for it. */
  canSwitch: boolean;
  readonly back: ReturnPath;
  private readonly isOpen: boolean;
  private readonly recorder: Recorder;
  private heard = 0;
  /** dirty-sync-count when the source last had to wait. */
  private syncsInWait = 0;

  /** `isOpen`: capabilities `return-path` and `switchover-ack` are on. */
  constructor(back: ReturnPath, isOpen: boolean, recorder: Recorder) {
    this.back = back;
    this.isOpen = isOpen && back.heard !== null;
    this.canSwitch = !this.isOpen;
    this.recorder = recorder;
  }

  /** When the next message comes, ns; Infinity: none does. */
  get next(): number {
    return this.back.heard?.[this.heard]?.arrival ?? Infinity;
  }

  /** Takes the next message. */
  take(): void {
    const { message, value, at } = this.back.heard![this.heard++]!;
    this.recorder.event(EventKind.ReturnHeard, message, -1, value, at);
    if (message === ReturnMessage.SwitchoverAck) this.canSwitch = true;
  }

  /**
   * Dirty syncs that count against the guard of a run that never converges. Passes in which the source only waits do not,
   * unless it would wait for ever.
   */
  counted(syncs: number): number {
    const willAck = this.back.heard?.some(({ message }) => message === ReturnMessage.SwitchoverAck);
    if (!this.canSwitch && (willAck === true || this.back.closedAt < Infinity)) this.syncsInWait = syncs;
    return syncs - this.syncsInWait;
  }

  /** When the destination has said that it is done, ns; throws when it has gone without a word. */
  shutAt(): number {
    if (!this.isOpen) return 0;
    const last = this.back.heard?.at(-1);
    if (last?.message !== ReturnMessage.Shut) throw new ReturnPathClosed();
    return last.arrival;
  }
}
