// One NIC with what is around it: the guest's driver on one side, the back-end and the network on the other. Things that
// take time are put on the machine's agenda.
import { hash32 } from '../bytes/random.ts';
import { macBytes } from '../bytes/text.ts';
import { EventKind, QUEUE_SUBJECTS } from '../capture/event-kinds.ts';
import type { Recorder } from '../capture/recorder.ts';
import type { QueueElement } from '../devices/virt-queue.ts';
import type { VirtioNetLive } from '../devices/virtio-net-live.ts';
import type { GuestMemory } from '../ram/guest-memory.ts';
import type { Action } from '../scenario/action-groups.ts';
import type { Backend, NicScenario, Scenario } from '../scenario/scenario.ts';
import { Driver } from './driver.ts';
import { ageQueue } from './fill.ts';
import { DriverWord, type NicLayout } from './layout.ts';
import { nextPacket, packetSeed, packetTime } from './network.ts';
import { performNicAction } from './nic-actions.ts';

/** What a NIC puts on the agenda; the machine's own kinds begin after these. */
export const NicTask = {
  PacketArrives: 1,
  /** The device has copied a packet into a buffer; subject: element. */
  RxUse: 2,
  /** The guest's interrupt handler of a queue runs. */
  GuestIrq: 3,
  /** A program sends. */
  GuestSends: 4,
  /** The back-end looks at a transmit queue. */
  TxPop: 5,
  /** The network has taken a packet; subject: element. */
  TxDone: 6,
  /** The driver sets another MAC. */
  MacChange: 7,
} as const;

/** Delays inside the machine, ns of virtual time; short against everything else, long enough to be seen one by one. */
const DELAY = { use: 2_000, interrupt: 8_000, txPop: 5_000, txDone: 20_000, resume: 5_000 } as const;
/** Packets that one look at a transmit queue takes. */
const TX_BURST = 256;

/** Puts a task of this NIC on the agenda. */
type Schedule = (time: number, task: number, subject: number) => void;

/** The machine that a NIC is in. */
export interface Surroundings {
  readonly scenario: Scenario;
  readonly memory: GuestMemory;
  readonly recorder: Recorder;
  readonly schedule: Schedule;
  /** ns between things that a program does `rate` times a second. */
  readonly period: (rate: number) => number;
  /** When the guest's vCPU gets to what is due at a time, ns: later when it is throttled. */
  readonly awake: (time: number) => number;
  /** Whether guest and network have been asked to be silent. */
  readonly isSilent: (now: number) => boolean;
}

/** A buffer that went with a reset, until what was to happen with it comes up. */
const GONE: QueueElement = { queue: -1, head: -1, descriptors: 0, segments: [] };

export class NicHost {
  readonly nic: VirtioNetLive;
  readonly driver: Driver;
  private readonly scenario: Scenario;
  private readonly own: NicScenario;
  private readonly memory: GuestMemory;
  private readonly recorder: Recorder;
  private readonly around: Surroundings;
  /** Buffers that the device holds; places are used again. */
  private readonly held: (QueueElement | null)[] = [];
  private packet = 0;
  private vhost = false;
  /** Whether the next packet of the guest's programs is on the agenda. */
  private isSending = false;

  constructor(nic: VirtioNetLive, layout: NicLayout, around: Surroundings) {
    const { scenario, memory, recorder } = around;
    this.nic = nic;
    this.around = around;
    this.scenario = scenario;
    this.own = scenario.nics[nic.number]!;
    this.memory = memory;
    this.recorder = recorder;
    this.driver = new Driver(memory, recorder, layout, nic, this.own);
  }

  /** What happened before the run: firmware mapped the BARs, the driver set the device up and it has worked for a while. */
  boot(): void {
    const { nic, driver, own, memory } = this;
    if (!own.driver) return;
    nic.mapBars();
    driver.probe(own.queueSize);
    this.startBackend(this.scenario.backend);
    const pairs = nic.hasMultiqueue ? own.queuePairs : 1;
    for (let queue = 0; queue < 2 * pairs; queue++)
      ageQueue(memory, driver.queues[queue]!, nic.queues[queue]!, own.startIndex);
    nic.set('isr', 1);
    driver.start();
    this.filter();
    if (own.rss) driver.setRss(true);
    for (const queue of nic.queues) queue.look();
  }

  /** Starts the back-end at `now` (ns): the driver looks at its rings, its programs go on. */
  start(now: number): void {
    this.schedulePacket(now);
    if (!this.driver.isBound) return;
    this.startBackend(this.scenario.backend);
    for (let pair = 0; pair < this.driver.pairs; pair++) {
      if (this.recorder.get(this.nic.cells.txWaiting[pair]!) === 1)
        this.around.schedule(now + DELAY.resume, NicTask.TxPop, 2 * pair + 1);
      this.around.schedule(now + DELAY.resume, NicTask.GuestIrq, 2 * pair);
      this.around.schedule(now + DELAY.resume, NicTask.GuestIrq, 2 * pair + 1);
    }
    this.scheduleSend(now);
    this.scheduleMac(now);
  }

  /** Something of the agenda at the stop: what the back-end holds comes back, a kick that nobody saw is remembered. */
  settle(task: number, subject: number): void {
    this.isSending = false;
    if (task === NicTask.RxUse) this.finishRx(subject);
    else if (task === NicTask.TxDone) this.finishTx(subject);
    else if (task === NicTask.TxPop) this.nic.setTxWaiting(subject >> 1, true);
  }

  /** After everything has settled: a vhost back-end gives the indices back. */
  stopBackend(): void {
    if (!this.vhost) return;
    this.vhost = false;
    for (const queue of this.nic.queues) queue.stopVhost();
  }

  /** Whether a vhost back-end has the rings. */
  get hasVhost(): boolean {
    return this.vhost;
  }

  happen(task: number, subject: number, now: number): void {
    switch (task) {
      case NicTask.PacketArrives:
        return this.packetArrives(now);
      case NicTask.RxUse: {
        const queue = this.finishRx(subject);
        if (queue >= 0) this.interrupt(queue, now);
        return;
      }
      case NicTask.GuestIrq:
        if (!this.driver.isBound) return;
        return subject % 2 === 0 ? this.driver.receive(subject >> 1) : this.driver.reclaim(subject >> 1);
      case NicTask.GuestSends:
        this.isSending = false;
        if (!this.driver.isBound) return;
        if (!this.around.isSilent(now)) this.sendOne(now);
        return this.scheduleSend(now);
      case NicTask.MacChange:
        if (!this.driver.isBound) return;
        this.changeMac();
        return this.scheduleMac(now);
      case NicTask.TxPop:
        return this.takeTx(subject, now);
      case NicTask.TxDone: {
        const queue = this.finishTx(subject);
        if (queue >= 0) this.interrupt(queue, now);
      }
    }
  }

  /** A program sends one packet on the next pair. */
  sendOne(now: number): void {
    const { driver } = this;
    if (!driver.isBound || driver.pairs === 0) return;
    const pair = driver.word(DriverWord.Sent) % driver.pairs;
    driver.reclaim(pair);
    if (driver.send(pair, this.scenario.workload.packetBytes))
      this.around.schedule(now + DELAY.txPop, NicTask.TxPop, 2 * pair + 1);
  }

  /** Host: `set_link`. The driver hears of it and reads the configuration. */
  setLink(isUp: boolean): boolean {
    if (this.nic.isLinkUp === isUp) return false;
    this.nic.setLink(isUp);
    if (this.driver.isBound && this.nic.running) this.nic.readConfig();
    return true;
  }

  /** Guest: resets the device and forgets it. */
  unload(): boolean {
    if (!this.driver.isBound) return false;
    this.stopBackend();
    for (const [place, element] of this.held.entries()) if (element) this.held[place] = GONE;
    this.driver.unload();
    return true;
  }

  /**
   * Guest: sets the device up (again), with rings of `queueSize` entries at most (null: as the scenario says). A legacy driver
   * takes what there is.
   */
  reload(queueSize: number | null, now: number): boolean {
    if (queueSize !== null && this.own.legacy) return false;
    this.unload();
    this.nic.mapBars();
    this.driver.probe(queueSize ?? this.own.queueSize);
    this.startBackend(this.scenario.backend);
    this.driver.start();
    if (!this.isSending) this.scheduleSend(now);
    return true;
  }

  /** Guest: sends so many packets at once, or as many as the rings take. */
  burst(packets: number, now: number): boolean {
    const before = this.driver.word(DriverWord.Sent);
    for (let i = 0; i < packets && this.driver.isBound; i++) this.sendOne(now);
    return this.driver.word(DriverWord.Sent) !== before;
  }

  perform(action: Action, now: number, running: boolean): boolean {
    return performNicAction(this, action, now, running);
  }

  private startBackend(backend: Backend): void {
    // One that runs already has the indices; what the device's own fields say is old.
    if (backend === 'qemu' || this.vhost || !this.nic.running) return;
    this.vhost = true;
    for (const queue of this.nic.queues) if (queue.index !== this.nic.controlQueue && queue.isReady) queue.startVhost();
  }

  /** The filter that the scenario wants, by commands. */
  private filter(): void {
    const { driver, own } = this;
    const { promisc, allmulti, unicast, multicast, vlans } = own.filters;
    const bytes = (mac: string): Uint8Array => macBytes(Number(`0x${mac.replaceAll(':', '')}`));
    if (allmulti) driver.setRxMode('allmulti', true);
    if (!promisc) driver.setRxMode('promisc', false);
    if (unicast.length + multicast.length > 0) driver.setMacTable(unicast.map(bytes), multicast.map(bytes));
    for (const vlan of vlans) driver.addVlan(vlan);
  }

  private packetArrives(now: number): void {
    this.packet++;
    this.schedulePacket(now);
    const { nic } = this;
    if (!nic.running || !nic.isLinkUp || this.around.isSilent(now)) return;
    const index = 2 * nic.pairFor(hash32(this.scenario.seed, 8 + nic.number, this.packet) & 0xffff);
    const queue = nic.queues[index]!;
    if (!queue.hasBuffers || !queue.checkHeads()) return;
    const bytes = this.driver.headerBytes + this.scenario.workload.packetBytes;
    this.recorder.event(EventKind.DeviceReceive, nic.number * QUEUE_SUBJECTS + index, -1, 0, bytes);
    const element = queue.pop();
    queue.askForKick();
    if (element) this.around.schedule(now + DELAY.use, NicTask.RxUse, this.hold(element));
  }

  /** Gives a received packet's buffer back; answers its queue, or -1 after a reset. */
  private finishRx(place: number): number {
    const element = this.release(place);
    if (!element) return -1;
    const bytes = this.driver.headerBytes + this.scenario.workload.packetBytes;
    const first = element.segments[0];
    const written = Math.min(bytes, first?.writable === true ? first.length : 0);
    if (first && this.memory.contains(first.address, written))
      this.memory.fillPattern(first.address, written, packetSeed(this.scenario, this.packet));
    this.nic.queues[element.queue]!.use(element, written);
    return element.queue;
  }

  private takeTx(index: number, now: number): void {
    const { nic } = this;
    nic.setTxWaiting(index >> 1, false);
    if (!nic.running) return;
    const queue = nic.queues[index]!;
    let taken = 0;
    for (let element = queue.pop(); element && taken < TX_BURST; element = queue.pop())
      this.around.schedule(now + DELAY.txDone * ++taken, NicTask.TxDone, this.hold(element));
    queue.askForKick();
  }

  private finishTx(place: number): number {
    const element = this.release(place);
    if (!element) return -1;
    const bytes = element.segments.reduce((sum, { length, writable }) => sum + (writable ? 0 : length), 0);
    const subject = this.nic.number * QUEUE_SUBJECTS + element.queue;
    this.recorder.event(EventKind.DeviceTransmit, subject, -1, 0, bytes);
    this.nic.queues[element.queue]!.use(element, 0);
    return element.queue;
  }

  private interrupt(queue: number, now: number): void {
    if (this.nic.queues[queue]!.interrupt())
      this.around.schedule(this.around.awake(now + DELAY.interrupt), NicTask.GuestIrq, queue);
  }

  private hold(element: QueueElement): number {
    const free = this.held.indexOf(null);
    if (free < 0) return this.held.push(element) - 1;
    this.held[free] = element;
    return free;
  }

  private release(place: number): QueueElement | null {
    const element = this.held[place] ?? null;
    this.held[place] = null;
    return element === GONE ? null : element;
  }

  /** The next packet of the network: its schedule is the network's own and goes on whether or not anybody listens. */
  private schedulePacket(now: number): void {
    if (this.scenario.workload.rxPerSecond === 0) return;
    this.packet = Math.max(this.packet, nextPacket(this.scenario, this.nic.number, now));
    const at = packetTime(this.scenario, this.nic.number, this.packet);
    this.around.schedule(Math.max(at, now + 1), NicTask.PacketArrives, 0);
  }

  /** The next address: the last byte of the one that the device has counts on. */
  private changeMac(): void {
    const mac = macBytes(this.nic.get('mac'));
    mac[5] = (mac[5]! + 1) & 0xff;
    this.driver.setMac(mac);
  }

  private scheduleMac(now: number): void {
    const rate = this.scenario.workload.macChangesPerSecond;
    if (rate > 0) this.around.schedule(now + this.around.period(rate), NicTask.MacChange, 0);
  }

  private scheduleSend(now: number): void {
    const rate = this.scenario.workload.txPerSecond;
    if (rate === 0) return;
    const period = this.around.period(rate);
    this.isSending = true;
    const count = this.driver.word(DriverWord.Sent);
    const jitter = hash32(this.scenario.seed, 5 + 16 * this.nic.number, count) % period;
    this.around.schedule(now + (period >> 1) + jitter, NicTask.GuestSends, 0);
  }
}
