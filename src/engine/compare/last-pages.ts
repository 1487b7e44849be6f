// What a stream leaves in each page of guest RAM: the last record of the page counts, and where that is a delta (XBZRLE),
// the records since the last whole one. Read a run of pages at a time, in the order of the stream, so that a stream which
// stays in its file is read by windows and never held. Records: inspect/ram.ts (QEMU migration/ram.c).
import { StreamError } from '../bytes/errors.ts';
import { inflate } from '../bytes/inflate.ts';
import { encodeUtf8 } from '../bytes/text.ts';
import { RamFlag } from '../ram/ram-flags.ts';
import { decodeXbzrle } from '../ram/xbzrle.ts';
import type { ReadStream } from './read-stream.ts';

/** Bytes that are read at once, and bytes between two records that are rather read than left out. */
const READ_AT_ONCE = 4 << 20;
const GAP = 64 << 10;
/** zlib's bound for what does not get smaller, beyond the page (QEMU's compressBound()). */
const COMPRESS_BEYOND = 64;

/** What a page is by its last record. */
export type PageContent = 'none' | 'zeros' | 'data';

export class LastPages {
  readonly pageSize: number;
  private readonly read: ReadStream;
  /** For each block by name its pages' last records, -1 where there is none. */
  private readonly tables = new Map<string, Int32Array>();
  /** Bytes of a record before its data when it names its block. */
  private readonly named: readonly number[];
  /** For a page whose last record is a delta: its records from the last whole one on, by that delta. */
  private readonly chains: ReadonlyMap<number, readonly number[]>;
  private readonly isMapped: boolean;

  constructor(read: ReadStream) {
    const { records, blocks, pageSize, capabilities } = read.inspection;
    this.read = read;
    this.pageSize = pageSize;
    this.isMapped = capabilities.includes('mapped-ram');
    this.named = blocks.map(({ idstr }) => 9 + encodeUtf8(idstr).length);
    // By the pages that there are: a damaged block list claims any size.
    const ends = blocks.map(() => 0);
    for (let i = 0; i < records.length; i++) {
      const block = records.block[i]!;
      if (block < ends.length) ends[block] = Math.max(ends[block]!, records.page[i]! + 1);
    }
    const tables = ends.map((pages, block) => {
      const whole = Math.ceil(blocks[block]!.size / pageSize);
      return new Int32Array(this.isMapped ? whole : Math.min(pages, whole)).fill(-1);
    });
    let deltas = false;
    for (let i = 0; i < records.length; i++) {
      const table = tables[records.block[i]!];
      if (table && records.page[i]! < table.length) table[records.page[i]!] = i;
      deltas ||= (records.flags[i]! & RamFlag.Xbzrle) !== 0;
    }
    blocks.forEach(({ idstr }, block) => this.tables.set(idstr, tables[block]!));
    this.chains = deltas ? this.chainsOf(tables) : new Map();
  }

  /** Names of the blocks, in the order of the stream. */
  get blocks(): readonly string[] {
    return [...this.tables.keys()];
  }

  /** One more than the last page of a block that the stream says something of. */
  pagesOf(block: string): number {
    return this.tables.get(block)?.length ?? 0;
  }

  /** By its record; the fill byte of a zero page is taken to be 0, as every QEMU writes it. */
  contentOf(block: string, page: number): PageContent {
    const record = this.recordOf(block, page);
    // A page that the bitmap of a mapped-ram file does not name is one of zeros.
    if (record < 0) return this.isMapped && page < this.pagesOf(block) ? 'zeros' : 'none';
    return (this.read.inspection.records.flags[record]! & RamFlag.Zero) !== 0 ? 'zeros' : 'data';
  }

  /** Stream offset of a page's last record, or -1. */
  offsetOf(block: string, page: number): number {
    const record = this.recordOf(block, page);
    return record < 0 ? -1 : this.read.inspection.records.offset[record]!;
  }

  /** Pages that there is a record of. */
  count(): number {
    let count = 0;
    for (const table of this.tables.values()) for (const record of table) if (record >= 0) count++;
    return count;
  }

  /**
   * Reads the data of pages `first + slot` of a block into `into`, a page for each slot, for slots where `wanted` is 1.
   * Gives the slots of which a record could not be unpacked.
   */
  readInto(into: Uint8Array, block: string, first: number, wanted: Uint8Array): ReadonlySet<number> {
    const { records } = this.read.inspection;
    const parts: (readonly [record: number, slot: number])[] = [];
    for (let slot = 0; slot < wanted.length; slot++) {
      if (wanted[slot] === 0) continue;
      const last = this.recordOf(block, first + slot);
      const chain = this.chains.get(last);
      for (const record of chain ?? [last]) parts.push([record, slot]);
      // A delta with nothing before it is one to zeros, which guest memory begins with.
      if (chain && (records.flags[chain[0]!]! & RamFlag.Xbzrle) !== 0) this.slotOf(into, slot).fill(0);
    }
    // Records stand in the order of the stream.
    parts.sort(([a], [b]) => a - b);
    const damaged = new Set<number>();
    for (let i = 0; i < parts.length;) {
      const start = this.dataOf(parts[i]![0]);
      let end = this.endOf(parts[i]![0]);
      let next = i + 1;
      for (; next < parts.length; next++) {
        const from = this.dataOf(parts[next]![0]);
        if (from > end + GAP || from - start > READ_AT_ONCE) break;
        end = Math.max(end, this.endOf(parts[next]![0]));
      }
      const bytes = this.read.stream.subarray(start, end);
      for (; i < next; i++) {
        const [record, slot] = parts[i]!;
        if (!apply(this.slotOf(into, slot), bytes.subarray(this.dataOf(record) - start), records.flags[record]!))
          damaged.add(slot);
      }
    }
    return damaged;
  }

  private slotOf(into: Uint8Array, slot: number): Uint8Array {
    return into.subarray(slot * this.pageSize, (slot + 1) * this.pageSize);
  }

  private recordOf(block: string, page: number): number {
    return this.tables.get(block)?.[page] ?? -1;
  }

  /** Where a record's data begins; in a mapped-ram file the record is the page itself. */
  private dataOf(record: number): number {
    const { records } = this.read.inspection;
    const at = records.offset[record]!;
    if (this.isMapped) return at;
    return at + ((records.flags[record]! & RamFlag.Continue) !== 0 ? 8 : this.named[records.block[record]!]!);
  }

  /** Where its data has ended at the latest. */
  private endOf(record: number): number {
    const flags = this.read.inspection.records.flags[record]!;
    const most =
      (flags & RamFlag.Zero) !== 0
        ? 1
        : (flags & RamFlag.Compress) !== 0
          ? this.pageSize + COMPRESS_BEYOND
          : (flags & RamFlag.Xbzrle) !== 0
            ? this.pageSize + 3
            : this.pageSize;
    return Math.min(this.read.stream.length, this.dataOf(record) + most);
  }

  private chainsOf(tables: readonly Int32Array[]): ReadonlyMap<number, readonly number[]> {
    const { records } = this.read.inspection;
    const open = new Map<number, number[]>();
    for (let i = 0; i < records.length; i++) {
      const table = tables[records.block[i]!];
      const last = table?.[records.page[i]!] ?? -1;
      if (last < 0 || (records.flags[last]! & RamFlag.Xbzrle) === 0) continue;
      const chain = open.get(last) ?? [];
      if ((records.flags[i]! & RamFlag.Xbzrle) === 0) chain.length = 0;
      chain.push(i);
      open.set(last, chain);
    }
    return open;
  }
}

/** Does to a page what the destination does with a record's data; false when it does not unpack. */
function apply(page: Uint8Array, data: Uint8Array, flags: number): boolean {
  if ((flags & RamFlag.Zero) !== 0) {
    page.fill(0);
    return true;
  }
  if ((flags & RamFlag.Xbzrle) !== 0) {
    if (data.length < 3) return false;
    const length = data[1]! * 256 + data[2]!;
    return data.length >= 3 + length && decodeXbzrle(data.subarray(3, 3 + length), page);
  }
  if ((flags & RamFlag.Compress) !== 0) {
    if (data.length < 4) return false;
    const length = new DataView(data.buffer, data.byteOffset, 4).getUint32(0);
    try {
      page.set(inflate(data.subarray(4, 4 + length), page.length));
      return true;
    } catch (error) {
      if (!(error instanceof StreamError)) throw error;
      return false;
    }
  }
  if (data.length < page.length) return false;
  page.set(data.subarray(0, page.length));
  return true;
}
