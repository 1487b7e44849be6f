// Reads the payload of a `ram` section (QEMU migration/ram.c): block list, page records, end mark. Records go into
// columns, consecutive ones of a kind become one span. The loop makes no objects and no bigints.
import { StreamError } from '../bytes/errors.ts';
import type { ByteReader } from '../bytes/reader.ts';
import { FieldType, SpanKind, type SpanLog } from '../capture/spans.ts';
import type { RamRecordLog } from '../capture/ram-records.ts';
import { RamFlag } from '../stream/ram-flags.ts';
import type { InspectedBlock } from './inspection.ts';

const PAGE = 4096;
const UNKNOWN_BLOCK = 0xffff;

/** State that lives across RAM's sections: blocks, and the one that CONTINUE refers to. */
export interface RamContext {
  readonly blocks: InspectedBlock[];
  currentBlock: number;
}

export function readRam(reader: ByteReader, log: SpanLog, records: RamRecordLog, context: RamContext): void {
  let runStart = -1;
  let runFirst = 0;
  let runFlag = 0;
  const closeRun = (end: number): void => {
    if (runStart < 0) return;
    const kind = runFlag === RamFlag.Zero ? SpanKind.ZeroRun : SpanKind.PageRun;
    const name = runFlag === RamFlag.Zero ? 'zero pages' : runFlag === RamFlag.Page ? 'pages' : 'xbzrle pages';
    log.leaf(kind, FieldType.None, log.names.id(name), runStart, end, records.length - runFirst, runFirst);
    runStart = -1;
  };
  for (;;) {
    const start = reader.offset;
    try {
      const high = reader.u32();
      const low = reader.u32();
      const flags = low & 0xfff;
      if (flags === RamFlag.Eos) {
        closeRun(start);
        log.leaf(SpanKind.Flag, FieldType.U64, log.names.id('RAM_SAVE_FLAG_EOS'), start, reader.offset);
        return;
      }
      const kind = flags & (RamFlag.Zero | RamFlag.Page | RamFlag.Xbzrle);
      if (kind !== RamFlag.Zero && kind !== RamFlag.Page && kind !== RamFlag.Xbzrle) {
        closeRun(start);
        if (flags === RamFlag.MemSize) readBlocks(reader, log, context, start, high * 4294967296 + low - flags);
        else if (flags === RamFlag.MultifdFlush) log.leaf(SpanKind.Flag, FieldType.U64, log.names.id('RAM_SAVE_FLAG_MULTIFD_FLUSH'), start, reader.offset);
        else throw new StreamError(`Unknown combination of migration flags: 0x${flags.toString(16)}`, start);
        continue;
      }
      if ((flags & RamFlag.Continue) === 0) context.currentBlock = readBlockName(reader, context);
      if (kind === RamFlag.Zero) reader.skip(1, 'zero page');
      else if (kind === RamFlag.Page) reader.skip(PAGE, 'page');
      else readXbzrle(reader);
      if (runStart >= 0 && kind !== runFlag) closeRun(start);
      if (runStart < 0) {
        runStart = start;
        runFirst = records.length;
        runFlag = kind;
      }
      records.push(start, high * 1048576 + (low >>> 12), flags, context.currentBlock);
    } catch (error) {
      closeRun(start);
      throw error;
    }
  }
}

function readBlockName(reader: ByteReader, context: RamContext): number {
  const name = reader.counted();
  const index = context.blocks.findIndex(({ idstr }) => idstr === name);
  return index < 0 ? UNKNOWN_BLOCK : index;
}

function readXbzrle(reader: ByteReader): void {
  const at = reader.offset;
  if (reader.u8() !== 1) throw new StreamError('Failed to load XBZRLE page - wrong compression!', at);
  reader.skip(reader.u16(), 'xbzrle page');
}

/** MEM_SIZE: the total, then the blocks until their sizes add up. */
function readBlocks(reader: ByteReader, log: SpanLog, context: RamContext, start: number, total: number): void {
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
    log.leave(reader.offset);
    context.blocks.push({ idstr, size });
    if (size === 0 && length === 0) throw new StreamError('RAM block without name and size', at);
    left -= size;
  }
}
