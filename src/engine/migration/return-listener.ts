// The source's end of the return path (QEMU migration/migration.c): source_return_path_thread() takes messages as they come,
// migration_can_switchover() and close_return_path_on_source() wait for two of them. The first error that anybody meets is
// the one that QEMU prints in the end (migrate_set_error()).
import { EventKind } from '../capture/event-kinds.ts';
import type { Recorder } from '../capture/recorder.ts';
import { ReturnMessage, type ReturnPath } from './return-path.ts';

/** The other end has failed, or gone without a word that it was done. */
export class ReturnPathFailed extends Error {}

export class ReturnListener {
  /** switchover_acked, or nobody waits for it. */
  canSwitch: boolean;
  readonly back: ReturnPath;
  private readonly isOpen: boolean;
  private readonly recorder: Recorder;
  private heard = 0;
  /** What came that is an error. */
  private error: string | null = null;
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
    if (message === ReturnMessage.Shut && value !== 0) this.error ??= `Sibling indicated error ${value}`;
  }

  /** Dirty syncs that count against the guard of a run that never converges: not those of a wait that an ack will end. */
  counted(syncs: number): number {
    const willAck = this.back.heard?.some(({ message }) => message === ReturnMessage.SwitchoverAck);
    if (!this.canSwitch && willAck === true) this.syncsInWait = syncs;
    return syncs - this.syncsInWait;
  }

  /** What this end of the return path says is wrong at `now` (ns), or null. */
  errorAt(now: number): string | null {
    const { closedAt, isReset, heard } = this.back;
    if (this.error !== null || !this.isOpen || now < closedAt || heard?.at(-1)?.message === ReturnMessage.Shut)
      return this.error;
    return isReset ? 'Unable to read from socket: Connection reset by peer' : 'Channel error: Input/output error';
  }

  /** close_return_path_on_source(): when the destination has said how it ended, or has gone, ns; 0 while that is not known. */
  get endsAt(): number {
    const { closedAt } = this.back;
    return this.isOpen && closedAt < Infinity ? closedAt : 0;
  }
}
