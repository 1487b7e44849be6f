// The guest's virtio-net driver. All it knows lies in guest RAM (its page in the arena and the rings), so that after a
// migration the destination's guest goes on from its memory alone.
import { EventKind } from '../capture/event-kinds.ts';
import type { Recorder } from '../capture/recorder.ts';
import type { GuestMemory } from '../ram/guest-memory.ts';
import {
  availEvent,
  availIdx,
  DescFlag,
  indexDistance,
  needEvent,
  publish,
  usedIdx,
  writeDesc,
} from '../virtqueue/split.ts';
import { rxBufferAddress } from './fill.ts';
import {
  DriverWord,
  NET_HEADER_BYTES,
  RX,
  RX_BUFFER_BYTES,
  TX,
  TX_BUFFERS,
  TX_BUFFER_BYTES,
  type GuestLayout,
} from './layout.ts';

/** How far behind the driver lets transmit completions fall before it wants an interrupt. */
const TX_EVENT_DISTANCE = 8;

export class Driver {
  private readonly memory: GuestMemory;
  private readonly recorder: Recorder;
  private readonly layout: GuestLayout;
  private readonly rxBuffers: number;

  constructor(memory: GuestMemory, recorder: Recorder, layout: GuestLayout, rxBuffers: number) {
    this.memory = memory;
    this.recorder = recorder;
    this.layout = layout;
    this.rxBuffers = rxBuffers;
  }

  word(at: number): number {
    return this.memory.u32(this.layout.driver + at);
  }

  setWord(at: number, value: number): void {
    this.memory.setU32(this.layout.driver + at, value >>> 0);
  }

  /** Sends one packet: header and data in two descriptors, every second time through an indirect table. Whether it kicks. */
  send(bytes: number): boolean {
    const { memory, layout } = this;
    const ring = layout.rings[TX]!;
    const sent = this.word(DriverWord.Sent);
    const indirect = sent % 2 === 1;
    const slot = sent % TX_BUFFERS;
    const buffer = layout.txBuffers + slot * TX_BUFFER_BYTES;
    const first = this.word(DriverWord.FreeTx);
    if (indexDistance(this.word(DriverWord.LastUsedTx), availIdx(memory, ring)) >= TX_BUFFERS) return false;
    memory.fillPattern(buffer + NET_HEADER_BYTES, bytes, sent, EventKind.GuestFillBuffer);
    const before = availIdx(memory, ring);
    this.recorder.event(EventKind.GuestAddBuffer, TX, -1, first, (before + 1) & 0xffff);
    if (indirect) {
      const table = layout.indirect + slot * 32;
      writeDesc(memory, table, 0, buffer, NET_HEADER_BYTES, DescFlag.Next, 1);
      writeDesc(memory, table, 1, buffer + NET_HEADER_BYTES, bytes, 0, 0);
      writeDesc(memory, ring.desc, first, table, 32, DescFlag.Indirect, 0);
      this.setWord(DriverWord.FreeTx, (first + 1) % ring.num);
    } else {
      const second = (first + 1) % ring.num;
      writeDesc(memory, ring.desc, first, buffer, NET_HEADER_BYTES, DescFlag.Next, second);
      writeDesc(memory, ring.desc, second, buffer + NET_HEADER_BYTES, bytes, 0, 0);
      this.setWord(DriverWord.FreeTx, (first + 2) % ring.num);
    }
    this.setWord(DriverWord.Sent, sent + 1);
    const after = publish(memory, ring, first);
    return this.kick(TX, before, after);
  }

  /** Takes used transmit buffers back. */
  reclaim(): void {
    const ring = this.layout.rings[TX]!;
    const used = usedIdx(this.memory, ring);
    const last = this.word(DriverWord.LastUsedTx);
    if (used === last) return;
    this.recorder.event(EventKind.GuestReap, TX, -1, last, used);
    this.setWord(DriverWord.LastUsedTx, used);
    this.memory.setU16(ring.avail + 4 + 2 * ring.num, (used + TX_EVENT_DISTANCE) & 0xffff);
  }

  /** Takes received packets and posts their buffers again. Whether it kicks. */
  receive(): boolean {
    const { memory } = this;
    const ring = this.layout.rings[RX]!;
    const used = usedIdx(memory, ring);
    const last = this.word(DriverWord.LastUsedRx);
    const count = indexDistance(last, used);
    if (count === 0 || count > ring.num) return false;
    this.recorder.event(EventKind.GuestReap, RX, -1, last, used);
    this.setWord(DriverWord.LastUsedRx, used);
    this.setWord(DriverWord.Received, this.word(DriverWord.Received) + count);
    memory.setU16(ring.avail + 4 + 2 * ring.num, used);
    const before = availIdx(memory, ring);
    let after = before;
    for (let i = 0; i < count; i++) {
      const head = after % ring.num;
      this.recorder.event(EventKind.GuestAddBuffer, RX, -1, head, (after + 1) & 0xffff);
      writeDesc(
        memory,
        ring.desc,
        head,
        rxBufferAddress(this.layout, head, this.rxBuffers),
        RX_BUFFER_BYTES,
        DescFlag.Write,
        0,
      );
      after = publish(memory, ring, head);
    }
    return this.kick(RX, before, after);
  }

  private kick(queue: number, before: number, after: number): boolean {
    if (!needEvent(availEvent(this.memory, this.layout.rings[queue]!), after, before)) return false;
    this.recorder.event(EventKind.GuestKick, queue);
    return true;
  }
}
