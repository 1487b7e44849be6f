// The guest's virtio-net driver. All it knows lies in guest RAM (its page in the arena and the rings), so that after a
// migration the destination's guest goes on from its memory alone. What a person may have it do in the middle are plain
// functions: setMac, addVlan, setRxMode, setQueuePairs, setRss, announce, unload, probe.
import { EventKind, QUEUE_SUBJECTS } from '../capture/event-kinds.ts';
import type { Recorder } from '../capture/recorder.ts';
import { Ctrl, CtrlMac, CtrlMq, CtrlVlan, RX_MODES, type RxMode } from '../devices/virtio-net-ctrl-numbers.ts';
import { DeviceStatus, type VirtioNetLive } from '../devices/virtio-net-live.ts';
import { Feature } from '../devices/virtio.ts';
import { PAGE_SIZE, type GuestMemory } from '../ram/guest-memory.ts';
import type { NicScenario } from '../scenario/scenario.ts';
import type { Segment } from '../virtqueue/split.ts';
import { driverFeatures } from './driver-features.ts';
import { DriverQueue } from './driver-queue.ts';
import {
  ControlBuffer,
  DriverWord,
  INDIRECT_BYTES,
  QueueWord,
  ringAt,
  ringEnd,
  RX_BUFFER_BYTES,
  TX_BUFFER_BYTES,
  TX_BUFFERS,
  type NicLayout,
} from './layout.ts';

/** How far behind the driver lets transmit completions fall before it wants an interrupt. */
const TX_EVENT_DISTANCE = 8;
/** struct virtio_net_hdr (virtio 1.2, 5.1.6): legacy, with num_buffers, with a hash. */
const HEADER = { legacy: 10, modern: 12, hash: 20 } as const;
/** Toeplitz key and hash types of a driver that wants them all (virtio 1.2, 5.1.6.5.7). */
const RSS_HASHES = 0x3f;
const RSS_KEY_BYTES = 40;
const RSS_TABLE = 16;

export class Driver {
  readonly queues: readonly DriverQueue[];
  private readonly memory: GuestMemory;
  private readonly recorder: Recorder;
  private readonly layout: NicLayout;
  private readonly device: VirtioNetLive;
  private readonly scenario: NicScenario;

  constructor(
    memory: GuestMemory,
    recorder: Recorder,
    layout: NicLayout,
    device: VirtioNetLive,
    scenario: NicScenario,
  ) {
    this.memory = memory;
    this.recorder = recorder;
    this.layout = layout;
    this.device = device;
    this.scenario = scenario;
    this.queues = layout.rings.map((_, i) => {
      const isReceive = i % 2 === 0 && i !== layout.rings.length - 1;
      return new DriverQueue(memory, recorder, layout, i, device.number * QUEUE_SUBJECTS + i, isReceive);
    });
  }

  word(at: number): number {
    return this.memory.u32(this.layout.driver + at);
  }

  setWord(at: number, value: number): void {
    this.memory.setU32(this.layout.driver + at, value >>> 0);
  }

  get isBound(): boolean {
    return this.word(DriverWord.Bound) === 1;
  }

  /** Queue pairs in use; a damaged guest may believe in more than there are. */
  get pairs(): number {
    return Math.min(this.word(DriverWord.Pairs), this.layout.rxBuffers.length);
  }

  /** Bytes of the header before each packet. */
  get headerBytes(): number {
    if (this.has(Feature.HashReport)) return HEADER.hash;
    return this.has(Feature.Version1) || this.has(Feature.MrgRxbuf) ? HEADER.modern : HEADER.legacy;
  }

  /** Finds the device and sets it up: features, rings of `queueSize` entries at most, DRIVER_OK. */
  probe(queueSize: number | null): void {
    const { device, scenario } = this;
    const isModern = !scenario.legacy;
    device.setStatus(0);
    device.setStatus(DeviceStatus.Acknowledge);
    device.setStatus(DeviceStatus.Acknowledge | DeviceStatus.Driver);
    const features = driverFeatures(device.hostFeatures, scenario.legacy, scenario.featuresOff);
    device.negotiate(features, isModern);
    if (isModern) device.setStatus(device.get('status') | DeviceStatus.FeaturesOk);
    this.setWord(DriverWord.FeaturesLow, Number(features & 0xffffffffn));
    this.setWord(DriverWord.FeaturesHigh, Number(features >> 32n));
    device.readConfig();
    device.setConfigVector(0);
    for (let queue = 0; queue <= device.controlQueue; queue++) this.setupQueue(queue, queueSize, isModern);
    device.setStatus(device.get('status') | DeviceStatus.DriverOk);
    this.setWord(DriverWord.Bound, 1);
    this.setWord(DriverWord.Pairs, 1);
  }

  /** Resets the device and forgets it. */
  unload(): void {
    this.device.setStatus(0);
    this.setWord(DriverWord.Bound, 0);
    this.setWord(DriverWord.Pairs, 0);
  }

  /** After probe: all pairs in use and their receive rings filled. */
  start(): void {
    const { queuePairs } = this.scenario;
    if (queuePairs > 1 && this.has(Feature.Mq)) this.setQueuePairs(queuePairs);
    else this.refill(0);
  }

  setMac(mac: Uint8Array): boolean {
    return this.control(Ctrl.Mac, CtrlMac.AddrSet, mac);
  }

  /** The filter's addresses; more than the device can hold make it let everything of that kind in. */
  setMacTable(unicast: readonly Uint8Array[], multicast: readonly Uint8Array[]): boolean {
    const data: number[] = [];
    for (const list of [unicast, multicast]) {
      data.push(list.length & 0xff, list.length >> 8, 0, 0);
      for (const mac of list) data.push(...mac);
    }
    return this.control(Ctrl.Mac, CtrlMac.TableSet, Uint8Array.from(data));
  }

  addVlan(id: number): boolean {
    return this.control(Ctrl.Vlan, CtrlVlan.Add, u16(id));
  }

  dropVlan(id: number): boolean {
    return this.control(Ctrl.Vlan, CtrlVlan.Del, u16(id));
  }

  setRxMode(mode: RxMode, on: boolean): boolean {
    return this.control(Ctrl.Rx, RX_MODES.indexOf(mode), Uint8Array.of(on ? 1 : 0));
  }

  setOffloads(offloads: bigint): boolean {
    const data = new Uint8Array(8);
    new DataView(data.buffer).setBigUint64(0, offloads, true);
    return this.control(Ctrl.GuestOffloads, 0, data);
  }

  /** Uses another number of pairs from now on. */
  setQueuePairs(pairs: number): boolean {
    if (!this.control(Ctrl.Mq, CtrlMq.PairsSet, u16(pairs))) return false;
    this.setWord(DriverWord.Pairs, pairs);
    for (let pair = 0; pair < pairs; pair++) this.refill(pair);
    return true;
  }

  /** RSS over the pairs in use by a table of a power of two entries, or plain steering. */
  setRss(on: boolean, defaultQueue = 0, table: readonly number[] = this.evenTable()): boolean {
    const { pairs } = this;
    if (!on) return this.control(Ctrl.Mq, CtrlMq.PairsSet, u16(pairs));
    const data = new Uint8Array(8 + 2 * table.length + 3 + RSS_KEY_BYTES);
    const view = new DataView(data.buffer);
    view.setUint32(0, RSS_HASHES, true);
    view.setUint16(4, table.length - 1, true);
    view.setUint16(6, defaultQueue, true);
    for (const [i, pair] of table.entries()) view.setUint16(8 + 2 * i, pair, true);
    view.setUint16(8 + 2 * table.length, pairs, true);
    data[10 + 2 * table.length] = RSS_KEY_BYTES;
    for (let i = 0; i < RSS_KEY_BYTES; i++) data[11 + 2 * table.length + i] = i;
    return this.control(Ctrl.Mq, CtrlMq.RssConfig, data);
  }

  /** Acknowledges the device's wish that the guest announce itself. */
  announce(): boolean {
    return this.control(Ctrl.Announce, 0, new Uint8Array(0));
  }

  /** Sends one packet: header and data in two descriptors, every second time through an indirect table. Whether it kicks. */
  send(pair: number, bytes: number): boolean {
    const queue = this.queues[2 * pair + 1]!;
    if (queue.inFlight >= TX_BUFFERS) return false;
    const { headerBytes } = this;
    const sent = this.word(DriverWord.Sent);
    const before = queue.mark;
    const slot = queue.word(QueueWord.Added) % TX_BUFFERS;
    const buffer = this.layout.txBuffers[pair]! + slot * TX_BUFFER_BYTES;
    this.memory.fillPattern(buffer + headerBytes, bytes, sent, EventKind.GuestFillBuffer);
    const table = this.layout.indirect[pair]! + slot * INDIRECT_BYTES;
    const indirect = sent % 2 === 1 && this.has(Feature.IndirectDesc) ? table : 0;
    this.setWord(DriverWord.Sent, sent + 1);
    queue.add(
      [
        { address: buffer, length: headerBytes, writable: false },
        { address: buffer + headerBytes, length: bytes, writable: false },
      ],
      indirect,
    );
    return queue.needsKick(before, this.has(Feature.EventIdx));
  }

  /** Takes used transmit buffers back. */
  reclaim(pair: number): void {
    const queue = this.queues[2 * pair + 1]!;
    if (queue.reap() > 0) queue.askForInterrupt(this.has(Feature.EventIdx), TX_EVENT_DISTANCE);
  }

  /** Takes received packets and posts their buffers again. */
  receive(pair: number): void {
    const queue = this.queues[2 * pair]!;
    const count = queue.reap();
    if (count === 0) return;
    this.setWord(DriverWord.Received, this.word(DriverWord.Received) + count);
    queue.askForInterrupt(this.has(Feature.EventIdx), 0);
    this.post(pair, count);
  }

  private evenTable(): readonly number[] {
    return Array.from({ length: RSS_TABLE }, (_, i) => i % Math.max(1, this.pairs));
  }

  /** Posts receive buffers until as many are out as the scenario says, or as the ring has entries. */
  private refill(pair: number): void {
    const queue = this.queues[2 * pair]!;
    const wanted = Math.min(this.scenario.rxBuffers, queue.ring.num);
    this.post(pair, Math.max(0, wanted - queue.inFlight));
  }

  private post(pair: number, count: number): void {
    const queue = this.queues[2 * pair]!;
    const before = queue.mark;
    for (let i = 0; i < count; i++) queue.add([this.rxBuffer(pair, queue.word(QueueWord.Added))]);
    queue.needsKick(before, this.has(Feature.EventIdx));
  }

  /** Buffers are posted and come back in one order, so the count of posts says which is free. */
  private rxBuffer(pair: number, added: number): Segment {
    const address = this.layout.rxBuffers[pair]! + (added % this.scenario.rxBuffers) * RX_BUFFER_BYTES;
    return { address, length: RX_BUFFER_BYTES, writable: true };
  }

  private setupQueue(queue: number, queueSize: number | null, isModern: boolean): void {
    const { device, layout } = this;
    const size = device.numDefault(queue);
    const num = Math.min(size, queueSize ?? size);
    const desc = layout.rings[queue]!;
    const ring = ringAt(layout.format, desc, num);
    const end = ringEnd(layout.format, ring);
    for (let at = desc; at < end; at += PAGE_SIZE) this.memory.zeroPage(at / PAGE_SIZE);
    this.queues[queue]!.setup(num);
    device.setupQueue(queue, ring, isModern);
    this.queues[queue]!.askForInterrupt(this.has(Feature.EventIdx), 0);
  }

  /** Puts a command into guest memory, kicks, and waits for the ack as Linux does (virtnet_send_command). */
  private control(cls: number, command: number, data: Uint8Array): boolean {
    if (!this.isBound || !this.has(Feature.CtrlVq)) return false;
    const { memory, device } = this;
    const { control } = this.layout;
    const at = {
      command: control + ControlBuffer.Command,
      data: control + ControlBuffer.Data,
      ack: control + ControlBuffer.Ack,
    };
    memory.setU16(at.command, cls | (command << 8));
    for (let i = 0; i < data.length; i += 4) memory.setU32(at.data + i, littleEndian(data, i));
    memory.setU8(at.ack, 0xff);
    const queue = this.queues[device.controlQueue]!;
    const before = queue.mark;
    const body = data.length > 0 ? [{ address: at.data, length: data.length, writable: false }] : [];
    queue.add([
      { address: at.command, length: 2, writable: false },
      ...body,
      { address: at.ack, length: 1, writable: true },
    ]);
    if (queue.needsKick(before, this.has(Feature.EventIdx))) device.handleControl();
    queue.reap();
    queue.askForInterrupt(this.has(Feature.EventIdx), 0);
    const ack = memory.u8(at.ack);
    const subject = device.number * QUEUE_SUBJECTS + device.controlQueue;
    this.recorder.event(EventKind.GuestControl, subject, -1, cls * 256 + command, ack);
    return ack === 0;
  }

  private has(bit: number): boolean {
    return ((this.word(bit < 32 ? DriverWord.FeaturesLow : DriverWord.FeaturesHigh) >>> (bit & 31)) & 1) === 1;
  }
}

const u16 = (value: number): Uint8Array => Uint8Array.of(value & 0xff, value >> 8);

function littleEndian(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let i = 0; i < 4; i++) value |= (bytes[at + i] ?? 0) << (8 * i);
  return value >>> 0;
}
