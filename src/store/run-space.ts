// The breakpoints of an open run. It brings the expression language along, so it is loaded when it is first needed.
import { BreakpointSearch } from '../engine/breakpoints/search.ts';
import type { RunDocument } from './documents.ts';
import { runSpaceOf } from './reason-space.ts';

const searches = new WeakMap<RunDocument, BreakpointSearch>();

/** The breakpoints of a run; also the scope in which conditions are completed. */
export function breakpointSearchOf(document: RunDocument): BreakpointSearch {
  const known = searches.get(document);
  if (known) return known;
  const search = new BreakpointSearch(runSpaceOf(document));
  searches.set(document, search);
  return search;
}
