// Two streams by section and field: what was added, removed, changed, with both values and where each lies. RAM pages are
// compared by ram-diff.ts; here a section of RAM differs by its flags and blocks only.
import { arrayText, valueText } from '../capture/span-query.ts';
import { isRun, SpanKind, type SpanColumns } from '../capture/spans.ts';
import { matchesText, textPattern } from '../query/match-text.ts';
import { alignFrames, type FramePair } from './align.ts';
import { sameBytes, type ReadStream } from './read-stream.ts';

export interface FieldPlace {
  readonly row: number;
  /** First byte and one past the last, in its own stream. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface FieldDifference {
  /** `virtio/vqs/0/last_avail_idx`, inside the section. */
  readonly path: string;
  readonly state: 'added' | 'removed' | 'changed';
  readonly a: FieldPlace | null;
  readonly b: FieldPlace | null;
}

export interface SectionDifference extends FramePair {
  readonly state: 'same' | 'added' | 'removed' | 'changed';
  /** How many fields differ; all of them with diffFields(). */
  readonly fields: number;
}

export interface StreamDiffOptions {
  /** Patterns as behind ~ on `FULL name/path`: such fields are not compared. */
  readonly ignore: readonly string[];
}

/** Told after each frame: bytes of `a` that are done, and of all of it. */
export type StreamDiffProgress = (done: number, total: number) => void;

/** Frames of both streams, each with how many of its fields differ. */
export function diffStreams(
  a: ReadStream,
  b: ReadStream,
  options: StreamDiffOptions,
  progress?: StreamDiffProgress,
): readonly SectionDifference[] {
  return alignFrames(a.inspection, b.inspection).map((pair) => {
    if (pair.a < 0) return { ...pair, state: 'added', fields: 0 };
    progress?.(a.inspection.spans.end[pair.a]!, a.inspection.length);
    if (pair.b < 0) return { ...pair, state: 'removed', fields: 0 };
    const fields = diffFields(a, b, pair, options).length;
    return { ...pair, state: fields > 0 ? 'changed' : 'same', fields };
  });
}

/** Fields of one pair of frames that differ, in the order of `a`, then what only `b` has. */
export function diffFields(
  a: ReadStream,
  b: ReadStream,
  pair: FramePair,
  options: StreamDiffOptions,
): readonly FieldDifference[] {
  const patterns = options.ignore.map(textPattern);
  const ignored = (path: string): boolean =>
    patterns.some((pattern) => matchesText(pattern, `${pair.type} ${pair.idstr}/${path}`));
  const others = leavesOf(b, pair.b);
  const out: FieldDifference[] = [];
  for (const [path, row] of leavesOf(a, pair.a)) {
    const other = others.get(path);
    others.delete(path);
    if (ignored(path)) continue;
    if (other === undefined) out.push({ path, state: 'removed', a: placeOf(a, row), b: null });
    else if (!sameField(a, row, b, other))
      out.push({ path, state: 'changed', a: placeOf(a, row), b: placeOf(b, other) });
  }
  for (const [path, row] of others) if (!ignored(path)) out.push({ path, state: 'added', a: null, b: placeOf(b, row) });
  return out;
}

/** Leaves below a frame by path; a path that comes again gets its number. Footers and section ids say what align.ts knows. */
function leavesOf({ inspection: { spans } }: ReadStream, frame: number): Map<string, number> {
  const out = new Map<string, number>();
  const prefixes = new Map<number, string>([[frame, '']]);
  const seen = new Map<string, number>();
  const { kind, parent, next } = spans;
  for (let row = frame + 1; row < next[frame]!;) {
    const name = `${prefixes.get(parent[row]!) ?? ''}${partOf(spans, row)}`;
    if (isRun(spans, row) || kind[row] === SpanKind.Footer || isNumbering(spans, row)) {
      row = next[row]!;
      continue;
    }
    if (next[row] === row + 1) {
      const number = seen.get(name) ?? 0;
      seen.set(name, number + 1);
      out.set(number > 0 ? `${name}#${number + 1}` : name, row);
    } else prefixes.set(row, `${name}/`);
    row++;
  }
  if (out.size === 0 && next[frame] === frame + 1) out.set('', frame);
  return out;
}

/** The section id is given out in order, so it differs wherever a section was added before. */
function isNumbering(spans: SpanColumns, row: number): boolean {
  const parent = spans.parent[row]!;
  return parent >= 0 && spans.kind[parent] === SpanKind.SectionHeader && spans.names[spans.name[row]!] === 'section_id';
}

function partOf(spans: SpanColumns, row: number): string {
  const parent = spans.parent[row]!;
  const inArray = parent >= 0 && spans.kind[parent] === SpanKind.Array;
  if (inArray || spans.kind[row] === SpanKind.Element) return String(spans.index[row]!);
  // The form of a subsection that is only a proposal is compared with QEMU's own: the same values at the same places.
  const name = spans.names[spans.name[row]!]!;
  return spans.kind[row] === SpanKind.Subsection ? name.replace('/x-used-', '/') : name;
}

function placeOf({ stream, inspection: { spans } }: ReadStream, row: number): FieldPlace {
  const text = spans.kind[row] === SpanKind.Array ? arrayText(stream, spans, row) : valueText(stream, spans, row);
  return { row, start: spans.start[row]!, end: spans.end[row]!, text };
}

function sameField(a: ReadStream, rowA: number, b: ReadStream, rowB: number): boolean {
  const [startA, startB] = [a.inspection.spans.start[rowA]!, b.inspection.spans.start[rowB]!];
  const length = a.inspection.spans.end[rowA]! - startA;
  return b.inspection.spans.end[rowB]! - startB === length && sameBytes(a.stream, startA, b.stream, startB, length);
}
