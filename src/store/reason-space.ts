// A run as the engine searches it, and with what reasons for differences are read from: made once per document, on first
// use. By itself, because panels need it at once and the breakpoints' language only later.
import { runPageLives, type PageLives } from '../engine/capture/page-life.ts';
import type { RunSpace } from '../engine/capture/run-space.ts';
import type { ReasonSpace } from '../engine/compare/reason.ts';
import type { RunDocument } from './documents.ts';

const spaces = new WeakMap<RunDocument, RunSpace>();
const reasons = new WeakMap<RunDocument, ReasonSpace>();

export function runSpaceOf(document: RunDocument): RunSpace {
  const known = spaces.get(document);
  if (known) return known;
  const { capture, timeline, phases, inspection } = document;
  const space: RunSpace = { capture, timeline, phases, spans: inspection.spans };
  spaces.set(document, space);
  return space;
}

/** The run with what reasons for differences are read from. */
export function reasonSpaceOf(document: RunDocument): ReasonSpace {
  const known = reasons.get(document);
  if (known) return known;
  const space = runSpaceOf(document);
  const made: ReasonSpace = { ...space, sections: document.frames, lives: runPageLives(space) };
  reasons.set(document, made);
  return made;
}

/** When each guest page was dirtied, sent, loaded. */
export function pageLivesOf(document: RunDocument): PageLives {
  return reasonSpaceOf(document).lives;
}
