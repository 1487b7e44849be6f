// Reads the payload of a `ram` section (QEMU migration/ram.c): block list, page records, end mark. Records go into
// columns, consecutive ones of a kind become one span.
//
//   record: u64 (offset in block | flags), without CONTINUE: u8 n, n bytes block name; then
//           ZERO u8 fill · PAGE page · XBZRLE u8 1, u16 n, n bytes · COMPRESS u32 n, n bytes
//
// The loop over records that follow one another in a block makes no objects and no bigints and calls nothing.
import { StreamError } from '../bytes/errors.ts';
import type { ByteReader } from '../bytes/reader.ts';
import { FieldType, SpanKind, type SpanLog } from '../capture/spans.ts';
import type { RamRecordLog } from '../capture/ram-records.ts';
import { RamFlag } from '../stream/ram-flags.ts';
import type { InspectedBlock } from './inspection.ts';
import { readMappedPages } from './mapped-ram.ts';

const UNKNOWN_BLOCK = 0xffff;
const ZERO_AGAIN = RamFlag.Zero | RamFlag.Continue;
const PAGE_AGAIN = RamFlag.Page | RamFlag.Continue;
/** Records between two calls of `pause`. */
const CHUNK = 1 << 16;

/** State that lives across RAM's sections. */
export interface RamContext {
  readonly blocks: InspectedBlock[];
  /** The block that CONTINUE refers to; 0xffff before the first name and after an unknown one. */
  currentBlock: number;
  pageSize: number;
  /** Capabilities that change the block list. */
  ignoreShared: boolean;
  mappedRam: boolean;
  /** Told of what is odd about a record; the reading goes on. */
  readonly warn: (offset: number, message: string, cause: string) => void;
  /** Called now and then with the offset reached; throws to stop the reading. */
  readonly pause: (offset: number) => void;
}

export function readRam(reader: ByteReader, log: SpanLog, records: RamRecordLog, context: RamContext): void {
  new RamReader(reader, log, records, context).run();
}

class RamReader {
  private readonly reader: ByteReader;
  private readonly log: SpanLog;
  private readonly records: RamRecordLog;
  private readonly context: RamContext;
  private runStart = -1;
  private runFirst = 0;
  private runFlag = 0;
  private warned = false;

  constructor(reader: ByteReader, log: SpanLog, records: RamRecordLog, context: RamContext) {
    this.reader = reader;
    this.log = log;
    this.records = records;
    this.context = context;
  }

  run(): void {
    let start = this.reader.offset;
    try {
      for (;;) {
        start = this.reader.offset;
        if (!this.record(start)) return;
        start = this.reader.offset;
        while (this.again(this.runFlag) === CHUNK) this.context.pause(this.reader.offset);
      }
    } catch (error) {
      this.closeRun(start);
      throw error;
    }
  }

  /** Zero or data records of the current block that follow at once, at most CHUNK; how many there were. */
  private again(flag: number): number {
    const { reader, records } = this;
    const { bytes, end } = reader;
    const block = this.context.currentBlock;
    const wanted = flag === RamFlag.Zero ? ZERO_AGAIN : flag === RamFlag.Page ? PAGE_AGAIN : -1;
    const size = flag === RamFlag.Zero ? 9 : 8 + this.context.pageSize;
    const pages = this.pagesOf(block);
    let at = reader.offset;
    let count = 0;
    while (count < CHUNK && at + size <= end) {
      const low = (bytes[at + 4]! << 24) | (bytes[at + 5]! << 16) | (bytes[at + 6]! << 8) | bytes[at + 7]!;
      if ((low & 0xfff) !== wanted) break;
      const page = ((bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) * 1048576 + (low >>> 12);
      if (page >= pages) break;
      records.push(at, page, wanted, block);
      at += size;
      count++;
    }
    reader.offset = at;
    return count;
  }

  /** Any record; false at the end mark. */
  private record(start: number): boolean {
    const { reader, records, context } = this;
    const high = reader.u32();
    const low = reader.u32();
    const flags = low & 0xfff;
    const kind = flags & ~RamFlag.Continue;
    if (kind !== RamFlag.Zero && kind !== RamFlag.Page && kind !== RamFlag.Xbzrle && kind !== RamFlag.Compress) {
      this.closeRun(start);
      return this.mark(start, flags, high * 4294967296 + low - flags);
    }
    if ((flags & RamFlag.Continue) === 0) this.blockName();
    if (kind === RamFlag.Zero) reader.skip(1, 'zero page');
    else if (kind === RamFlag.Page) reader.skip(context.pageSize, 'page');
    else if (kind === RamFlag.Compress) reader.skip(reader.u32(), 'compressed page');
    else this.xbzrle();
    if (this.runStart >= 0 && kind !== this.runFlag) this.closeRun(start);
    if (this.runStart < 0) {
      this.runStart = start;
      this.runFirst = records.length;
      this.runFlag = kind;
    }
    const page = Math.floor((high * 4294967296 + low - flags) / 4096);
    if (page >= this.pagesOf(context.currentBlock)) this.outside(start, page);
    records.push(start, page, flags, context.currentBlock);
    return true;
  }

  /** Records that are no page; false at the end mark. */
  private mark(start: number, flags: number, value: number): boolean {
    const { reader, log } = this;
    if (flags === RamFlag.MemSize) this.blocks(start, value);
    else if (flags === RamFlag.Eos || flags === RamFlag.MultifdFlush || flags === RamFlag.Hook) {
      const name = flags === RamFlag.Eos ? 'EOS' : flags === RamFlag.Hook ? 'HOOK' : 'MULTIFD_FLUSH';
      log.leaf(SpanKind.Flag, FieldType.U64, log.names.id(`RAM_SAVE_FLAG_${name}`), start, reader.offset);
    } else {
      reader.offset = start;
      throw new StreamError(`Unknown combination of migration flags: 0x${flags.toString(16)}`, start);
    }
    return flags !== RamFlag.Eos;
  }

  private closeRun(end: number): void {
    if (this.runStart < 0) return;
    const { log, runFlag } = this;
    const kind = runFlag === RamFlag.Zero ? SpanKind.ZeroRun : SpanKind.PageRun;
    const name = RUN_NAMES[runFlag] ?? 'pages';
    log.leaf(kind, FieldType.None, log.names.id(name), this.runStart, end, this.records.length - this.runFirst, this.runFirst);
    this.runStart = -1;
  }

  private blockName(): void {
    const { reader, context } = this;
    const at = reader.offset;
    const name = reader.counted();
    const index = context.blocks.findIndex(({ idstr }) => idstr === name);
    context.currentBlock = index < 0 ? UNKNOWN_BLOCK : index;
    if (index >= 0 || this.warned) return;
    this.warned = true;
    const cause = context.blocks.length === 0 ? "RAM's START, which names the blocks, is missing." : 'The block list at the start of the stream does not have it.';
    context.warn(at, `Can't find block ${name}`, cause);
  }

  private outside(start: number, page: number): void {
    if (this.warned) return;
    this.warned = true;
    const { blocks, currentBlock } = this.context;
    this.context.warn(start, `Illegal RAM offset ${(page * 4096).toString(16)}`, `Block ${blocks[currentBlock]!.idstr} ends before it: a destination would stop here.`);
  }

  private pagesOf(block: number): number {
    const known = this.context.blocks[block];
    return known ? Math.ceil(known.size / 4096) : Infinity;
  }

  private xbzrle(): void {
    const at = this.reader.offset;
    if (this.reader.u8() !== 1) throw new StreamError('Failed to load XBZRLE page - wrong compression!', at);
    this.reader.skip(this.reader.u16(), 'xbzrle page');
  }

  /** MEM_SIZE: the total, then the blocks until their sizes add up. */
  private blocks(start: number, total: number): void {
    const { reader, log, context, records } = this;
    log.leaf(SpanKind.Field, FieldType.U64, log.names.id('total_ram_bytes'), start, reader.offset);
    context.blocks.length = 0;
    for (let left = total; left > 0; ) {
      const at = reader.offset;
      const length = reader.u8();
      const idstr = reader.text(length);
      const sizeAt = reader.offset;
      const size = reader.u64Number();
      log.enter(SpanKind.RamBlock, log.names.id(idstr), at, context.blocks.length, size);
      log.leaf(SpanKind.Field, FieldType.U8, log.names.id('name_len'), at, at + 1);
      log.leaf(SpanKind.Field, FieldType.Text, log.names.id('idstr'), at + 1, sizeAt);
      log.leaf(SpanKind.Field, FieldType.U64, log.names.id('used_length'), sizeAt, reader.offset);
      if (context.ignoreShared) {
        reader.skip(8, 'address');
        log.leaf(SpanKind.Field, FieldType.U64, log.names.id('mr_addr'), reader.offset - 8, reader.offset);
      }
      context.blocks.push({ idstr, size });
      if (context.mappedRam) readMappedPages(reader, log, records, context.blocks.length - 1, size);
      log.leave(reader.offset);
      if (size === 0) throw new StreamError(`RAM block "${idstr}" has no size`, at);
      if (size > left) throw new StreamError(`RAM block "${idstr}" is larger than what is left of the total`, sizeAt);
      left -= size;
    }
  }
}

const RUN_NAMES: Readonly<Record<number, string>> = {
  [RamFlag.Zero]: 'zero pages',
  [RamFlag.Page]: 'pages',
  [RamFlag.Xbzrle]: 'xbzrle pages',
  [RamFlag.Compress]: 'compressed pages',
};
