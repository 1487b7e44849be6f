// The filter of the frame list: an expression over frames, or plain words that must all occur in the frame's line. A text
// of words alone that is no expression is never a problem, so that typing `ram part` just works.
import { compile } from '../engine/query/compile.ts';
import { frameScope, type FrameRow } from '../engine/query/frame-scope.ts';
import type { Scope } from '../engine/query/scope.ts';
import type { QueryProblem } from '../engine/query/types.ts';
import type { OpenDocument } from './documents.ts';
import type { Frame } from './frames.ts';

export type FrameFilter =
  | { readonly kind: 'all' }
  | { readonly kind: 'words' | 'expression'; readonly test: (frame: Frame) => boolean }
  | { readonly kind: 'problem'; readonly problem: QueryProblem };

const WORDS = /^[\w\s./:-]*$/;
const scopes = new WeakMap<OpenDocument, Scope<FrameRow>>();

/** Names that a filter of this document may use; made once per document, for compile and completion alike. */
export function frameScopeOf(document: OpenDocument): Scope<FrameRow> {
  const known = scopes.get(document);
  if (known) return known;
  const { stream, frames, inspection } = document;
  const scope = frameScope({ stream, frames, spans: inspection.spans });
  scopes.set(document, scope);
  return scope;
}

/** What the text of the filter box asks for. */
export function compileFrameFilter(document: OpenDocument, text: string): FrameFilter {
  if (text.trim() === '') return { kind: 'all' };
  const query = compile<FrameRow>(text, frameScopeOf(document));
  if (query.ok) return { kind: 'expression', test: query.test };
  if (!WORDS.test(text)) return { kind: 'problem', problem: query.problem };
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const test = ({ type, sectionId, idstr, note, flag }: Frame): boolean => {
    const line = `${type} ${sectionId < 0 ? '' : sectionId} ${idstr} ${note} ${flag}`.toLowerCase();
    return words.every((word) => line.includes(word));
  };
  return { kind: 'words', test };
}
