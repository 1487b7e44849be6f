// The filter of the frame list: an expression over frames, or plain words that must all occur in the frame's line. A text
// of words alone that is no expression is never a problem, so that typing `ram part` just works.
import { macText } from '../engine/bytes/text.ts';
import { frameOf, readValue } from '../engine/capture/span-query.ts';
import { FieldType, isRun } from '../engine/capture/spans.ts';
import { compile } from '../engine/query/compile.ts';
import { FieldPaths } from '../engine/query/field-path.ts';
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

/** The filter that a span stands for: a field with its value, or frames of the same type and name; null when nothing fits. */
export function filterOf(document: OpenDocument, row: number): string | null {
  const { spans } = document.inspection;
  if (row < 0) return null;
  const top = frameOf(spans, row);
  const frame = document.frames.find((one) => one.row === top);
  if (!frame) return null;
  const field =
    row === top || spans.next[row] !== row + 1 || isRun(spans, row) ? null : fieldFilter(document, top, row);
  if (field !== null && compileFrameFilter(document, field).kind === 'expression') return field;
  return frame.idstr === ''
    ? `type == ${JSON.stringify(frame.type)}`
    : `type == ${JSON.stringify(frame.type)} && idstr == ${JSON.stringify(frame.idstr)}`;
}

/** `vqs.0.last_avail_idx == 9`; a value that is long is only asked to be there. */
function fieldFilter({ stream, inspection: { spans } }: OpenDocument, top: number, leaf: number): string {
  const paths = new FieldPaths(spans);
  const parts: string[] = [];
  for (let row = leaf; row !== top; row = spans.parent[row]!) parts.unshift(...paths.partsOf(row));
  const path = parts.map((part, i) =>
    /^\w+$/.test(part) && (i > 0 || /^[A-Za-z_]/.test(part)) ? part : JSON.stringify(part),
  );
  // The fewest parts that still name this field.
  let from = path.length - 1;
  while (from > 0 && (paths.find(top, parts.slice(from)) !== leaf || !/^[A-Za-z_]/.test(path[from]!))) from--;
  const name = path.slice(from).join('.');
  const value = readValue(stream, spans, leaf);
  const type = spans.type[leaf];
  if (typeof value === 'bigint') return `${name} == ${type === FieldType.Bool ? value !== 0n : value}`;
  if (typeof value === 'string') return value.length > 60 ? `has(${name})` : `${name} == ${JSON.stringify(value)}`;
  return type === FieldType.Mac ? `${name} == ${macText(value)}` : `has(${name})`;
}

/** Filters that are remembered. */
export const MOST_FILTERS = 12;

/** The filters that were used, with this one first if it asks for something. */
export function remembered(history: readonly string[], document: OpenDocument | null, text: string): readonly string[] {
  const filter = text.trim();
  if (!document || filter === '' || filter === history[0] || compileFrameFilter(document, filter).kind === 'problem')
    return history;
  return [filter, ...history.filter((one) => one !== filter)].slice(0, MOST_FILTERS);
}
