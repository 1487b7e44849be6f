// How often a worker tells of its progress.
import type { Progress } from '../protocol/messages.ts';

/** Bytes between two messages: a message for every record would cost more than the reading. */
const TELL_EVERY = 4 << 20;

/** Passes on what was done when enough has been done since. */
export function everyPiece(tell: Progress): (done: number, total: number) => true {
  let told = 0;
  return (done, total) => {
    if (done - told >= TELL_EVERY || done < told) {
      told = done;
      tell(done, total);
    }
    return true;
  };
}
