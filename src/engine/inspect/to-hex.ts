// A stream as annotated hex: offset, bytes, the same as text, and what they are, indented as the tree. Guest pages,
// neighbours in an array that are alike and rows that repeat are folded; nothing else is left out. A line says which bytes
// it shows, so that who prints a stream that is not in memory can fetch them.
import type { ByteSource } from '../bytes/byte-source.ts';
import { groupThousands, hexByte } from '../bytes/text.ts';
import { isLeaf } from '../capture/span-query.ts';
import { isRun, SpanKind } from '../capture/spans.ts';
import type { Inspection } from './inspection.ts';
import { diagnosticLines, frameLabel, lastAlike, recordLabel, spanLabel } from './span-labels.ts';

/** Bytes in a line. */
const WIDE = 16;
/** A run of page records has this many listed, or its first and its last. */
const RECORDS = 8;
/** Of a longer piece the beginning and the end are shown, this many bytes of each. */
const LONG = 1 << 20;
const ENDS = 256;

export interface HexLine {
  readonly start: number;
  /** Bytes that the line shows, at most 16. */
  readonly shown: number;
  readonly text: string;
}

export const HEX_HEADING = `${'offset'.padEnd(8)}  ${'bytes'.padEnd(WIDE * 3 - 1)}  ${'text'.padEnd(WIDE)}  field`;

/** Lines of what lies from `from` to `to`. */
export function* hexLines(
  bytes: ByteSource,
  inspection: Inspection,
  from = 0,
  to = inspection.length,
): Generator<HexLine> {
  const lines = new Lines(bytes, inspection, from, to);
  for (const row of inspection.frames) yield* lines.of(row, row, 0);
}

/** A line, given the bytes that it shows. */
export function hexLineText({ start, text }: HexLine, shown: Uint8Array): string {
  const pairs = Array.from(shown, hexByte).join(' ');
  const letters = Array.from(shown, (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
  const offset = start.toString(16).padStart(8, '0');
  return `${offset}  ${pairs.padEnd(WIDE * 3 - 1)}  ${letters.padEnd(WIDE)}  ${text}`.trimEnd();
}

/** All of it as text, of a stream that is in memory; what is wrong with the stream stands at the end. */
export function* annotatedHex(
  bytes: Uint8Array,
  inspection: Inspection,
  from = 0,
  to = inspection.length,
): Generator<string> {
  yield HEX_HEADING;
  for (const line of hexLines(bytes, inspection, from, to))
    yield hexLineText(line, bytes.subarray(line.start, line.start + line.shown));
  yield* hexNotes(inspection, from, to);
}

/** What is wrong there. */
export function hexNotes({ diagnostics, length }: Inspection, from: number, to: number): readonly string[] {
  const isThere = (offset: number): boolean => offset < 0 || (offset >= from && (offset < to || to === length));
  return diagnosticLines({ diagnostics: diagnostics.filter(({ offset }) => isThere(offset)) });
}

class Lines {
  private readonly bytes: ByteSource;
  private readonly inspection: Inspection;
  private readonly from: number;
  private readonly to: number;

  constructor(bytes: ByteSource, inspection: Inspection, from: number, to: number) {
    this.bytes = bytes;
    this.inspection = inspection;
    this.from = from;
    this.to = to;
  }

  /** Lines of a span; `last` is the last of its neighbours that are alike, which it stands for. */
  *of(row: number, last: number, level: number): Generator<HexLine> {
    const { spans } = this.inspection;
    const start = spans.start[row]!;
    const isEmpty = spans.end[last] === start;
    if (isEmpty ? start < this.from || start > this.to : spans.end[last]! <= this.from || start >= this.to) return;
    const indent = '  '.repeat(level);
    if (isRun(spans, row)) yield* this.run(row, indent);
    else if (level > 0 && isLeaf(spans, row)) yield* this.leaf(row, last, indent);
    else {
      const label = level === 0 ? frameLabel(this.inspection, row) : spanLabel(this.bytes, spans, row, last);
      yield { start, shown: 0, text: `${indent}${label}${this.alike(row, last)}` };
      if (isLeaf(spans, row) && !isEmpty) yield* this.rows(start, spans.end[row]!, `${indent}  `);
      else yield* this.children(row, level + 1);
    }
  }

  private *children(row: number, level: number): Generator<HexLine> {
    const { spans } = this.inspection;
    const isArray = spans.kind[row] === SpanKind.Array;
    const end = spans.next[row]!;
    for (let child = row + 1; child < end;) {
      // Part of a selection, the bytes of some of those alike only, is printed as it is.
      const isWhole = spans.start[row]! >= this.from && spans.end[row]! <= this.to;
      const last = isArray && isWhole ? lastAlike(this.bytes, spans, child) : child;
      yield* this.of(child, last, level);
      child = spans.next[last]!;
    }
  }

  private *leaf(row: number, last: number, indent: string): Generator<HexLine> {
    const { spans } = this.inspection;
    const start = Math.max(spans.start[row]!, this.from);
    const end = Math.min(spans.end[row]!, this.to);
    const text = `${indent}${spanLabel(this.bytes, spans, row, last)}${this.alike(row, last)}`;
    yield { start, shown: Math.min(WIDE, end - start), text };
    if (end - start > WIDE) yield* this.rows(start + WIDE, end, indent);
  }

  private alike(row: number, last: number): string {
    const { spans } = this.inspection;
    return last > row ? ` (the same bytes up to ${(spans.end[last]! - 1).toString(16)})` : '';
  }

  /** Bytes without a name of their own; `*` for rows like the one before. */
  private *rows(first: number, last: number, indent: string): Generator<HexLine> {
    const from = Math.max(first, this.from);
    const to = Math.min(last, this.to);
    const isLong = to - from > LONG;
    let before = this.bytes.subarray(from - WIDE, from);
    let folded = false;
    for (let at = from; at < to; at += WIDE) {
      if (isLong && at === from + ENDS) {
        const next = from + Math.floor((to - ENDS - from) / WIDE) * WIDE;
        yield { start: at, shown: 0, text: `${indent}… ${groupThousands(next - at)} bytes` };
        at = next;
      }
      const row = this.bytes.subarray(at, Math.min(to, at + WIDE));
      const repeats = row.length === WIDE && before.length === WIDE && row.every((byte, i) => byte === before[i]);
      if (repeats && !folded) yield { start: at, shown: 0, text: `${indent}*` };
      if (!repeats) yield { start: at, shown: Math.min(WIDE, to - at), text: indent.trimEnd() };
      folded = repeats;
      before = row;
    }
  }

  /** Page records: a line each, the middle of a long run in one. */
  private *run(row: number, indent: string): Generator<HexLine> {
    const { spans, records, pageSize } = this.inspection;
    const first = spans.value[row]!;
    const count = spans.index[row]!;
    // The pages of a mapped-ram file lie bare at their places, with gaps.
    const isMapped = spans.kind[spans.parent[row]!] === SpanKind.RamBlock;
    const endOf = (record: number): number => {
      const next = record + 1 < first + count ? records.offset[record + 1]! : spans.end[row]!;
      return isMapped ? Math.min(next, records.offset[record]! + pageSize) : next;
    };
    yield { start: spans.start[row]!, shown: 0, text: `${indent}${spanLabel(this.bytes, spans, row, row)}` };
    let [low, high] = [first, first + count];
    while (low < high && endOf(low) <= this.from) low++;
    while (high > low && records.offset[high - 1]! >= this.to) high--;
    for (let record = low; record < high; record++) {
      if (high - low > RECORDS && record === low + 1) {
        const start = records.offset[record]!;
        const bytes = groupThousands(records.offset[high - 1]! - start);
        yield { start, shown: 0, text: `${indent}  … ${groupThousands(high - low - 2)} records, ${bytes} bytes` };
        record = high - 1;
      }
      const start = records.offset[record]!;
      const length = endOf(record) - start;
      const text = `${indent}  ${recordLabel(this.inspection, record)}`;
      yield {
        start,
        shown: Math.min(WIDE, length),
        text: length > WIDE ? `${text}, ${groupThousands(length)} bytes` : text,
      };
    }
  }
}
