// A virtqueue as the device works on it: struct VirtQueue with virtqueue_pop(), virtqueue_push(), virtio_notify() (QEMU
// hw/virtio/virtio.c), split and packed. Its fields are cells, the ring is guest memory.
import { EventKind, QUEUE_SUBJECTS } from '../capture/event-kinds.ts';
import type { Recorder } from '../capture/recorder.ts';
import type { GuestMemory } from '../ram/guest-memory.ts';
import { ChainError } from '../virtqueue/chain.ts';
import {
  advance,
  descFlags,
  EventFlag,
  isAvailable,
  readPackedChain,
  wantsEvent,
  writeEvent,
  writePackedUsed,
  type Position,
} from '../virtqueue/packed.ts';
import {
  availEntry,
  availIdx,
  indexDistance,
  needEvent,
  readSplitChain,
  usedEvent,
  writeUsed,
  type Segment,
  type SplitRing,
} from '../virtqueue/split.ts';
import type { NicCells, QueueCells } from './virtio-net-cells.ts';
import { Feature } from './virtio.ts';

/** VirtQueueElement: a buffer that the device holds. */
export interface QueueElement {
  readonly queue: number;
  readonly head: number;
  /** Descriptors that it took of a packed ring; 1 of a split one. */
  readonly descriptors: number;
  readonly segments: readonly Segment[];
}

/** Fields that live in a vhost back-end while it runs. */
const INDICES = [
  'lastAvailIdx',
  'shadowAvailIdx',
  'usedIdx',
  'inuse',
  'signalledUsed',
  'signalledUsedValid',
  'lastAvailWrap',
  'shadowAvailWrap',
  'usedWrap',
] as const;
type IndexName = (typeof INDICES)[number];

/** VRING_AVAIL_F_NO_INTERRUPT */
const NO_INTERRUPT = 1;

export class VirtQueue {
  readonly index: number;
  readonly cells: QueueCells;
  private readonly device: NicCells;
  private readonly recorder: Recorder;
  private readonly memory: GuestMemory;
  private readonly subject: number;
  private readonly fail: (message: string) => void;
  /** The indices while a vhost back-end has them; the cells then stand where they were when it started. */
  private vhost: Record<IndexName, number> | null = null;

  /** Queue `index` of NIC number `nic`; `fail` is virtio_error(). */
  constructor(
    device: NicCells,
    index: number,
    nic: number,
    recorder: Recorder,
    memory: GuestMemory,
    fail: (message: string) => void,
  ) {
    this.fail = fail;
    this.device = device;
    this.index = index;
    this.cells = device.queues[index]!;
    this.recorder = recorder;
    this.memory = memory;
    this.subject = nic * QUEUE_SUBJECTS + index;
  }

  get ring(): SplitRing {
    const { recorder, cells } = this;
    return {
      num: recorder.get(cells.num),
      desc: recorder.get(cells.desc),
      avail: recorder.get(cells.avail),
      used: recorder.get(cells.used),
    };
  }

  /** Whether a driver has given it a ring. */
  get isReady(): boolean {
    return this.recorder.get(this.cells.desc) !== 0;
  }

  /** Whether the driver has made a buffer available that the device has not taken. */
  get hasBuffers(): boolean {
    const { memory, ring } = this;
    if (!this.isReady) return false;
    if (!this.packed) return indexDistance(this.read('lastAvailIdx'), availIdx(memory, ring)) > 0;
    return isAvailable(descFlags(memory, ring, this.next.index), this.next.wrap);
  }

  /**
   * virtqueue_num_heads(), which virtqueue_get_avail_bytes() asks before a packet goes into mergeable buffers (QEMU 10.0:
   * the device's last look counts while it differs). False, and the device broken, when no guest can be so far ahead.
   */
  checkHeads(): boolean {
    if (this.packed || this.vhost || !this.hasFeature(Feature.MrgRxbuf)) return true;
    const { memory, ring } = this;
    const last = this.read('lastAvailIdx');
    const look = this.read('shadowAvailIdx');
    const seen = look === last ? availIdx(memory, ring) : look;
    if (((seen - last) & 0xffff) <= ring.num) return true;
    this.fail(`Guest moved used index from ${last} to ${seen}`);
    return false;
  }

  /** Hands the ring to a vhost back-end: vhost_virtqueue_start(). */
  startVhost(): void {
    this.vhost = null;
    this.vhost = Object.fromEntries(INDICES.map((name) => [name, this.read(name)])) as Record<IndexName, number>;
  }

  /** The back-end gives the indices back: vhost_virtqueue_stop(). */
  stopVhost(): void {
    const { vhost } = this;
    this.vhost = null;
    if (vhost) for (const name of INDICES) this.write(name, vhost[name]);
  }

  /** One of the indices, wherever it lives now. */
  read(name: IndexName): number {
    if (this.vhost) return this.vhost[name];
    const cell = this.cells[name];
    return cell < 0 ? 0 : this.recorder.get(cell);
  }

  write(name: IndexName, value: number): void {
    if (this.vhost) this.vhost[name] = value;
    else if (this.cells[name] >= 0) this.recorder.set(this.cells[name], value);
  }

  /**
   * virtqueue_pop(): the next available buffer, or null. What makes no sense breaks the device; a vhost back-end only stops
   * at it, which its kernel logs and QEMU does not hear of.
   */
  pop(): QueueElement | null {
    try {
      return this.packed ? this.popPacked() : this.popSplit();
    } catch (error) {
      if (!(error instanceof ChainError)) throw error;
      if (!this.vhost) this.fail(error.message);
      return null;
    }
  }

  /** virtqueue_push(): gives a buffer back with `written` bytes in it. */
  use({ head, descriptors }: QueueElement, written: number): void {
    const { recorder, memory, ring } = this;
    recorder.event(EventKind.DeviceUse, this.subject, -1, head, written);
    const index = this.read('usedIdx');
    if (this.packed) {
      const at = { index, wrap: this.read('usedWrap') };
      writePackedUsed(memory, ring, at, head, written);
      const next = advance(at, descriptors, ring.num);
      this.write('usedIdx', next.index);
      this.write('usedWrap', next.wrap);
    } else {
      const next = (index + 1) & 0xffff;
      writeUsed(memory, ring, index, head, written);
      memory.setU16(ring.used + 2, next);
      this.write('usedIdx', next);
    }
    this.write('inuse', this.read('inuse') - (this.packed ? descriptors : 1));
  }

  /** virtio_queue_set_notification(): asks for a kick at the next buffer. A split ring with event_idx asks at each pop. */
  askForKick(): void {
    if (!this.packed) return;
    const { memory, ring } = this;
    const desc = this.hasFeature(Feature.EventIdx);
    const now = desc ? this.next : { index: 0, wrap: 0 };
    const flags = desc ? EventFlag.Desc : EventFlag.Enable;
    if (memory.u16(ring.used) === (now.index | (now.wrap << 15)) && memory.u16(ring.used + 2) === flags) return;
    writeEvent(memory, ring.used, now, flags);
  }

  /** virtio_notify(): interrupts when the driver asked for it; answers whether it did. */
  interrupt(): boolean {
    const { recorder, cells } = this;
    const now = this.read('usedIdx');
    const isDue = this.driverWantsInterrupt(now);
    if (isDue) {
      recorder.event(EventKind.DeviceInterrupt, this.subject, -1, 0, recorder.get(cells.vector));
      recorder.set(this.device.isr, recorder.get(this.device.isr) | 1);
    }
    this.write('signalledUsed', now);
    this.write('signalledUsedValid', 1);
    return isDue;
  }

  /** What the device learns of the driver's progress by looking, without taking anything. */
  look(): void {
    if (this.packed || !this.isReady) return;
    this.write('shadowAvailIdx', availIdx(this.memory, this.ring));
  }

  private driverWantsInterrupt(now: number): boolean {
    const { memory, ring } = this;
    const old = this.read('signalledUsed');
    const isFirst = this.read('signalledUsedValid') === 0;
    if (this.packed) {
      if (isFirst && memory.u16(ring.avail + 2) === EventFlag.Desc) return true;
      return wantsEvent(memory, ring.avail, ring.num, { index: now, wrap: this.read('usedWrap') }, old);
    }
    if (!this.hasFeature(Feature.EventIdx)) return (memory.u16(ring.avail) & NO_INTERRUPT) === 0;
    return isFirst || needEvent(usedEvent(memory, ring), now, old);
  }

  private popSplit(): QueueElement | null {
    const { recorder, memory, ring } = this;
    if (!this.isReady) return null;
    const last = this.read('lastAvailIdx');
    let shadow = this.read('shadowAvailIdx');
    const reload = shadow === last;
    if (reload) {
      shadow = availIdx(memory, ring);
      if (shadow === last) return null;
    }
    this.checkInUse(ring);
    const head = availEntry(memory, ring, last);
    const next = (last + 1) & 0xffff;
    const segments = this.chain(head, next, ring);
    recorder.event(EventKind.DevicePop, this.subject, -1, head, next);
    if (reload) this.write('shadowAvailIdx', shadow);
    this.write('lastAvailIdx', next);
    this.write('inuse', this.read('inuse') + 1);
    // avail_event: kick me at the next one
    if (this.hasFeature(Feature.EventIdx)) memory.setU16(ring.used + 4 + 8 * ring.num, next);
    return { queue: this.index, head, descriptors: 1, segments };
  }

  /** Reads the chain; last_avail_idx has moved on when it is found to make no sense. */
  private chain(head: number, next: number, ring: SplitRing): readonly Segment[] {
    try {
      if (head >= ring.num) throw new ChainError(`Guest says index ${head} is available`);
      return readSplitChain(this.memory, ring, head);
    } catch (error) {
      if (!this.vhost) this.write('lastAvailIdx', next);
      throw error;
    }
  }

  private checkInUse({ num }: SplitRing): void {
    if (this.read('inuse') >= num) throw new ChainError('Virtqueue size exceeded');
  }

  private popPacked(): QueueElement | null {
    if (!this.hasBuffers) return null;
    const { recorder, memory, ring } = this;
    this.checkInUse(ring);
    const { id, descriptors, segments } = readPackedChain(memory, ring, this.next);
    const next = advance(this.next, descriptors, ring.num);
    recorder.event(EventKind.DevicePop, this.subject, -1, id, next.index);
    this.write('lastAvailIdx', next.index);
    this.write('lastAvailWrap', next.wrap);
    this.write('inuse', this.read('inuse') + descriptors);
    this.write('shadowAvailIdx', next.index);
    this.write('shadowAvailWrap', next.wrap);
    return { queue: this.index, head: id, descriptors, segments };
  }

  /** Where the device takes the next buffer of a packed ring. */
  private get next(): Position {
    return { index: this.read('lastAvailIdx'), wrap: this.read('lastAvailWrap') };
  }

  private get packed(): boolean {
    return this.cells.lastAvailWrap >= 0 && this.hasFeature(Feature.RingPacked);
  }

  private hasFeature(bit: number): boolean {
    const { recorder, device } = this;
    const word = recorder.get(bit < 32 ? device.featuresLow : device.featuresHigh);
    return ((word >>> (bit & 31)) & 1) === 1;
  }
}
