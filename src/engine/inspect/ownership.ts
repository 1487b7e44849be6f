// The promise that every byte of a stream has an owner, as a count of the bytes that break it.
import { SpanKind, type SpanColumns } from '../capture/spans.ts';

/** Bytes that no leaf span owns, or that two own. */
export function unownedBytes(spans: SpanColumns, length: number): number {
  let at = 0;
  let wrong = 0;
  for (let row = 0; row < spans.length; row++) {
    if (spans.next[row] !== row + 1 || spans.end[row] === spans.start[row]) continue;
    wrong += Math.abs(spans.start[row]! - at);
    at = spans.end[row]!;
  }
  return wrong + Math.abs(length - at);
}

/** Bytes whose span only says that they could not be read, or have no place in a stream. */
export function unreadBytes(spans: SpanColumns): number {
  let count = 0;
  for (let row = 0; row < spans.length; row++) {
    if (spans.kind[row] === SpanKind.Opaque && spans.mark[row]! >= 2) count += spans.end[row]! - spans.start[row]!;
  }
  return count;
}
