// The guest's RAM: all RAM blocks in one shared buffer, in the order in which RAM's START section lists them. Guest
// addresses are those of `pc.ram`, the first block. A store inside the arena (the pages that hold the virtqueues) is an
// event; any store marks its page in the dirty log while logging is on, as KVM does.
import { newMemory } from '../bytes/memory.ts';
import { EventKind } from '../capture/event-kinds.ts';
import type { Recorder } from '../capture/recorder.ts';
import { DirtyBitmap } from './dirty-bitmap.ts';

export const PAGE_SIZE = 4096;

export interface RamBlock {
  readonly idstr: string;
  /** Bytes, a whole number of pages. */
  readonly size: number;
  /** Page number, in RAM order, of its first page. */
  readonly firstPage: number;
}

/**
 * Blocks of machines `pc` and `q35` with a virtio-net NIC and no option ROMs, sizes as captured; without `roms` guest RAM
 * alone.
 */
export function pcBlocks(memoryBytes: number, roms = true): readonly RamBlock[] {
  const sizes: readonly (readonly [string, number])[] = [
    ['pc.ram', memoryBytes],
    ['/rom@etc/acpi/tables', 131072],
    ['pc.rom', 131072],
    ['pc.bios', 65536],
    ['/rom@etc/table-loader', 4096],
    ['/rom@etc/acpi/rsdp', 4096],
  ];
  let firstPage = 0;
  return sizes.slice(0, roms ? sizes.length : 1).map(([idstr, size]) => {
    const block = { idstr, size, firstPage };
    firstPage += size / PAGE_SIZE;
    return block;
  });
}

/** Writes what stands in a buffer at a guest address when it was filled with a seed, to `out` from `start` on. */
export function writePattern(out: Uint8Array, start: number, address: number, length: number, seed: number): void {
  let word = seed >>> 0;
  for (let i = 0; i < length; i++) {
    out[start + i] = word & 0xff;
    word = (word >>> 8) | ((word << 24) ^ Math.imul(address + i, 0x9e3779b1));
  }
}

export class GuestMemory {
  readonly bytes: Uint8Array;
  readonly blocks: readonly RamBlock[];
  readonly pageCount: number;
  readonly dirtyLog: DirtyBitmap;
  logging = false;
  private readonly view: DataView;
  private readonly arenaStart: number;
  private readonly arenaEnd: number;
  private recorder: Recorder | null = null;
  private words: BigUint64Array;
  /** 1 for each page that was ever written: the others are zero, and reading them would only make them resident. */
  private readonly touched: Uint8Array;

  /** `arenaStart` and `arenaEnd` are guest addresses. */
  constructor(blocks: readonly RamBlock[], arenaStart: number, arenaEnd: number) {
    this.blocks = blocks;
    const size = blocks.reduce((sum, block) => sum + block.size, 0);
    const buffer = newMemory(size);
    this.bytes = new Uint8Array(buffer);
    this.words = new BigUint64Array(buffer);
    this.view = new DataView(buffer);
    this.pageCount = size / PAGE_SIZE;
    this.touched = new Uint8Array(this.pageCount);
    this.dirtyLog = new DirtyBitmap(this.pageCount);
    this.arenaStart = arenaStart;
    this.arenaEnd = arenaEnd;
  }

  /** The arena's bytes where they lie. */
  get arena(): Uint8Array {
    return this.bytes.subarray(this.arenaStart, this.arenaEnd);
  }

  /** From now on stores inside the arena are recorded. */
  record(recorder: Recorder): void {
    this.recorder = recorder;
  }

  // Outside of RAM nobody answers: reads give ones, writes are lost, as on a PC's bus.

  u16(address: number): number {
    return this.holds(address, 2) ? this.view.getUint16(address, true) : 0xffff;
  }

  u32(address: number): number {
    return this.holds(address, 4) ? this.view.getUint32(address, true) : 0xffffffff;
  }

  /** A u64 that is an address or a counter (at most 53 bits). */
  u64(address: number): number {
    return this.u32(address + 4) * 4294967296 + this.u32(address);
  }

  /** Whether [address, address + length) lies inside guest RAM. */
  contains(address: number, length: number): boolean {
    return address >= 0 && address + length <= this.blocks[0]!.size;
  }

  u8(address: number): number {
    return this.bytes[address] ?? 0xff;
  }

  /** A byte; recorded as the 16-bit word that holds it. */
  setU8(address: number, value: number): void {
    const even = address - (address % 2);
    const old = this.u16(even);
    this.setU16(even, address === even ? (old & 0xff00) | value : (old & 0xff) | (value << 8));
  }

  setU16(address: number, value: number): void {
    if (!this.holds(address, 2)) return;
    if (this.inArena(address))
      this.recorder!.store(EventKind.Store16, address - this.arenaStart, this.u16(address), value);
    this.view.setUint16(address, value, true);
    this.mark(address);
  }

  setU32(address: number, value: number): void {
    if (!this.holds(address, 4)) return;
    if (this.inArena(address))
      this.recorder!.store(EventKind.Store32, address - this.arenaStart, this.u32(address), value);
    this.view.setUint32(address, value, true);
    this.mark(address);
  }

  setU64(address: number, value: number): void {
    if (!this.holds(address, 8)) return;
    if (this.inArena(address))
      this.recorder!.store(EventKind.Store64, address - this.arenaStart, this.u64(address), value);
    this.view.setUint32(address, value % 4294967296, true);
    this.view.setUint32(address + 4, Math.floor(value / 4294967296), true);
    this.mark(address);
  }

  /** Clears a page of guest RAM, as an allocator does. */
  zeroPage(page: number): void {
    const at = page * PAGE_SIZE;
    if (this.isZeroPage(page)) return;
    if (this.inArena(at)) this.recorder!.zeroPage(page, at - this.arenaStart);
    this.bytes.fill(0, at, at + PAGE_SIZE);
    this.markPage(page);
  }

  /** Writes bytes as they are: what the guest held before recording began. */
  fill(address: number, bytes: Uint8Array): void {
    this.bytes.set(bytes, address);
    for (let page = address >>> 12; page <= (address + bytes.length - 1) >>> 12; page++) this.markPage(page);
  }

  /** Fills bytes outside the arena with a pattern that starts from `seed`: packet contents. An event for each page. */
  fillPattern(address: number, length: number, seed: number, kind: number = EventKind.DeviceFillBuffer): void {
    // Nothing is written: no page is dirty, and below address 0 there is none.
    if (length === 0) return;
    writePattern(this.bytes, address, address, length, seed);
    for (let page = address >>> 12; page <= (address + length - 1) >>> 12; page++) {
      const from = Math.max(address, page * PAGE_SIZE);
      const to = Math.min(address + length, (page + 1) * PAGE_SIZE);
      this.recorder?.event(kind, page, -1, from, to - from);
      this.markPage(page);
    }
  }

  /** Replaces a page by what the stream carries; null for zeros. Offsets are the stream's, for the event. */
  loadPage(page: number, data: Uint8Array | null, recordOffset: number, dataOffset: number): void {
    const at = page * PAGE_SIZE;
    const inside = at >= this.arenaStart && at < this.arenaEnd;
    this.recorder?.pageLoad(page, recordOffset, dataOffset, inside ? at - this.arenaStart : -1);
    if (data) {
      this.bytes.set(data, at);
      this.touched[page] = 1;
    } else if (!this.isZeroPage(page)) this.bytes.fill(0, at, at + PAGE_SIZE);
  }

  page(page: number): Uint8Array {
    return this.bytes.subarray(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
  }

  isZeroPage(page: number): boolean {
    if (this.touched[page] === 0) return true;
    const { words } = this;
    const start = page * (PAGE_SIZE / 8);
    if (words[start] !== 0n) return false;
    for (let i = start; i < start + PAGE_SIZE / 8; i += 8) {
      if (
        (words[i]! |
          words[i + 1]! |
          words[i + 2]! |
          words[i + 3]! |
          words[i + 4]! |
          words[i + 5]! |
          words[i + 6]! |
          words[i + 7]!) !==
        0n
      ) {
        return false;
      }
    }
    return true;
  }

  markPage(page: number): void {
    this.touched[page] = 1;
    if (this.logging) this.dirtyLog.add(page);
  }

  private holds(address: number, length: number): boolean {
    return address >= 0 && address + length <= this.bytes.length;
  }

  private mark(address: number): void {
    this.markPage(address >>> 12);
  }

  private inArena(address: number): boolean {
    return address >= this.arenaStart && address < this.arenaEnd && this.recorder !== null;
  }
}
