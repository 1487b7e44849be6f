// RAM as the destination loads it (QEMU migration/ram.c, ram_load_precopy() and its helpers): block list, pages straight
// from the stream into guest memory. 7.2 and 10.0 differ in small things, named in RamRules.
import { Errno } from '../bytes/errno.ts';
import { StreamError } from '../bytes/errors.ts';
import type { QemuFileReader } from '../bytes/qemu-file-reader.ts';
import { cString } from '../bytes/text.ts';
import { RamFlag } from './ram-flags.ts';
import { PAGE_SIZE } from './guest-memory.ts';
import { decodeXbzrle } from './xbzrle.ts';

/** A block as the destination has it. */
export interface LoadBlock {
  readonly idstr: string;
  readonly size: number;
  /** What it may be resized to; the same as `size` for a block that keeps its size, unless it is resizeable. */
  readonly maxSize: number;
  readonly resizeable?: boolean;
}

/** Where pages go. Offsets are bytes inside the block. */
export interface RamTarget {
  find(idstr: string): LoadBlock | undefined;
  resize(block: LoadBlock, size: number): void;
  /** `data` null: a page filled with `fill`. The last two are the stream's offsets of record and data. */
  store(block: LoadBlock, offset: number, data: Uint8Array | null, fill: number, record: number, dataAt: number): void;
  /** A copy of the page as it is. */
  page(block: LoadBlock, offset: number): Uint8Array;
}

/** The `size` bytes that compressed data holds; throws StreamError when it does not. */
export type Inflate = (data: Uint8Array, size: number) => Uint8Array;

export interface RamRules {
  /** A "zero" page may be filled with another value (before 8.0). */
  readonly fills: boolean;
  /** RAM_SAVE_FLAG_COMPRESS_PAGE is known, and refused without its capability (before 9.1). */
  readonly compress: boolean;
  /** The file's error is looked at before a record's flags. */
  readonly saysAddress: boolean;
  /** Capability compress: what unpacks a page. */
  readonly inflate: Inflate | null;
  readonly multifd: boolean;
  /** Capability mapped-ram: pages lie at fixed places of the file, no record has one. */
  readonly mappedRam: boolean;
  /** Capability x-ignore-shared: blocks come with their address. */
  readonly ignoreShared: boolean;
}

/** compressBound() of a page. */
const COMPRESS_BOUND = PAGE_SIZE + 14;
/** Bytes of MappedRamHeader. */
const MAPPED_HEADER = 28;

/** Told of every page, for time to pass: false a zero page. */
export type PageLoaded = (data: boolean) => void;

const KIND = RamFlag.Zero | RamFlag.Page | RamFlag.Xbzrle;
const NOT_MAPPED = KIND | RamFlag.Hook | RamFlag.MultifdFlush;

export class RamLoad {
  private readonly target: RamTarget;
  private readonly rules: RamRules;
  private readonly stderr: string[];
  /** mis->last_recv_block: what CONTINUE refers to. */
  private block: LoadBlock | null = null;

  constructor(target: RamTarget, rules: RamRules, stderr: string[]) {
    this.target = target;
    this.rules = rules;
    this.stderr = stderr;
  }

  /** One section's payload; 0 or a negative errno. */
  load(file: QemuFileReader, loaded: PageLoaded): number {
    for (;;) {
      const start = file.offset;
      const high = file.u32();
      const low = file.u32();
      if (this.rules.saysAddress && file.error !== 0) {
        this.stderr.push('Getting RAM address failed');
        return file.error;
      }
      const flags = low & 0xfff;
      const result = this.record(file, start, high * 4294967296 + (low - flags), flags, loaded);
      if (result !== 0) return result;
      if (file.error !== 0) return file.error;
      if ((flags & RamFlag.Eos) !== 0) return 0;
    }
  }

  private record(file: QemuFileReader, start: number, address: number, flags: number, loaded: PageLoaded): number {
    if ((flags & RamFlag.Compress) !== 0 && this.rules.compress && !this.rules.inflate)
      return this.refuse('Received an unexpected compressed page');
    if (this.rules.mappedRam && (flags & NOT_MAPPED) !== 0)
      return this.refuse(`Unexpected RAM flags: ${flags & NOT_MAPPED}`);
    let block: LoadBlock | null = null;
    const packed = this.rules.inflate ? RamFlag.Compress : 0;
    if ((flags & (KIND | packed)) !== 0) {
      block = this.blockOf(file, flags);
      if (!block || address >= block.size) return this.refuse(`Illegal RAM offset ${hexAddress(address)}`);
    }
    switch (flags & ~RamFlag.Continue) {
      case RamFlag.MemSize:
        return this.blocks(file, address);
      case RamFlag.Zero:
        return this.zero(file, block!, address, start, loaded);
      case RamFlag.Page: {
        const data = file.take(PAGE_SIZE, 'page');
        this.target.store(block!, address, data, 0, start, file.offset - PAGE_SIZE);
        loaded(true);
        return 0;
      }
      case RamFlag.Xbzrle:
        return this.xbzrle(file, block!, address, start, loaded);
      case RamFlag.Compress:
        return this.rules.inflate ? this.inflated(file, block!, address, start, loaded) : this.unknown(flags);
      case RamFlag.MultifdFlush:
        return this.rules.multifd ? 0 : this.unknown(flags);
      case RamFlag.Eos:
        return 0;
      default:
        // A hook belongs to RDMA; on any other channel it fails without a word.
        if ((flags & RamFlag.Hook) === 0) return this.unknown(flags);
        file.setError(Errno.EINVAL);
        return 0;
    }
  }

  private refuse(line: string): number {
    this.stderr.push(line);
    return Errno.EINVAL;
  }

  private unknown(flags: number): number {
    return this.refuse(`Unknown combination of migration flags: 0x${flags.toString(16)}`);
  }

  /** ram_block_from_stream() */
  private blockOf(file: QemuFileReader, flags: number): LoadBlock | null {
    if ((flags & RamFlag.Continue) !== 0) {
      if (!this.block) this.stderr.push('Ack, bad migration stream!');
      return this.block;
    }
    const name = cString(file.counted());
    const block = this.target.find(name);
    if (!block) {
      this.stderr.push(`Can't find block ${name}`);
      return null;
    }
    this.block = block;
    return block;
  }

  private zero(file: QemuFileReader, block: LoadBlock, address: number, start: number, loaded: PageLoaded): number {
    const fill = file.u8();
    if (fill !== 0 && !this.rules.fills) return this.refuse(`Found a zero page with value ${fill}`);
    this.target.store(block, address, null, fill, start, -1);
    loaded(false);
    return 0;
  }

  /** decompress_data_with_multi_threads(); a page that does not unpack fails at the section's end, where they are waited for. */
  private inflated(file: QemuFileReader, block: LoadBlock, address: number, start: number, loaded: PageLoaded): number {
    const length = file.u32() | 0;
    if (length < 0 || length > COMPRESS_BOUND) return this.refuse(`Invalid compressed data length: ${length}`);
    const data = file.take(length, 'compressed page');
    try {
      this.target.store(block, address, this.rules.inflate!(data, PAGE_SIZE), 0, start, -1);
    } catch (error) {
      if (!(error instanceof StreamError)) throw error;
      if (file.error === 0) this.stderr.push('decompress data failed');
      file.setError(Errno.EIO);
    }
    loaded(true);
    return 0;
  }

  /** load_xbzrle(): a delta against the page as it is here. */
  private xbzrle(file: QemuFileReader, block: LoadBlock, address: number, start: number, loaded: PageLoaded): number {
    const failed = (why: string): number => {
      this.stderr.push(`Failed to load XBZRLE page - ${why}`);
      return this.refuse(`Failed to decompress XBZRLE page at ${hexAddress(address)}`);
    };
    const encoding = file.u8();
    const length = file.u16();
    if (encoding !== 1) return failed('wrong compression!');
    if (length > PAGE_SIZE) return failed('len overflow!');
    const page = this.target.page(block, address);
    if (!decodeXbzrle(file.take(length, 'delta'), page)) return failed('decode error!');
    this.target.store(block, address, page, 0, start, -1);
    loaded(true);
    return 0;
  }

  /** parse_ramblocks(): the sizes add up to the total. */
  private blocks(file: QemuFileReader, total: number): number {
    for (let left = BigInt(total); left !== 0n;) {
      const name = cString(file.counted());
      const length = file.u64();
      const block = this.target.find(name);
      if (!block) return this.refuse(`Unknown ramblock "${name}", cannot accept migration`);
      const result = this.rules.mappedRam
        ? this.mapped(file, block, Number(length))
        : length === BigInt(block.size)
          ? 0
          : this.resize(block, length);
      if (result !== 0) return result;
      // Compared for blocks in memory that both sides share, and no machine here has such.
      if (this.rules.ignoreShared && !this.rules.mappedRam) file.u64();
      left = BigInt.asUintN(64, left - length);
    }
    return 0;
  }

  /** parse_ramblock_mapped_ram(): the pages whose bits are set, from their places in the file. */
  private mapped(file: QemuFileReader, block: LoadBlock, length: number): number {
    const left = file.remaining;
    if (!file.has(MAPPED_HEADER))
      return this.refuse(
        `Could not read whole mapped-ram migration header (expected ${MAPPED_HEADER}, got ${left} bytes)`,
      );
    const version = file.u32();
    if (version > 1)
      return this.refuse(`Migration mapped-ram capability version not supported (expected <= 1, got ${version})`);
    const pageSize = Number(file.u64());
    const bitmapAt = Number(file.u64());
    const pagesAt = Number(file.u64());
    if (pagesAt % PAGE_SIZE !== 0)
      return this.refuse(`Error reading ramblock ${block.idstr} pages, region has bad alignment`);
    const pages = pageSize === 0 ? 0 : Math.floor(length / pageSize);
    const bitmapEnd = bitmapAt + 8 * Math.ceil(pages / 64);
    if (bitmapEnd > file.end) return this.refuse('Error reading dirty bitmap');
    for (let page = 0; page < pages; page++) {
      if (((file.bytes[bitmapAt + (page >> 3)]! >> (page & 7)) & 1) === 0) continue;
      const offset = page * PAGE_SIZE;
      const at = pagesAt + offset;
      if (offset >= block.size) return this.refuse(`page outside of ramblock ${block.idstr} range`);
      if (at + PAGE_SIZE > file.end) return Errno.EINVAL;
      this.target.store(block, offset, file.bytes.subarray(at, at + PAGE_SIZE), 0, at, at);
    }
    file.offset = Math.min(pagesAt + length, file.end);
    return 0;
  }

  /** qemu_ram_resize(): to whole pages, and only what may be resized. */
  private resize(block: LoadBlock, length: bigint): number {
    const page = BigInt(PAGE_SIZE);
    const size = BigInt.asUintN(64, ((length + page - 1n) / page) * page);
    const { idstr, maxSize } = block;
    const has = BigInt(block.size);
    if (size === has) return 0;
    const sizes = (sign: string, own: bigint): string =>
      `${idstr}: 0x${size.toString(16)} ${sign} 0x${own.toString(16)}: Invalid argument`;
    if (maxSize === block.size && !block.resizeable) return this.refuse(`Size mismatch: ${sizes('!=', has)}`);
    if (size > BigInt(maxSize)) return this.refuse(`Size too large: ${sizes('>', BigInt(maxSize))}`);
    this.target.resize(block, Number(size));
    return 0;
  }
}

const hexAddress = (address: number): string => address.toString(16);
