// RAM as the destination loads it (QEMU migration/ram.c, ram_load_precopy()): block list, pages straight from the stream
// into guest memory.
import { StreamError } from '../bytes/errors.ts';
import type { ByteReader } from '../bytes/reader.ts';
import { RamFlag } from './ram-flags.ts';
import { PAGE_SIZE, type GuestMemory, type RamBlock } from './guest-memory.ts';

/** Told of every page, for time to pass: false a zero page. */
export type PageLoaded = (data: boolean) => void;

export class RamLoad {
  private readonly memory: GuestMemory;
  private block: RamBlock | null = null;

  constructor(memory: GuestMemory) {
    this.memory = memory;
  }

  /** One section's payload; throws StreamError with QEMU's words. */
  load(reader: ByteReader, loaded: PageLoaded): void {
    for (;;) {
      const start = reader.offset;
      const high = reader.u32();
      const low = reader.u32();
      const flags = low & 0xfff;
      const address = high * 4294967296 + (low - flags);
      if ((flags & RamFlag.Eos) !== 0 && (flags & (RamFlag.Zero | RamFlag.Page)) === 0) return;
      if ((flags & RamFlag.MemSize) !== 0) this.blocks(reader, address);
      else if ((flags & (RamFlag.Zero | RamFlag.Page)) !== 0) {
        if ((flags & RamFlag.Continue) === 0) this.block = this.find(reader);
        const block = this.block;
        if (!block) throw new StreamError('Ack, bad migration stream!', start);
        if (address >= block.size)
          throw new StreamError(`Illegal RAM offset ${address.toString(16).padStart(16, '0')}`, start);
        this.page(reader, block.firstPage + address / PAGE_SIZE, (flags & RamFlag.Zero) !== 0, start);
        loaded((flags & RamFlag.Zero) === 0);
      } else throw new StreamError(`Unknown combination of migration flags: 0x${flags.toString(16)}`, start);
    }
  }

  private page(reader: ByteReader, page: number, zero: boolean, start: number): void {
    if (!zero) {
      const data = reader.take(PAGE_SIZE, 'page');
      this.memory.loadPage(page, data, start, reader.offset - PAGE_SIZE);
      return;
    }
    const at = reader.offset;
    const fill = reader.u8();
    if (fill !== 0) throw new StreamError(`Found a zero page with value ${fill}`, at);
    this.memory.loadPage(page, null, start, -1);
  }

  private find(reader: ByteReader): RamBlock {
    const at = reader.offset;
    const name = reader.counted();
    const block = this.memory.blocks.find(({ idstr }) => idstr === name);
    if (!block) throw new StreamError(`Can't find block ${name}`, at);
    return block;
  }

  private blocks(reader: ByteReader, total: number): void {
    for (let left = total; left > 0;) {
      const at = reader.offset;
      const name = reader.counted();
      const size = reader.u64Number();
      const block = this.memory.blocks.find(({ idstr }) => idstr === name);
      if (!block) throw new StreamError(`Unknown ramblock "${name}", cannot accept migration`, at);
      if (block.size !== size)
        throw new StreamError(
          `Size mismatch: ${name}: 0x${size.toString(16)} != 0x${block.size.toString(16)}: Invalid argument`,
          at,
        );
      left -= size;
    }
  }
}
