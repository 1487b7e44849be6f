// The span log as the walk uses it: top-level spans are frames, leaves end where the reader stands, and whatever stops a
// reading leaves its bytes owned and tells what happened.
import { ShortRead, type StreamError } from '../bytes/errors.ts';
import { groupThousands, hex } from '../bytes/text.ts';
import type { ByteReader } from '../bytes/reader.ts';
import { FieldType, SpanKind, SpanLog } from '../capture/spans.ts';
import { LoadError } from '../vmstate/errors.ts';
import type { Severity } from './inspection.ts';
import { PROPOSED_CAPABILITIES } from '../stream/configuration.ts';
import type { Landmarks } from './landmarks.ts';
import { pathText, Report } from './report.ts';
import type { Work } from './work.ts';

const MARK: Readonly<Record<Severity, number>> = { note: 1, warning: 2, error: 3 };

/** Bytes that may be read in vain, and as many for each byte so far. */
const WASTE = 65536;
const WASTE_FACTOR = 2;

export interface Beginning {
  readonly row: number;
  readonly offset: number;
}

export class WalkLog {
  readonly log: SpanLog;
  readonly frames: number[] = [];
  readonly report = new Report();
  private readonly reader: ByteReader;
  private readonly landmarks: Landmarks;
  private readonly work: Work;
  /** Bytes that were read past a section's own footer and given back. */
  private wasted = 0;

  constructor(reader: ByteReader, landmarks: Landmarks, work: Work) {
    this.work = work;
    this.reader = reader;
    this.landmarks = landmarks;
    this.log = new SpanLog(Math.max(256, Math.min(8192, reader.end >> 5)));
  }

  /** Tells something and marks the frame that is open or was last. */
  tell(severity: Severity, offset: number, message: string, cause = ''): void {
    this.report.tell(severity, offset, message, cause);
    const row = this.frames[this.frames.length - 1];
    if (row !== undefined) this.mark(row, severity);
  }

  /** Of the capabilities of a configuration section those that no QEMU has. */
  proposals(offset: number, capabilities: readonly string[]): void {
    for (const name of capabilities.filter((one) => PROPOSED_CAPABILITIES.includes(one)))
      this.tell(
        'note',
        offset,
        `Capability ${name} is a proposal of this project`,
        `No QEMU knows it: one that gets this stream says "Received unknown capability ${name}". docs/formats.md has its bytes.`,
      );
  }

  mark(row: number, severity: Severity): void {
    this.log.mark[row] = Math.max(this.log.mark[row]!, MARK[severity]);
  }

  /** Opens a top-level span. */
  frame(kind: number, name: string, start: number, index = -1, value = 0): number {
    const row = this.log.enter(kind, this.log.names.id(name), start, index, value);
    this.frames.push(row);
    return row;
  }

  enter(kind: number, name: string, index = -1): void {
    this.log.enter(kind, this.log.names.id(name), this.reader.offset, index);
  }

  /** Closes the innermost span where the reader stands. */
  leave(): void {
    this.log.leave(this.reader.offset);
  }

  /** Closes everything. */
  close(): void {
    this.log.unwind(0, this.reader.offset);
  }

  u8(name: string): number {
    const value = this.reader.u8();
    this.leaf(FieldType.U8, name, 1);
    return value;
  }

  u16(name: string): number {
    const value = this.reader.u16();
    this.leaf(FieldType.U16, name, 2);
    return value;
  }

  u32(name: string): number {
    const value = this.reader.u32();
    this.leaf(FieldType.U32, name, 4);
    return value;
  }

  u32le(name: string): number {
    const bytes = this.reader.take(4, name);
    this.leaf(FieldType.U32Le, name, 4);
    return (bytes[0]! | (bytes[1]! << 8) | (bytes[2]! << 16) | (bytes[3]! << 24)) >>> 0;
  }

  text(name: string, length: number): string {
    const value = this.reader.text(length);
    this.leaf(FieldType.Text, name, length);
    return value;
  }

  /** Passes `count` bytes by as one leaf. */
  skip(type: number, name: string, count: number): void {
    this.reader.skip(count, name);
    if (count > 0) this.leaf(type, name, count);
  }

  private leaf(type: number, name: string, size: number): void {
    this.log.leaf(SpanKind.Field, type, this.log.names.id(name), this.reader.offset - size, this.reader.offset);
  }

  /** Owns the bytes up to `end` without a meaning; a frame of its own when none is open. */
  opaque(end: number, name: string, severity: Severity | null = null): void {
    const { log, reader } = this;
    if (end <= reader.offset) return;
    const row = log.leaf(SpanKind.Opaque, FieldType.Bytes, log.names.id(name), reader.offset, end);
    if (log.depth === 0) this.frames.push(row);
    if (severity) this.mark(row, severity);
    reader.offset = end;
  }

  /** A span of no bytes where something should be. */
  missing(name: string): void {
    const { log, reader } = this;
    const row = log.leaf(SpanKind.Missing, FieldType.None, log.names.id(name), reader.offset, reader.offset);
    if (log.depth === 0) this.frames.push(row);
    this.mark(row, 'error');
  }

  /** Offset of the first footer of `sectionId` from the reader on, or -1. */
  footerOf(sectionId: number): number {
    return this.landmarks.footer(this.reader.offset, sectionId);
  }

  /** Where a reading begins, for `salvage` and `cutBack`. */
  begin(): Beginning {
    return { row: this.log.length, offset: this.reader.offset };
  }

  /**
   * After a reading that went past its section's own footer, if it did: what lies before that footer stays, the reader
   * goes back to the end of it. Answers the footer's offset, or -1 when there is none since `from`.
   */
  cutBack(from: Beginning, sectionId: number): number {
    const { log, reader } = this;
    const footer = sectionId < 0 ? -1 : this.landmarks.footer(from.offset, sectionId);
    if (footer < 0 || footer >= reader.offset) return -1;
    this.wasted += reader.offset - footer;
    this.work.steps += log.length - from.row;
    let row = from.row;
    let end = from.offset;
    for (; row < log.length && log.start[row]! < footer; row++) {
      if (log.next[row] !== row + 1 || log.end[row] === log.start[row]) continue;
      if (log.end[row]! > footer) break;
      end = log.end[row]!;
    }
    log.length = row;
    log.unwind(1, end);
    for (let kept = from.row; kept < row; kept++) {
      log.next[kept] = Math.min(log.next[kept]!, row);
      log.end[kept] = Math.min(log.end[kept]!, end);
    }
    reader.offset = end;
    return footer;
  }

  /**
   * Runs `read` for a section's payload. It may go past what looks like the section's own footer, which may be part of
   * the payload; once that was wrong too often, it may not: reading stays linear however damaged a file is.
   */
  within(sectionId: number, read: () => void): void {
    const { reader, landmarks, wasted } = this;
    const { end } = reader;
    const footer = wasted > WASTE + WASTE_FACTOR * reader.offset ? landmarks.footer(reader.offset, sectionId) : -1;
    if (footer >= 0) reader.end = footer;
    try {
      read();
    } finally {
      reader.end = end;
    }
  }

  /**
   * After a reading that failed inside a frame: what was read stays, the rest of the section up to its own footer is
   * owned as unreadable. Without such a footer the walk goes on behind the next footer of another section, or at what
   * looks like a section; at the end of the file when there is nothing more. Answers whether the reader stands at the
   * section's own footer. `from`: where the reading began, when it may have gone past that footer.
   */
  salvage(
    error: StreamError,
    what: string,
    sectionId: number,
    from: Beginning | null,
    isKnown: (id: number) => boolean,
  ): boolean {
    const { reader, log, landmarks } = this;
    const end = reader.end;
    reader.offset = Math.min(end, this.owned());
    const ahead = sectionId < 0 ? -1 : landmarks.footer(reader.offset, sectionId);
    const own = ahead < 0 && from ? this.cutBack(from, sectionId) : ahead;
    const resume = own >= 0 ? own : this.resumeAfter(reader.offset, isKnown);
    const short = error instanceof ShortRead ? error : error instanceof LoadError ? error.short : null;
    const path = error instanceof LoadError ? pathText(error.path) : '';
    const where = [what, path].filter((text) => text !== '').join(': ');
    if (resume >= 0) {
      log.unwind(1, reader.offset);
      const reason =
        short && error.offset + short.needed > end
          ? `${short.what} of ${groupThousands(short.needed)} bytes reaches past the end of the file`
          : error.message;
      this.tell(
        'error',
        error.offset,
        where === '' ? reason : `${where}: ${reason}`,
        `The bytes are damaged here or written by a QEMU that this reader does not know. Reading goes on at ${hex(resume)}.`,
      );
      this.opaque(resume, 'unreadable', 'error');
      return own >= 0;
    }
    if (short) {
      this.tell(
        'error',
        end,
        `The file ends inside ${where}`,
        `${short.what} needs ${groupThousands(short.needed)} bytes at ${hex(short.offset)}, ${groupThousands(Math.max(0, end - short.offset))} are there. What stands before is complete.`,
      );
    } else
      this.tell(
        'error',
        error.offset,
        where === '' ? error.message : `${where}: ${error.message}`,
        'The bytes are damaged here, and nothing that can be read follows.',
      );
    this.opaque(end, short ? `${short.what} (cut off)` : 'unreadable', 'error');
    if (short) this.missing('end of file');
    log.unwind(1, end);
    return false;
  }

  private resumeAfter(from: number, isKnown: (id: number) => boolean): number {
    const { landmarks } = this;
    const known = landmarks.anyFooter(from, isKnown);
    if (known >= 0) return known + 5;
    const any = landmarks.anyFooter(from, () => true);
    return any >= 0 ? any + 5 : landmarks.section(from + 1);
  }

  /** Where the leaves written so far end: bytes from there on have no owner yet. */
  private owned(): number {
    const { log } = this;
    for (let row = log.length - 1; row >= 0; row--) {
      if (log.next[row] === row + 1 && log.end[row]! > log.start[row]!) return log.end[row]!;
    }
    return 0;
  }
}
