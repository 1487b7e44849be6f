// Where things lie in guest RAM: for each NIC its rings as a driver that asks for them one after another gets them, a page
// for control commands and one for the driver's own variables (they are guest RAM, so they migrate with it), its indirect
// descriptor tables; then all buffers. What lies before the buffers is the arena: stores into it are events.
import type { NicConfig } from '../devices/virtio-net-config.ts';
import { packedAddresses } from '../virtqueue/packed.ts';
import { legacyAddresses, splitAddresses, type SplitRing } from '../virtqueue/split.ts';

export const ARENA_ADDRESS = 0x100000;
const PAGE = 4096;

/** Bytes of a receive buffer, and of a transmit buffer with its header. */
export const RX_BUFFER_BYTES = 1600;
export const TX_BUFFER_BYTES = 2048;
/** Transmit buffers of a pair; each has an indirect table of two descriptors. */
export const TX_BUFFERS = 32;
export const INDIRECT_BYTES = 32;

/** How the rings of a NIC are laid out. */
export type RingFormat = 'split' | 'packed' | 'legacy';

/** What the layout depends on: entries of each queue at most, queue by queue, the control queue last. */
export interface NicShape {
  readonly config: NicConfig;
  readonly format: RingFormat;
  readonly sizes: readonly number[];
  readonly rxBuffers: number;
}

export interface NicLayout {
  readonly format: RingFormat;
  /** Address of each queue's descriptors. */
  readonly rings: readonly number[];
  /** Address of the driver's page: see DriverWord. */
  readonly driver: number;
  /** Page of control commands: see ControlBuffer. */
  readonly control: number;
  /** By pair. */
  readonly rxBuffers: readonly number[];
  readonly txBuffers: readonly number[];
  /** First of the indirect descriptor tables of each pair. */
  readonly indirect: readonly number[];
}

export interface GuestLayout {
  readonly nics: readonly NicLayout[];
  readonly arenaEnd: number;
  /** First page of the programs' working set. */
  readonly workingSet: number;
}

/** Byte offsets of the driver's variables in its page, u32 each. */
export const DriverWord = {
  /** 1 while the driver is bound. */
  Bound: 0,
  FeaturesLow: 4,
  FeaturesHigh: 8,
  /** Queue pairs in use. */
  Pairs: 12,
  /** Packets sent and received so far; pages that programs wrote (in the first NIC's page). */
  Sent: 16,
  Received: 20,
  Written: 24,
} as const;

/** Byte offsets of a queue's variables, u32 each, in its record of QUEUE_RECORD bytes after QUEUE_RECORDS. */
export const QueueWord = {
  /** Entries of the ring; 0: it has none. */
  Num: 0,
  /** Used index (packed: position) that the driver has seen. */
  LastUsed: 4,
  UsedWrap: 8,
  /** Next free descriptor (packed: position). */
  Next: 12,
  AvailWrap: 16,
  /** Buffers added and taken back so far. */
  Added: 20,
  Reaped: 24,
  /** Packed: descriptors of the buffer with each id below 32, u16 each. */
  Lengths: 64,
} as const;
export const QUEUE_RECORDS = 64;
export const QUEUE_RECORD = 128;

/** Byte offsets in the page of control commands. */
export const ControlBuffer = { Command: 0, Data: 64, Ack: 2048, DataBytes: 1984 } as const;

const align = (value: number, to: number): number => Math.ceil(value / to) * to;

/** The parts of a ring with descriptors at `desc`. */
export function ringAt(format: RingFormat, desc: number, num: number): SplitRing {
  if (format === 'packed') return packedAddresses(desc, num);
  return format === 'legacy' ? legacyAddresses(desc, num) : splitAddresses(desc, num);
}

/** First byte after a ring. */
export function ringEnd(format: RingFormat, { num, used }: SplitRing): number {
  return format === 'packed' ? used + 4 : used + 6 + 8 * num;
}

/** Lays out rings, pages and buffers of all NICs, in their order. */
export function guestLayout(shapes: readonly NicShape[]): GuestLayout {
  let at = ARENA_ADDRESS;
  const arenas = shapes.map(({ format, sizes }) => {
    const rings = sizes.map((num) => {
      const desc = align(at, PAGE);
      at = ringEnd(format, ringAt(format, desc, num));
      return desc;
    });
    const driver = align(at, PAGE);
    const tables = driver + 2 * PAGE;
    const pairs = Math.floor(sizes.length / 2);
    at = tables + pairs * TX_BUFFERS * INDIRECT_BYTES;
    const indirect = Array.from({ length: pairs }, (_, pair) => tables + pair * TX_BUFFERS * INDIRECT_BYTES);
    return { format, rings, driver, control: driver + PAGE, indirect };
  });
  const arenaEnd = align(at, PAGE);
  at = arenaEnd;
  const nics = arenas.map((arena, i): NicLayout => {
    const { config, rxBuffers } = shapes[i]!;
    const pairs = Array.from({ length: config.queuePairs }, () => {
      const rx = at;
      const tx = align(rx + rxBuffers * RX_BUFFER_BYTES, PAGE);
      at = align(tx + TX_BUFFERS * TX_BUFFER_BYTES, PAGE);
      return { rx, tx };
    });
    return {
      ...arena,
      rxBuffers: pairs.map(({ rx }) => rx),
      txBuffers: pairs.map(({ tx }) => tx),
    };
  });
  return { nics, arenaEnd, workingSet: at / PAGE };
}
