// RAM as the source sends it (QEMU migration/ram.c): the migration bitmap, page records, a pass of save_live_iterate,
// the last pass. The caller supplies time and the rate limit.
import { EventKind } from '../capture/event-kinds.ts';
import type { Recorder } from '../capture/recorder.ts';
import { RamFlag } from './ram-flags.ts';
import { DirtyBitmap } from './dirty-bitmap.ts';
import { PAGE_SIZE, type GuestMemory, type RamBlock } from './guest-memory.ts';

/** What RAM writes into: the source's file. */
export interface PageSink {
  /** Where on the wire the next byte will stand. */
  readonly place: number;
  u8(value: number): void;
  u64(value: bigint | number): void;
  counted(text: string): void;
  page(page: Uint8Array): void;
  flush(): void;
}

export class RamSave {
  readonly bitmap: DirtyBitmap;
  /** dirty-sync-count of query-migrate. */
  syncCount = 0;
  private readonly memory: GuestMemory;
  private readonly recorder: Recorder;
  private readonly file: PageSink;
  private lastSent: RamBlock | null = null;
  private position = 0;

  constructor(memory: GuestMemory, recorder: Recorder, file: PageSink) {
    this.memory = memory;
    this.recorder = recorder;
    this.file = file;
    this.bitmap = new DirtyBitmap(memory.pageCount);
  }

  /** ram_save_setup(): all pages count as dirty, the log is switched on; block names and sizes, no page. `sync` does the first. */
  setup(sync: () => void): void {
    this.bitmap.fill();
    this.memory.logging = true;
    const total = this.memory.pageCount * PAGE_SIZE;
    this.file.u64(total + RamFlag.MemSize);
    for (const { idstr, size } of this.memory.blocks) {
      this.file.counted(idstr);
      this.file.u64(size);
    }
    sync();
    this.file.u64(RamFlag.Eos);
    this.file.flush();
  }

  /** Bytes still to send, as the bitmap stands. */
  get pending(): number {
    return this.bitmap.count * PAGE_SIZE;
  }

  /** migration_bitmap_sync(): takes the dirty log over; answers how many pages are newly dirty. */
  sync(): number {
    const before = this.bitmap.count;
    const found = this.bitmap.takeFrom(this.memory.dirtyLog);
    this.syncCount++;
    this.recorder.event(EventKind.PassStart, this.syncCount, -1, before, this.bitmap.count);
    return found;
  }

  /** Sends the next dirty page; 0 none was left, 1 a zero page, 2 a page with data. */
  sendNext(): 0 | 1 | 2 {
    let page = this.bitmap.next(this.position);
    if (page < 0 && this.position > 0) page = this.bitmap.next(0);
    if (page < 0) {
      this.position = 0;
      return 0;
    }
    this.bitmap.remove(page);
    this.position = page + 1;
    const block = this.blockOf(page);
    const zero = this.memory.isZeroPage(page);
    const { place } = this.file;
    const address = (page - block.firstPage) * PAGE_SIZE;
    const same = block === this.lastSent;
    this.file.u64(address + (zero ? RamFlag.Zero : RamFlag.Page) + (same ? RamFlag.Continue : 0));
    if (!same) this.file.counted(block.idstr);
    this.lastSent = block;
    this.recorder.detail(EventKind.PageSend, page, place, zero ? 0 : 1, this.syncCount);
    if (zero) this.file.u8(0);
    else this.file.page(this.memory.page(page));
    return zero ? 1 : 2;
  }

  end(): void {
    this.file.u64(RamFlag.Eos);
    this.file.flush();
  }

  private blockOf(page: number): RamBlock {
    const { blocks } = this.memory;
    let i = 0;
    while (i + 1 < blocks.length && blocks[i + 1]!.firstPage <= page) i++;
    return blocks[i]!;
  }
}
