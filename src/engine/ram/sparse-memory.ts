// Guest RAM of a machine that only loads: pages stay where they lie in the stream, a page that never came is zero. So a
// stream of any guest size costs what its records cost. Guest addresses are those of the PC's RAM with its hole below
// 4 GiB (QEMU hw/i386/pc.c).
import { PAGE_SIZE } from './guest-memory.ts';
import type { LoadBlock, RamTarget } from './ram-load.ts';
import type { RingMemory } from './ring-memory.ts';

const FOUR_GIB = 0x100000000;

/** Bytes of RAM below 4 GiB. */
export function lowMemory(machine: string, ramBytes: number): number {
  const [most, split] = machine.includes('q35') ? [0xb0000000, 0x80000000] : [0xe0000000, 0xc0000000];
  return ramBytes >= most ? split : ramBytes;
}

interface Block extends LoadBlock {
  size: number;
  /** Pages by their number; a number is a fill byte. */
  readonly pages: Map<number, Uint8Array | number>;
}

/** Memory of a back-end that the machine names (`memory-backend`) is the largest block with a name of a person's choice. */
function backend(blocks: Iterable<Block>): Block | undefined {
  return [...blocks].filter(({ idstr }) => !/[./:]/.test(idstr)).sort((a, b) => b.size - a.size)[0];
}

export class SparseMemory implements RamTarget, RingMemory {
  private readonly blocks = new Map<string, Block>();
  private readonly low: number;
  private readonly ram: Block | undefined;

  constructor(blocks: readonly LoadBlock[], machine: string) {
    for (const block of blocks) this.blocks.set(block.idstr, { ...block, pages: new Map() });
    this.ram = this.blocks.get('pc.ram') ?? this.blocks.get('microvm.ram') ?? backend(this.blocks.values());
    this.low = lowMemory(machine, this.ram?.size ?? 0);
  }

  find(idstr: string): LoadBlock | undefined {
    return this.blocks.get(idstr);
  }

  resize(block: LoadBlock, size: number): void {
    (block as Block).size = size;
  }

  store(block: LoadBlock, offset: number, data: Uint8Array | null, fill: number): void {
    const { pages } = block as Block;
    const page = offset / PAGE_SIZE;
    if (data) pages.set(page, data);
    else if (fill !== 0) pages.set(page, fill);
    else pages.delete(page);
  }

  /** ram_block_discard_range(); false when there is no such block. */
  discard(idstr: string, start: number, length: number): boolean {
    const block = this.blocks.get(idstr);
    if (!block) return false;
    const first = start / PAGE_SIZE;
    const end = Math.min(start + length, block.size) / PAGE_SIZE;
    for (const page of block.pages.keys()) if (page >= first && page < end) block.pages.delete(page);
    return true;
  }

  page(block: LoadBlock, offset: number): Uint8Array {
    const content = (block as Block).pages.get(offset / PAGE_SIZE) ?? 0;
    return typeof content === 'number' ? new Uint8Array(PAGE_SIZE).fill(content) : new Uint8Array(content);
  }

  mappable(address: bigint, length: number): number {
    const at = this.offsetOf(address);
    if (at < 0) return length;
    const end = at < this.low ? this.low : this.ram!.size;
    return Math.min(length, end - at);
  }

  readU16(address: bigint): number | null {
    const at = this.offsetOf(address);
    if (at < 0 || at + 2 > (this.ram?.size ?? 0)) return null;
    return this.byte(at) | (this.byte(at + 1) << 8);
  }

  /** Offset inside `pc.ram`, or -1. */
  private offsetOf(address: bigint): number {
    if (address >= 1n << 52n) return -1;
    const at = Number(address);
    if (at < this.low) return at;
    const above = at - FOUR_GIB + this.low;
    return at >= FOUR_GIB && above < (this.ram?.size ?? 0) ? above : -1;
  }

  private byte(at: number): number {
    const content = this.ram?.pages.get(Math.floor(at / PAGE_SIZE)) ?? 0;
    return typeof content === 'number' ? content : content[at % PAGE_SIZE]!;
  }
}
