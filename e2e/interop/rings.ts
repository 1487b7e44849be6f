// The driver's half of a virtqueue, split (virtio 1.2, 2.7) or packed (2.8), kept in guest memory that qtest writes. The
// device's half is the real QEMU's.
import { bytesCommand, writeCommand, type QTest } from './qtest.ts';

const DESC_NEXT = 1;
const DESC_WRITE = 2;
const DESC_INDIRECT = 4;
const PACKED_AVAIL = 0x80;
const PACKED_USED = 0x8000;
const DESC_BYTES = 16;

/** A piece of a buffer. */
export interface Segment {
  readonly address: number;
  readonly length: number;
  readonly deviceWrites: boolean;
}

/** Hands out guest memory, bottom up. */
export class GuestAllocator {
  private at: number;
  private readonly end: number;

  constructor(start = 0x100000, end = 0x700000) {
    this.at = start;
    this.end = end;
  }

  take(bytes: number, align = 64): number {
    const address = Math.ceil(this.at / align) * align;
    this.at = address + bytes;
    if (this.at > this.end) throw new Error('the test has used up its guest memory');
    return address;
  }
}

export interface RingAddresses {
  readonly desc: number;
  readonly avail: number;
  readonly used: number;
}

export interface DriverRing {
  readonly addresses: RingAddresses;
  /** Makes a buffer available under `token`; false when there is no room. With `indirect` its descriptors lie there. */
  add(segments: readonly Segment[], token: number, indirect?: number): Promise<boolean>;
  /** Tokens of the buffers that the device has used since the last call. */
  reap(): Promise<number[]>;
  /** Buffers that the device still has. */
  readonly outstanding: number;
}

function descriptor(address: number, length: number, third: number, fourth: number): Buffer {
  const bytes = Buffer.alloc(DESC_BYTES);
  bytes.writeBigUInt64LE(BigInt(address), 0);
  bytes.writeUInt32LE(length, 8);
  bytes.writeUInt16LE(third, 12);
  bytes.writeUInt16LE(fourth, 14);
  return bytes;
}

export class SplitDriverRing implements DriverRing {
  readonly addresses: RingAddresses;
  private readonly qtest: QTest;
  private readonly num: number;
  private readonly eventIdx: boolean;
  private readonly free: number[];
  private readonly chains = new Map<number, { readonly ids: readonly number[]; readonly token: number }>();
  private availIdx = 0;
  private lastUsed = 0;

  /** `legacy`: one block, the used ring on the next page (virtio 1.2, 2.7.2). */
  constructor(qtest: QTest, memory: GuestAllocator, num: number, options: { legacy: boolean; eventIdx: boolean }) {
    this.qtest = qtest;
    this.num = num;
    this.eventIdx = options.eventIdx;
    this.free = Array.from({ length: num }, (_, i) => i);
    const descBytes = DESC_BYTES * num;
    const availBytes = 6 + 2 * num;
    const usedBytes = 6 + 8 * num;
    if (options.legacy) {
      const before = Math.ceil((descBytes + availBytes) / 4096) * 4096;
      const desc = memory.take(before + usedBytes, 4096);
      this.addresses = { desc, avail: desc + descBytes, used: desc + before };
    } else
      this.addresses = {
        desc: memory.take(descBytes, 4096),
        avail: memory.take(availBytes),
        used: memory.take(usedBytes),
      };
  }

  get outstanding(): number {
    return this.chains.size;
  }

  async add(segments: readonly Segment[], token: number, indirect?: number): Promise<boolean> {
    const { desc, avail } = this.addresses;
    const commands: string[] = [];
    let pieces = segments;
    let own = 0;
    if (indirect !== undefined) {
      const table = segments.map((piece, i) => this.descriptorOf(piece, i + 1 < segments.length ? i + 1 : -1, 0));
      commands.push(bytesCommand(indirect, Buffer.concat(table)));
      pieces = [{ address: indirect, length: DESC_BYTES * segments.length, deviceWrites: false }];
      own = DESC_INDIRECT;
    }
    if (this.free.length < pieces.length) return false;
    const ids = this.free.splice(0, pieces.length);
    for (const [i, piece] of pieces.entries())
      commands.push(bytesCommand(desc + DESC_BYTES * ids[i]!, this.descriptorOf(piece, ids[i + 1] ?? -1, own)));
    this.chains.set(ids[0]!, { ids, token });
    commands.push(writeCommand(2, avail + 4 + 2 * (this.availIdx % this.num), ids[0]!));
    this.availIdx = (this.availIdx + 1) & 0xffff;
    commands.push(writeCommand(2, avail + 2, this.availIdx));
    await this.qtest.batch(commands);
    return true;
  }

  async reap(): Promise<number[]> {
    const { avail, used } = this.addresses;
    const tokens: number[] = [];
    const idx = await this.qtest.read(2, used + 2);
    while (this.lastUsed !== idx) {
      const head = await this.qtest.read(4, used + 4 + 8 * (this.lastUsed % this.num));
      const chain = this.chains.get(head);
      if (!chain) throw new Error(`the device used descriptor ${head}, which it does not have`);
      this.chains.delete(head);
      this.free.push(...chain.ids);
      this.lastUsed = (this.lastUsed + 1) & 0xffff;
      tokens.push(chain.token);
    }
    if (this.eventIdx) await this.qtest.write(2, avail + 4 + 2 * this.num, this.lastUsed); // used_event
    return tokens;
  }

  private descriptorOf({ address, length, deviceWrites }: Segment, next: number, flags: number): Buffer {
    const all = flags | (next >= 0 ? DESC_NEXT : 0) | (deviceWrites ? DESC_WRITE : 0);
    return descriptor(address, length, all, Math.max(0, next));
  }
}

export class PackedDriverRing implements DriverRing {
  readonly addresses: RingAddresses;
  private readonly qtest: QTest;
  private readonly num: number;
  private readonly chains = new Map<number, { readonly length: number; readonly token: number }>();
  private readonly freeIds: number[];
  private room: number;
  private next = 0;
  private wrap = true;
  private lastUsed = 0;
  private usedWrap = true;

  constructor(qtest: QTest, memory: GuestAllocator, num: number) {
    this.qtest = qtest;
    this.num = num;
    this.room = num;
    this.freeIds = Array.from({ length: num }, (_, i) => i);
    // The driver's and the device's event suppression areas take the places of avail and used.
    this.addresses = { desc: memory.take(DESC_BYTES * num, 4096), avail: memory.take(4), used: memory.take(4) };
  }

  get outstanding(): number {
    return this.chains.size;
  }

  async add(segments: readonly Segment[], token: number): Promise<boolean> {
    if (this.room < segments.length) return false;
    const id = this.freeIds.shift()!;
    const commands = segments.map(({ address, length, deviceWrites }, i) => {
      const more = (i + 1 < segments.length ? DESC_NEXT : 0) | (deviceWrites ? DESC_WRITE : 0);
      const flags = more | (this.wrap ? PACKED_AVAIL : PACKED_USED);
      const at = this.addresses.desc + DESC_BYTES * this.next;
      this.next++;
      if (this.next === this.num) {
        this.next = 0;
        this.wrap = !this.wrap;
      }
      return bytesCommand(at, descriptor(address, length, id, flags));
    });
    this.chains.set(id, { length: segments.length, token });
    this.room -= segments.length;
    await this.qtest.batch(commands.reverse()); // the head last: with it the chain is the device's
    return true;
  }

  async reap(): Promise<number[]> {
    const tokens: number[] = [];
    for (;;) {
      const bytes = await this.qtest.readBytes(this.addresses.desc + DESC_BYTES * this.lastUsed, DESC_BYTES);
      const flags = bytes.readUInt16LE(14);
      const used = (flags & PACKED_USED) !== 0;
      if (((flags & PACKED_AVAIL) !== 0) !== used || used !== this.usedWrap) return tokens;
      const id = bytes.readUInt16LE(12);
      const chain = this.chains.get(id);
      if (!chain) return tokens;
      this.chains.delete(id);
      this.freeIds.push(id);
      this.room += chain.length;
      this.lastUsed += chain.length;
      if (this.lastUsed >= this.num) {
        this.lastUsed -= this.num;
        this.usedWrap = !this.usedWrap;
      }
      tokens.push(chain.token);
    }
  }
}
