// Reads the payload of a `ram` section (QEMU migration/ram.c): block list, page records, end mark. Records go into
// columns, consecutive ones of a kind become one span (capture/record-runs.ts).
//
//   record: u64 (offset in block | flags), without CONTINUE: u8 n, n bytes block name; then
//           ZERO u8 fill · PAGE page · XBZRLE u8 1, u16 n, n bytes · COMPRESS u32 n, n bytes
//
// The loop over records that follow one another in a block makes no objects and no bigints, and calls nothing.
import { StreamError } from '../bytes/errors.ts';
import { groupThousands, hex } from '../bytes/text.ts';
import { FieldType, SpanKind, type SpanLog } from '../capture/spans.ts';
import type { RamRecordLog } from '../capture/ram-records.ts';
import { countRuns, isMixed, logRuns, MIXED, type OpenRun, type RunNames } from '../capture/record-runs.ts';
import { RamFlag } from '../ram/ram-flags.ts';
import type { InspectedBlock, Severity } from './inspection.ts';
import { readMappedPages } from './mapped-ram.ts';
import { findRecords } from './ram-resync.ts';
import type { WalkReader, Work } from './work.ts';

const UNKNOWN_BLOCK = 0xffff;
const ZERO_AGAIN = RamFlag.Zero | RamFlag.Continue;
const PAGE_AGAIN = RamFlag.Page | RamFlag.Continue;
/** Records between two calls of `pause`. */
const CHUNK = 1 << 16;
/** Bytes of the shortest record. */
const RECORD_AT_LEAST = 9;

/** State that lives across RAM's sections. */
export interface RamContext {
  readonly blocks: InspectedBlock[];
  /** Position of a block by its name. */
  readonly blockOf: Map<string, number>;
  /** Pages of the largest block. */
  largest: number;
  /** Bytes searched for the way back after damage. */
  searched: number;
  /** The block that CONTINUE refers to; 0xffff before the first name and after an unknown one. */
  currentBlock: number;
  pageSize: number;
  /** Capabilities that change the block list. */
  ignoreShared: boolean;
  mappedRam: boolean;
  /** Postcopy was announced: blocks of huge pages say their page size. */
  postcopy: boolean;
  readonly work: Work;
  /** Told of what is odd about a record; the reading goes on. */
  readonly tell: (severity: Severity, offset: number, message: string, cause: string) => void;
  /** Called now and then with the offset reached; throws to stop the reading. */
  readonly pause: (offset: number) => void;
}

export function readRam(reader: WalkReader, log: SpanLog, records: RamRecordLog, context: RamContext): void {
  new RamReader(reader, log, records, context).read();
}

class RamReader {
  private readonly reader: WalkReader;
  private readonly log: SpanLog;
  private readonly records: RamRecordLog;
  private readonly context: RamContext;
  /** The reader's bytes (all of them, or its window) and a view of them. */
  private bytes: Uint8Array;
  private view: DataView;
  private readonly run: OpenRun = { flag: 0, start: 0, first: 0 };
  private readonly names: RunNames;
  private warned = false;
  /** Inside the block list, which has spans of its own. */
  private listing = false;

  constructor(reader: WalkReader, log: SpanLog, records: RamRecordLog, context: RamContext) {
    this.reader = reader;
    this.log = log;
    this.records = records;
    this.context = context;
    this.names = {
      zeroFlag: RamFlag.Zero,
      ignored: RamFlag.Continue,
      zeroName: log.names.id('zero pages'),
      pageName: log.names.id('pages'),
    };
    this.bytes = reader.bytes;
    this.view = viewOf(reader.bytes);
  }

  read(): void {
    while (!this.pass());
  }

  /** Reads records; true at the end mark, false after damage that was passed over. */
  private pass(): boolean {
    let start = this.reader.offset;
    try {
      do {
        while (this.follow() === CHUNK) this.context.pause(this.reader.offset);
        start = this.reader.offset;
        this.context.pause(start);
      } while (this.record(start));
      return true;
    } catch (error) {
      this.closeRun(start);
      if (!(error instanceof StreamError) || this.listing || !this.passOver(start, error)) throw error;
      return false;
    }
  }

  /** Looks for records behind damage at `start`; false when there are none near, or the search has cost too much. */
  private passOver(start: number, error: StreamError): boolean {
    const { reader, log, context } = this;
    const pages = context.largest;
    const window = 3 * context.pageSize;
    if (pages === 0 || context.searched > 65536 + 8 * start) return false;
    const next = findRecords(reader, start + 1, start + window, context.pageSize, pages);
    const searched = next < 0 ? window : next - start;
    context.searched += searched;
    context.work.steps += searched;
    if (next < 0) return false;
    context.tell(
      'error',
      start,
      error.message,
      `${groupThousands(next - start)} bytes are passed over: the records go on at ${hex(next)}.`,
    );
    const row = log.leaf(SpanKind.Opaque, FieldType.Bytes, log.names.id('unreadable records'), start, next);
    log.mark[row] = 3;
    reader.offset = next;
    return true;
  }

  /** Zero and data records of the current block that follow one another, at most CHUNK; how many there were. */
  private follow(): number {
    const { reader, records } = this;
    if (this.context.pageSize !== 4096) return 0;
    reader.ahead(RECORD_AT_LEAST);
    if (this.bytes !== reader.bytes) {
      this.bytes = reader.bytes;
      this.view = viewOf(reader.bytes);
    }
    const block = this.context.currentBlock;
    const pages = Math.min(this.pagesOf(block), 0xffffffff);
    const room = Math.min(CHUNK, Math.ceil(reader.remaining / 9));
    // As many in what is left as there were so far; a tenth more, so that the guess need not be made again.
    const density = Math.min(1 / 9, (1.1 * records.length) / (reader.offset + 1));
    records.reserve(room, records.length + Math.ceil(density * reader.remaining) + CHUNK);
    const first = records.length;
    const to = fill(this.view, reader, records, first + room, pages);
    records.block.fill(block, first, to);
    records.length = to;
    if (to > first) this.runsOf(first, to);
    this.context.work.steps += to - first;
    return to - first;
  }

  /** Spans for the zero and data records in rows `first` … `to`. */
  private runsOf(first: number, to: number): void {
    const { records, run } = this;
    const start = records.offset[first]!;
    const runs = countRuns(records, first, to);
    if (isMixed(to - first, runs)) {
      if (run.flag !== MIXED) this.openRun(start, MIXED, first);
      return;
    }
    if (run.flag !== RamFlag.Zero && run.flag !== RamFlag.Page) this.closeRun(start, first);
    logRuns(this.log, records, first, to, runs, run, this.names);
  }

  /** Any record; false at the end mark. */
  private record(start: number): boolean {
    const { reader, records, context } = this;
    const high = reader.u32();
    const low = reader.u32();
    const flags = low & (Math.min(context.pageSize, 4096) - 1);
    const kind = flags & ~RamFlag.Continue;
    if (kind !== RamFlag.Zero && kind !== RamFlag.Page && kind !== RamFlag.Xbzrle && kind !== RamFlag.Compress) {
      this.closeRun(start);
      return this.mark(start, flags, high * 4294967296 + low - flags);
    }
    if ((flags & RamFlag.Continue) === 0) this.blockName();
    if (kind === RamFlag.Zero) reader.skip(1, 'zero page');
    else if (kind === RamFlag.Page) reader.pass(context.pageSize, 'page');
    else if (kind === RamFlag.Compress) reader.pass(reader.u32(), 'compressed page');
    else this.xbzrle();
    if (kind !== this.run.flag) this.openRun(start, kind);
    const page = Math.floor((high * 4294967296 + low - flags) / context.pageSize);
    if (page >= this.pagesOf(context.currentBlock)) this.outside(start, page);
    records.push(start, page, flags, context.currentBlock);
    return true;
  }

  /** Records that are no page; false at the end mark. */
  private mark(start: number, flags: number, value: number): boolean {
    const { reader, log } = this;
    if (flags === RamFlag.MemSize) {
      this.listing = true;
      this.blocks(start, value);
      this.listing = false;
    } else if (flags === RamFlag.Eos || flags === RamFlag.MultifdFlush || flags === RamFlag.Hook) {
      const name = flags === RamFlag.Eos ? 'EOS' : flags === RamFlag.Hook ? 'HOOK' : 'MULTIFD_FLUSH';
      log.leaf(SpanKind.Flag, FieldType.U64, log.names.id(`RAM_SAVE_FLAG_${name}`), start, reader.offset);
    } else {
      reader.offset = start;
      throw new StreamError(`Unknown combination of migration flags: 0x${flags.toString(16)}`, start);
    }
    return flags !== RamFlag.Eos;
  }

  /** The run that begins at `start` with record number `first`; the one before it ends there. */
  private openRun(start: number, flag: number, first = this.records.length): void {
    this.closeRun(start, first);
    this.run.flag = flag;
    this.run.start = start;
    this.run.first = first;
  }

  private closeRun(end: number, next = this.records.length): void {
    const { log } = this;
    const { flag, start, first } = this.run;
    if (flag === 0) return;
    const kind = flag === MIXED ? SpanKind.MixedRun : flag === RamFlag.Zero ? SpanKind.ZeroRun : SpanKind.PageRun;
    log.leaf(kind, FieldType.None, log.names.id(RUN_NAMES[flag] ?? 'pages'), start, end, next - first, first);
    this.run.flag = 0;
  }

  private blockName(): void {
    const { reader, context } = this;
    const at = reader.offset;
    const name = reader.counted();
    const index = context.blockOf.get(name) ?? UNKNOWN_BLOCK;
    context.currentBlock = Math.min(index, UNKNOWN_BLOCK);
    if (index < UNKNOWN_BLOCK || this.warned) return;
    this.warned = true;
    const cause =
      context.blocks.length === 0
        ? "RAM's START, which names the blocks, is missing."
        : 'The block list at the start of the stream does not have it.';
    context.tell('warning', at, `Can't find block ${name}`, cause);
  }

  private outside(start: number, page: number): void {
    if (this.warned) return;
    this.warned = true;
    const { blocks, currentBlock } = this.context;
    this.context.tell(
      'warning',
      start,
      `Illegal RAM offset ${(page * this.context.pageSize).toString(16)}`,
      `Block ${blocks[currentBlock]!.idstr} ends before it: a destination would stop here.`,
    );
  }

  private pagesOf(block: number): number {
    const known = this.context.blocks[block];
    return known ? Math.ceil(known.size / this.context.pageSize) : Infinity;
  }

  private xbzrle(): void {
    const at = this.reader.offset;
    if (this.reader.u8() !== 1) throw new StreamError('Failed to load XBZRLE page - wrong compression!', at);
    this.reader.pass(this.reader.u16(), 'xbzrle page');
  }

  /** MEM_SIZE: the total, then the blocks until their sizes add up. */
  private blocks(start: number, total: number): void {
    const { reader, log, context, records } = this;
    log.leaf(SpanKind.Field, FieldType.U64, log.names.id('total_ram_bytes'), start, reader.offset);
    context.blocks.length = 0;
    context.blockOf.clear();
    context.largest = 0;
    for (let left = total; left > 0;) {
      const at = reader.offset;
      const length = reader.u8();
      const idstr = reader.text(length);
      const sizeAt = reader.offset;
      const size = reader.u64Number();
      log.enter(SpanKind.RamBlock, log.names.id(idstr), at, context.blocks.length, size);
      log.leaf(SpanKind.Field, FieldType.U8, log.names.id('name_len'), at, at + 1);
      log.leaf(SpanKind.Field, FieldType.Text, log.names.id('idstr'), at + 1, sizeAt);
      log.leaf(SpanKind.Field, FieldType.U64, log.names.id('used_length'), sizeAt, reader.offset);
      if (
        context.postcopy &&
        !this.entryAt(reader.offset, size < left) &&
        this.entryAt(reader.offset + 8, size < left)
      ) {
        reader.skip(8, 'page size');
        log.leaf(SpanKind.Field, FieldType.U64, log.names.id('page_size'), reader.offset - 8, reader.offset);
      }
      if (context.ignoreShared) {
        reader.skip(8, 'address');
        log.leaf(SpanKind.Field, FieldType.U64, log.names.id('mr_addr'), reader.offset - 8, reader.offset);
      }
      if (!context.blockOf.has(idstr)) context.blockOf.set(idstr, context.blocks.length);
      context.blocks.push({ idstr, size });
      context.largest = Math.max(context.largest, Math.ceil(size / context.pageSize));
      if (context.mappedRam) readMappedPages(reader, log, records, context.blocks.length - 1, size);
      log.leave(reader.offset);
      if (size === 0) throw new StreamError(`RAM block "${idstr}" has no size`, at);
      if (size > left) throw new StreamError(`RAM block "${idstr}" is larger than what is left of the total`, sizeAt);
      left -= size;
    }
  }

  /** Whether another entry of the block list could stand behind one that ends at `at`, or a mark when there is none. */
  private entryAt(at: number, another: boolean): boolean {
    const { source, end } = this.reader;
    const from = this.context.ignoreShared ? at + 8 : at;
    if (from + 8 > end) return false;
    const length = source.at(from)!;
    if (!another) return length === 0 && (source.at(from + 6)! | source.at(from + 7)!) !== 0;
    for (let i = from + 1; i <= from + length; i++) {
      const byte = source.at(i)!;
      if (byte < 32 || byte > 126) return false;
    }
    return length > 0;
  }
}

/**
 * Writes zero and data records of one block that follow one another into the columns, up to row `most`, and moves the
 * reader behind them; the row after the last. A function of its own with nothing but numbers and arrays in it: engines
 * compile it well and once.
 */
function fill(view: DataView, reader: WalkReader, records: RamRecordLog, most: number, pages: number): number {
  const { offset, page, flags } = records;
  const { end, windowBase: base } = reader;
  // The first byte behind a record's header must be in the window; its page need not.
  const seen = Math.min(end, base + view.byteLength);
  let at = reader.offset;
  let i = records.length;
  while (i < most && at + 9 <= seen) {
    const low = view.getUint32(at - base + 4);
    const wanted = low & 0xfff;
    if (wanted !== ZERO_AGAIN && (wanted !== PAGE_AGAIN || at + 4104 > end)) break;
    const number = view.getUint32(at - base) * 1048576 + (low >>> 12);
    if (number >= pages) break;
    offset[i] = at;
    page[i] = number;
    flags[i] = wanted;
    i++;
    at += wanted === ZERO_AGAIN ? 9 : 4104;
  }
  reader.offset = at;
  return i;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const RUN_NAMES: Readonly<Record<number, string>> = {
  [RamFlag.Zero]: 'zero pages',
  [RamFlag.Page]: 'pages',
  [RamFlag.Xbzrle]: 'xbzrle pages',
  [RamFlag.Compress]: 'compressed pages',
  [MIXED]: 'pages and zero pages',
};
