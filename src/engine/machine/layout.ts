// Where things lie in guest RAM: the three rings as a driver that asks for them one after another gets them, then the
// driver's own variables (they are guest RAM, so they migrate with it), then buffers.
import { splitSizes, type SplitRing } from '../virtqueue/split.ts';

export const ARENA_ADDRESS = 0x100000;
const PAGE = 4096;

/** Receive, transmit, control: one queue pair and the control queue. */
export const QUEUE_NAMES = ['RX0', 'TX0', 'CTRL'] as const;
export const RX = 0;
export const TX = 1;

/** Bytes of a receive buffer, and of a transmit buffer with its header. */
export const RX_BUFFER_BYTES = 1600;
export const TX_BUFFER_BYTES = 2048;
export const TX_BUFFERS = 32;
/** struct virtio_net_hdr with num_buffers (virtio 1.2, 5.1.6). */
export const NET_HEADER_BYTES = 12;

export interface GuestLayout {
  readonly rings: readonly SplitRing[];
  /** Address of the driver's page: see DriverWord. */
  readonly driver: number;
  readonly arenaEnd: number;
  readonly rxBuffers: number;
  readonly txBuffers: number;
  /** Indirect descriptor tables, one of two descriptors per transmit buffer. */
  readonly indirect: number;
  /** First page of the programs' working set. */
  readonly workingSet: number;
}

/** Byte offsets of the driver's variables in its page, u32 each. */
export const DriverWord = {
  /** Last seen used index of RX and TX. */
  LastUsedRx: 0,
  LastUsedTx: 4,
  /** Next free descriptor of TX. */
  FreeTx: 8,
  /** Packets sent and received so far, pages that programs wrote. */
  Sent: 12,
  Received: 16,
  Written: 20,
} as const;

const align = (value: number, to: number): number => Math.ceil(value / to) * to;

export function guestLayout(queueSizes: readonly number[], rxBufferCount: number): GuestLayout {
  let at = ARENA_ADDRESS;
  const rings = queueSizes.map((num): SplitRing => {
    const sizes = splitSizes(num);
    const desc = align(at, PAGE);
    const avail = align(desc + sizes.desc, 64);
    const used = align(avail + sizes.avail, 64);
    at = used + sizes.used;
    return { num, desc, avail, used };
  });
  const driver = align(at, PAGE);
  const arenaEnd = driver + PAGE;
  const rxBuffers = arenaEnd;
  const txBuffers = align(rxBuffers + rxBufferCount * RX_BUFFER_BYTES, PAGE);
  const indirect = txBuffers + TX_BUFFERS * TX_BUFFER_BYTES;
  return {
    rings,
    driver,
    arenaEnd,
    rxBuffers,
    txBuffers,
    indirect,
    workingSet: align(indirect + TX_BUFFERS * 32, PAGE) / PAGE,
  };
}
