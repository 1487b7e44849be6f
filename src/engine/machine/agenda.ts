// What will happen when, in virtual time: a short list, because only a handful of things are ever pending. Equal times
// go in the order in which they were put down.

export class Agenda {
  private readonly times: number[] = [];
  private readonly kinds: number[] = [];
  private readonly args: number[] = [];

  /** Puts down that `kind` with `arg` happens at `time` (ns). */
  add(time: number, kind: number, arg = 0): void {
    let at = this.times.length;
    while (at > 0 && this.times[at - 1]! <= time) at--;
    // Kept latest first, so that the next one is popped from the end; equal times keep their order.
    this.times.splice(at, 0, time);
    this.kinds.splice(at, 0, kind);
    this.args.splice(at, 0, arg);
  }

  /** Time of the next entry; Infinity when there is none. */
  get next(): number {
    return this.times.length > 0 ? this.times[this.times.length - 1]! : Infinity;
  }

  /** Takes the next entry. */
  take(): { time: number; kind: number; arg: number } {
    const time = this.times.pop();
    const kind = this.kinds.pop();
    const arg = this.args.pop();
    if (time === undefined || kind === undefined || arg === undefined) throw new RangeError('the agenda is empty');
    return { time, kind, arg };
  }

  /** Takes every entry, earliest first. */
  drain(): { time: number; kind: number; arg: number }[] {
    const out = [];
    while (this.times.length > 0) out.push(this.take());
    return out;
  }
}
