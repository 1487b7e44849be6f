// What the destination of a run does not have as the source had it when the load ended, with reasons: worked out once for
// each document.
import { differencesOf, type NamedDifference } from '../engine/migration/differences.ts';
import type { RunDocument } from './documents.ts';

const known = new WeakMap<RunDocument, readonly NamedDifference[]>();

export function namedDifferences(document: RunDocument): readonly NamedDifference[] {
  const before = known.get(document);
  if (before) return before;
  const made = differencesOf(document.capture, document.scenario.destination.qemu === '7.2');
  known.set(document, made);
  return made;
}
