// Marks that have to be looked for: where the breakpoints hit, and the life of the buffer that is followed. They bring the
// expression language along, so they are loaded when there is something to look for.
import type { Breakpoint } from '../../engine/breakpoints/breakpoint.ts';
import { breakpointSearchOf } from '../../store/run-space.ts';
import { headTime, type RunDocument } from '../../store/documents.ts';
import { followBuffer } from '../rings/follow-buffer.ts';
import type { Mark } from './marks.ts';

/** Marks of one breakpoint: a mark is 9 px wide, more could not be told from each other. */
const MOST_HITS = 200;

/** Hits of the breakpoints that are switched on; of very many, evenly spread ones. */
export function breakpointMarks(document: RunDocument, breakpoints: readonly Breakpoint[]): readonly Mark[] {
  const search = breakpointSearchOf(document);
  return breakpoints
    .filter((breakpoint) => breakpoint.enabled && search.problem(breakpoint) === null)
    .flatMap((breakpoint) => {
      const hits = search.hits(breakpoint);
      const every = Math.max(1, Math.ceil(hits.length / MOST_HITS));
      return Array.from({ length: Math.ceil(hits.length / every) }, (_, i): Mark => ({
        at: headTime(document, hits[i * every]!),
        kind: 'breakpoint',
        label: `breakpoint: ${breakpoint.name}, hit ${i * every + 1} of ${hits.length}`,
      }));
    });
}

/** Steps of the buffer with this head descriptor or id, around the head at which the cursor stands. */
export function followMarks(
  document: RunDocument,
  nic: number,
  queue: number,
  buffer: number,
  cursor: number,
): readonly Mark[] {
  return followBuffer(document, nic, queue, buffer, cursor).map(({ kind, side, time }): Mark => ({
    at: time,
    kind: 'follow',
    label: `buffer ${buffer}: ${kind}, ${side}`,
  }));
}

/** Both. `followed`: NIC, queue, buffer and cursor with blanks between them; empty when none is followed. */
export function foundMarks(
  document: RunDocument,
  breakpoints: readonly Breakpoint[],
  followed: string,
): readonly Mark[] {
  const hits = breakpointMarks(document, breakpoints);
  if (followed === '') return hits;
  const [nic, queue, buffer, cursor] = followed.split(' ').map(Number);
  return [...hits, ...followMarks(document, nic!, queue!, buffer!, cursor!)];
}
