// The end of virtio_load(): for every queue with a descriptor address the comparison with the rings in guest memory
// (QEMU hw/virtio/virtio.c, hw/net/virtio-net.c). What does not fit breaks the device and the load goes on; more buffers
// in flight than the ring has entries fail it.
import { hex } from '../bytes/text.ts';
import type { RingMemory } from '../ram/ring-memory.ts';
import { Errno } from '../bytes/errno.ts';
import { LoadError } from '../vmstate/errors.ts';
import type { NicState, QueueState } from './virtio-net-state.ts';
import { Feature } from './virtio.ts';

/** Lines that QEMU prints while the load goes on, and its guest-error log. */
export interface LoadConsole {
  readonly stderr: string[];
  readonly guestErrors: string[];
}

/**
 * How much of the rings a load looks at: `whole` as virtio_load() does; `relaxed` with the RFC's patch 5, no comparison of
 * indices; `none` at a load of an early VMSD, which leaves guest memory alone (RFC of 2023, 5/5; of v2 an inference).
 */
export type RingCheck = 'whole' | 'relaxed' | 'none';

/** What became of a queue, for whoever shows it. */
export interface RingOutcome {
  readonly queue: number;
  readonly kind: 'skipped' | 'passed' | 'broken' | 'packed';
  readonly message: string;
  /** nheads: what the guest has made available since. */
  readonly heads: number;
}

const STATUS_DRIVER_OK = 4;
const STATUS_NEEDS_RESET = 0x40;
const VRING_ALIGN = 4096n;

const has = (state: NicState, bit: number): boolean => ((state.guestFeatures >> BigInt(bit)) & 1n) === 1n;

/** virtio_error(): printed, and the device is broken until the guest resets it. */
function breakDevice(state: NicState, message: string, console: LoadConsole): void {
  console.stderr.push(message);
  if (has(state, Feature.Version1)) {
    state.status |= STATUS_NEEDS_RESET;
    if ((state.status & STATUS_DRIVER_OK) !== 0) state.isr |= 3;
  }
  state.broken = true;
}

/** Checks the first `count` queues. */
export function loadRings(
  state: NicState,
  count: number,
  memory: RingMemory,
  console: LoadConsole,
  check: RingCheck,
  offset: number,
): RingOutcome[] {
  const outcomes: RingOutcome[] = [];
  for (let i = 0; i < count; i++) {
    const queue = state.queues[i]!;
    if (queue.desc === 0n) continue;
    if (check === 'none') {
      outcomes.push({ queue: i, kind: 'skipped', message: '', heads: 0 });
      continue;
    }
    if (!has(state, Feature.Version1)) placeLegacyRings(queue);
    const mapped = mapRings(state, queue, memory, console);
    if (has(state, Feature.RingPacked)) {
      queue.shadowAvailIdx = queue.lastAvailIdx;
      queue.shadowAvailWrapCounter = queue.lastAvailWrapCounter;
      outcomes.push({ queue: i, kind: 'packed', message: '', heads: 0 });
    } else if (check === 'relaxed') {
      forget(queue);
      outcomes.push({ queue: i, kind: 'skipped', message: '', heads: 0 });
    } else outcomes.push(compare(state, i, queue, mapped ? memory : null, console, offset));
  }
  return outcomes;
}

function compare(
  state: NicState,
  i: number,
  queue: QueueState,
  memory: RingMemory | null,
  console: LoadConsole,
  offset: number,
): RingOutcome {
  const last = queue.lastAvailIdx;
  const heads = (readIndex(memory, queue.avail, console) - last) & 0xffff;
  if (heads > queue.num) {
    const avail = readIndex(memory, queue.avail, console);
    const message = `VQ ${i} size ${hex(queue.num)} Guest index ${hex(avail)} inconsistent with Host index ${hex(last)}: delta ${hex(heads)}`;
    breakDevice(state, message, console);
    forget(queue);
    return { queue: i, kind: 'broken', message, heads };
  }
  queue.usedIdx = readIndex(memory, queue.used, console);
  queue.shadowAvailIdx = readIndex(memory, queue.avail, console);
  queue.inuse = (last - queue.usedIdx) & 0xffff;
  if (queue.inuse > queue.num) {
    const line = `VQ ${i} size ${hex(queue.num)} < last_avail_idx ${hex(last)} - used_idx ${hex(queue.usedIdx)}`;
    throw new LoadError([line], Errno.EPERM, offset);
  }
  return { queue: i, kind: 'passed', message: '', heads };
}

function forget(queue: QueueState): void {
  queue.usedIdx = 0;
  queue.shadowAvailIdx = 0;
  queue.inuse = 0;
}

/** avail.idx or used.idx; rings that are not mapped read as 0. */
function readIndex(memory: RingMemory | null, ring: bigint, console: LoadConsole): number {
  if (!memory) return 0;
  const address = BigInt.asUintN(64, ring + 2n);
  const value = memory.readU16(address);
  if (value !== null) return value;
  const shown = address.toString(16).toUpperCase();
  console.guestErrors.push(`Invalid read at addr 0x${shown}, size 2, region '(null)', reason: rejected`);
  return 0;
}

/** virtio_queue_update_rings(): a legacy driver names one address, the rest follows. */
function placeLegacyRings(queue: QueueState): void {
  if (queue.num === 0) return;
  queue.avail = BigInt.asUintN(64, queue.desc + 16n * BigInt(queue.num));
  const end = queue.avail + 4n + 2n * BigInt(queue.num);
  queue.used = BigInt.asUintN(64, ((end + VRING_ALIGN - 1n) / VRING_ALIGN) * VRING_ALIGN);
}

/** virtio_init_region_cache(): a ring that crosses the end of RAM cannot be mapped, and then none of the three is. */
function mapRings(state: NicState, queue: QueueState, memory: RingMemory, console: LoadConsole): boolean {
  const { num } = queue;
  const packed = has(state, Feature.RingPacked);
  const event = has(state, Feature.EventIdx) ? 2 : 0;
  const rings: readonly (readonly [string, bigint, number])[] = [
    ['desc', queue.desc, 16 * num],
    ['used', queue.used, packed ? 4 : 4 + 8 * num + event],
    ['avail', queue.avail, packed ? 4 : 4 + 2 * num + event],
  ];
  for (const [name, address, size] of rings) {
    if (memory.mappable(address, size) >= size) continue;
    breakDevice(state, `Cannot map ${name}`, console);
    return false;
  }
  return true;
}
