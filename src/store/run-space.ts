// What the engine searches of an open run: breakpoints, who wrote a value, the life of pages. Made once per document, on
// first use.
import { BreakpointSearch } from '../engine/breakpoints/search.ts';
import type { RunSpace } from '../engine/capture/run-space.ts';
import type { RunDocument } from './documents.ts';

const spaces = new WeakMap<RunDocument, RunSpace>();
const searches = new WeakMap<RunDocument, BreakpointSearch>();

export function runSpaceOf(document: RunDocument): RunSpace {
  const known = spaces.get(document);
  if (known) return known;
  const { capture, timeline, phases, inspection } = document;
  const space: RunSpace = { capture, timeline, phases, spans: inspection.spans };
  spaces.set(document, space);
  return space;
}

/** The breakpoints of a run; also the scope in which conditions are completed. */
export function breakpointSearchOf(document: RunDocument): BreakpointSearch {
  const known = searches.get(document);
  if (known) return known;
  const search = new BreakpointSearch(runSpaceOf(document));
  searches.set(document, search);
  return search;
}
