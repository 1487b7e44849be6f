// The part of a RAM block in a mapped-ram file (QEMU migration/ram.c, mapped_ram_setup_ramblock and MappedRamHeader):
//
//   u32 version 1 · u64 page size · u64 offset of the bitmap · u64 offset of the pages · … bitmap … pages …
//
// Offsets are the file's. A page lies at its place whether or not the bitmap says that it is there.
import { StreamError } from '../bytes/errors.ts';
import { FieldType, SpanKind, type SpanLog } from '../capture/spans.ts';
import type { RamRecordColumns, RamRecordLog } from '../capture/ram-records.ts';
import { RamFlag } from '../ram/ram-flags.ts';
import type { WalkReader } from './work.ts';

/** Reads header, bitmap and pages of one block; the reader then stands behind them. */
export function readMappedPages(
  reader: WalkReader,
  log: SpanLog,
  records: RamRecordLog,
  block: number,
  size: number,
): void {
  const start = reader.offset;
  reader.u32();
  const pageSize = reader.u64Number();
  const bitmapAt = reader.u64Number();
  const pagesAt = reader.u64Number();
  const leaf = (type: number, name: string, from: number, to: number): void => {
    if (to > from) log.leaf(SpanKind.Field, type, log.names.id(name), from, to);
  };
  leaf(FieldType.U32, 'version', start, start + 4);
  leaf(FieldType.U64, 'page_size', start + 4, start + 12);
  leaf(FieldType.U64, 'bitmap_offset', start + 12, start + 20);
  leaf(FieldType.U64, 'pages_offset', start + 20, start + 28);
  // A shared block that x-ignore-shared leaves out has neither.
  if (bitmapAt === 0 && pagesAt === 0) return;
  if (pageSize < 512) throw new StreamError(`mapped-ram page size ${pageSize}`, start + 4);
  const pages = Math.ceil(size / pageSize);
  const bitmapEnd = bitmapAt + Math.ceil(pages / 64) * 8;
  if (bitmapAt < reader.offset || pagesAt < bitmapEnd)
    throw new StreamError('mapped-ram offsets point backwards', start + 12);
  reader.pass(pagesAt + size - reader.offset, 'mapped pages');
  reader.keep(start + 28, bitmapEnd);
  leaf(FieldType.Unused, 'padding', start + 28, bitmapAt);
  leaf(FieldType.Bitmap, 'bitmap', bitmapAt, bitmapEnd);
  leaf(FieldType.Unused, 'padding', bitmapEnd, pagesAt);
  const first = records.length;
  for (let page = 0; page < pages; page++) {
    // The bitmap is an array of the writing host's longs; little-endian ones are plain bytes.
    if (((reader.source.at(bitmapAt + (page >> 3))! >> (page & 7)) & 1) === 1)
      records.push(pagesAt + page * pageSize, page, RamFlag.Page, block);
  }
  log.leaf(
    SpanKind.PageRun,
    FieldType.None,
    log.names.id('mapped pages'),
    pagesAt,
    pagesAt + size,
    records.length - first,
    first,
  );
}

/** The bitmap of `size` bytes that `count` page records from row `first` on make. */
export function mappedBitmap(records: RamRecordColumns, first: number, count: number, size: number): Uint8Array {
  const bitmap = new Uint8Array(size);
  for (let i = first; i < first + count; i++) bitmap[records.page[i]! >> 3]! |= 1 << (records.page[i]! & 7);
  return bitmap;
}
