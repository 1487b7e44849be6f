// PCI by hand, as firmware would do it: configuration mechanism 1 (ports 0xcf8 and 0xcfc, PCI 3.0, 3.2.2.3.2), BARs given
// addresses one after another, the list of capabilities. The same on pc and q35.
import type { PortWidth, QTest } from './qtest.ts';

const IO_BASE = 0xc000;
const MEMORY_BASE = 0xfc000000;
const COMMAND = 4;
const COMMAND_IO_MEMORY_MASTER = 7;
const FIRST_BAR = 0x10;
const CAPABILITIES = 0x34;

export interface Bar {
  readonly kind: 'io' | 'memory';
  readonly address: number;
}

export class Pci {
  readonly qtest: QTest;
  private io = IO_BASE;
  private memory = MEMORY_BASE;

  constructor(qtest: QTest) {
    this.qtest = qtest;
  }

  async read(devfn: number, offset: number, width: PortWidth): Promise<number> {
    return this.qtest.in(width, await this.select(devfn, offset));
  }

  async write(devfn: number, offset: number, width: PortWidth, value: number): Promise<void> {
    await this.qtest.out(width, await this.select(devfn, offset), value);
  }

  /** Gives every BAR an address and switches the device on. By BAR number. */
  async mapBars(devfn: number): Promise<ReadonlyMap<number, Bar>> {
    const bars = new Map<number, Bar>();
    for (let i = 0; i < 6; i++) {
      const offset = FIRST_BAR + 4 * i;
      await this.write(devfn, offset, 4, 0xffffffff);
      const mask = await this.read(devfn, offset, 4);
      if (mask === 0) continue;
      if ((mask & 1) === 1) {
        const size = ((~(mask & ~3) >>> 0) + 1) & 0xffff;
        const address = align(this.io, size);
        this.io = address + size;
        await this.write(devfn, offset, 4, address);
        bars.set(i, { kind: 'io', address });
        continue;
      }
      const size = (~(mask & ~15) >>> 0) + 1;
      const address = align(this.memory, size);
      this.memory = address + size;
      await this.write(devfn, offset, 4, address);
      bars.set(i, { kind: 'memory', address });
      if ((mask & 6) === 4) await this.write(devfn, FIRST_BAR + 4 * ++i, 4, 0); // upper half of a 64-bit BAR
    }
    await this.write(devfn, COMMAND, 2, COMMAND_IO_MEMORY_MASTER);
    return bars;
  }

  /** The capabilities: where each stands, and its id. */
  async capabilities(devfn: number): Promise<{ readonly at: number; readonly id: number }[]> {
    const list: { at: number; id: number }[] = [];
    for (let at = await this.read(devfn, CAPABILITIES, 1); at !== 0 && list.length < 48;) {
      list.push({ at, id: await this.read(devfn, at, 1) });
      at = await this.read(devfn, at + 1, 1);
    }
    return list;
  }

  private async select(devfn: number, offset: number): Promise<number> {
    await this.qtest.out(4, 0xcf8, (0x80000000 | (devfn << 8) | (offset & 0xfc)) >>> 0);
    return 0xcfc + (offset & 3);
  }
}

const align = (value: number, to: number): number => Math.ceil(value / to) * to;
