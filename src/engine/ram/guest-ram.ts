// The running destination's RAM for a load: pages go into guest memory with their stream offsets, rings are read there.
import type { GuestMemory, RamBlock } from './guest-memory.ts';
import { PAGE_SIZE } from './guest-memory.ts';
import type { LoadBlock, RamTarget } from './ram-load.ts';
import type { RingMemory } from './ring-memory.ts';

export class GuestRam implements RamTarget, RingMemory {
  private readonly memory: GuestMemory;

  constructor(memory: GuestMemory) {
    this.memory = memory;
  }

  /** Blocks keep the size that the scenario gave them. */
  find(idstr: string): LoadBlock | undefined {
    const block = this.memory.blocks.find((entry) => entry.idstr === idstr);
    return block && { idstr, size: block.size, maxSize: block.size };
  }

  resize(): void {
    throw new RangeError('the blocks of a run keep their size');
  }

  store(block: LoadBlock, offset: number, data: Uint8Array | null, fill: number, record: number, dataAt: number): void {
    const page = this.pageOf(block, offset);
    const content = data ?? (fill === 0 ? null : new Uint8Array(PAGE_SIZE).fill(fill));
    this.memory.loadPage(page, content, record, dataAt);
  }

  page(block: LoadBlock, offset: number): Uint8Array {
    return new Uint8Array(this.memory.page(this.pageOf(block, offset)));
  }

  mappable(address: bigint, length: number): number {
    const size = BigInt(this.memory.blocks[0]!.size);
    return address >= size ? length : Math.min(length, Number(size - address));
  }

  readU16(address: bigint): number | null {
    return address + 2n <= BigInt(this.memory.blocks[0]!.size) ? this.memory.u16(Number(address)) : null;
  }

  private pageOf({ idstr }: LoadBlock, offset: number): number {
    const block: RamBlock = this.memory.blocks.find((entry) => entry.idstr === idstr)!;
    return block.firstPage + offset / PAGE_SIZE;
  }
}
