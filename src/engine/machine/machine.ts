// A virtual machine: guest memory, the NIC, the guest's driver and programs, and the network beyond it (QEMU's own
// backend). `advance` lets virtual time pass; everything happens on one agenda, so two runs are alike to the event.
import { hash32 } from '../bytes/random.ts';
import type { ArenaInfo, Side } from '../capture/capture.ts';
import { CellTable } from '../capture/cells.ts';
import { EventKind } from '../capture/event-kinds.ts';
import { Recorder } from '../capture/recorder.ts';
import { defineNicCells } from '../devices/virtio-net-cells.ts';
import { VirtioNetLive } from '../devices/virtio-net-live.ts';
import { GuestMemory, PAGE_SIZE, pcBlocks } from '../ram/guest-memory.ts';
import { defaultRingSizes, hostFeatures } from '../devices/virtio-net-config.ts';
import { machineOf, memoryOf, nicsOf } from '../scenario/machines.ts';
import type { Action } from '../scenario/actions.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { Agenda } from './agenda.ts';
import { Driver } from './driver.ts';
import { driverFeatures } from './driver-features.ts';
import { fillGuest } from './fill.ts';
import {
  ARENA_ADDRESS,
  DriverWord,
  guestLayout,
  NET_HEADER_BYTES,
  QUEUE_NAMES,
  RX,
  TX,
  type GuestLayout,
} from './layout.ts';

const NS = 1_000_000_000;
/** Kinds on the agenda. */
const PacketArrives = 1;
const RxUse = 2;
const GuestIrqRx = 3;
const GuestIrqTx = 4;
const GuestSends = 5;
const GuestWrites = 6;
const TxPop = 7;
const TxDone = 8;

/** Delays inside the machine, ns of virtual time; short against everything else, long enough to be seen one by one. */
const DELAY = { use: 2_000, interrupt: 8_000, txPop: 5_000, txDone: 20_000, resume: 5_000 } as const;

export class Machine {
  readonly recorder: Recorder;
  readonly memory: GuestMemory;
  readonly nics: readonly VirtioNetLive[];
  readonly nic: VirtioNetLive;
  readonly layout: GuestLayout;
  readonly arena: ArenaInfo;
  running = false;
  private readonly scenario: Scenario;
  private readonly agenda = new Agenda();
  private readonly driver: Driver;
  private packet = 0;
  private dirtyRate: number;
  /** cpu-throttle-percentage: share of its time that a vCPU sleeps. */
  private throttle = 0;

  /** A source is a guest at work; a destination waits with -incoming: RAM zero, the NIC as switched on. */
  constructor(scenario: Scenario, side: Side) {
    this.scenario = scenario;
    this.dirtyRate = scenario.workload.dirtyPagesPerSecond;
    const nic = scenario.nics[0]!;
    const config = nicsOf(scenario, side)[0]!;
    const { qemu } = scenario[side];
    const { rx, tx, ctrl } = defaultRingSizes(qemu, config);
    const sizes = [rx, tx, ctrl];
    this.layout = guestLayout(
      sizes.map((size) => Math.min(size, nic.queueSize ?? size)),
      nic.rxBuffers,
    );
    this.arena = {
      firstPage: ARENA_ADDRESS / PAGE_SIZE,
      pageCount: (this.layout.arenaEnd - ARENA_ADDRESS) / PAGE_SIZE,
      address: ARENA_ADDRESS,
    };
    this.memory = new GuestMemory(
      pcBlocks(memoryOf(scenario, side), scenario.machine.roms),
      ARENA_ADDRESS,
      this.layout.arenaEnd,
    );
    const cells = new CellTable();
    const nicCells = defineNicCells(cells, QUEUE_NAMES.length);
    this.recorder = new Recorder(cells, this.memory.arena, estimateEvents(scenario));
    const mac = Uint8Array.from(nic.mac.split(':'), (part) => parseInt(part, 16));
    this.nic = new VirtioNetLive(nicCells, this.recorder, this.memory, qemu, config, machineOf(scenario, side));
    this.nics = [this.nic];
    this.driver = new Driver(this.memory, this.recorder, this.layout, nic.rxBuffers);
    if (side === 'source') {
      fillGuest(this.memory, this.layout, scenario);
      const features = driverFeatures(
        hostFeatures(qemu, config, machineOf(scenario, side)),
        nic.legacy,
        nic.featuresOff,
      );
      this.nic.bind(this.layout.rings, mac, features, nic.startIndex, nic.rxBuffers);
    }
    this.memory.record(this.recorder);
  }

  /** Starts the vCPUs and the backend at `now` (ns): the driver looks at its rings, the programs go on. */
  start(now: number): void {
    this.recorder.now = now;
    this.running = true;
    this.recorder.event(EventKind.GuestStart);
    this.schedulePacket(now);
    if (this.recorder.get(this.nic.cells.txWaiting) === 1) this.agenda.add(now + DELAY.resume, TxPop);
    this.agenda.add(now + DELAY.resume, GuestIrqRx);
    this.agenda.add(now + DELAY.resume, GuestIrqTx);
    this.scheduleProgram(now, GuestSends);
    this.scheduleProgram(now, GuestWrites);
  }

  /** Stops the vCPUs; the backend gives back what it holds, a kick that nobody has seen becomes tx_waiting. */
  stop(now: number): void {
    this.advance(now);
    this.recorder.now = now;
    this.recorder.event(EventKind.GuestStop);
    this.running = false;
    let waiting = false;
    for (const { kind, arg } of this.agenda.drain()) {
      if (kind === TxDone) this.finishTx(arg);
      else if (kind === RxUse) this.finishRx(arg);
      else if (kind === TxPop) waiting = true;
    }
    if (waiting) this.nic.setTxWaiting(true);
  }

  /** Does what a person asks of guest or host now; false when it cannot be done. */
  perform(action: Action): boolean {
    switch (action.do) {
      case 'dirty-rate': {
        const wasIdle = this.dirtyRate === 0;
        this.dirtyRate = Number(action.pages);
        if (wasIdle && this.running) this.scheduleProgram(this.recorder.now, GuestWrites);
        return true;
      }
      case 'throttle':
        this.throttle = Number(action.percent);
        return true;
      default:
        return false;
    }
  }

  /** Lets everything happen that is due up to `time` (ns, inclusive). */
  advance(time: number): void {
    while (this.running && this.agenda.next <= time) {
      const { time: at, kind, arg } = this.agenda.take();
      this.recorder.now = at;
      this.happen(kind, arg, at);
    }
    if (time > this.recorder.now) this.recorder.now = time;
  }

  private happen(kind: number, arg: number, now: number): void {
    switch (kind) {
      case PacketArrives:
        return this.packetArrives(now);
      case RxUse:
        this.finishRx(arg);
        if (this.nic.interrupt(RX)) this.agenda.add(now + DELAY.interrupt, GuestIrqRx);
        return;
      case GuestIrqRx:
        this.driver.receive();
        return;
      case GuestIrqTx:
        this.driver.reclaim();
        return;
      case GuestSends:
        this.driver.reclaim();
        if (this.driver.send(this.scenario.workload.packetBytes)) this.agenda.add(now + DELAY.txPop, TxPop);
        return this.scheduleProgram(now, GuestSends);
      case GuestWrites:
        this.write(now);
        return this.scheduleProgram(now, GuestWrites);
      case TxPop:
        return this.takeTx(now);
      case TxDone:
        this.finishTx(arg);
        if (this.nic.interrupt(TX)) this.agenda.add(now + DELAY.interrupt, GuestIrqTx);
    }
  }

  private packetArrives(now: number): void {
    this.packet++;
    this.schedulePacket(now);
    if (!this.nic.running || this.nic.available(RX) === 0) return;
    const bytes = NET_HEADER_BYTES + this.scenario.workload.packetBytes;
    this.recorder.event(EventKind.DeviceReceive, RX, -1, 0, bytes);
    const head = this.nic.pop(RX);
    if (head >= 0) this.agenda.add(now + DELAY.use, RxUse, head);
  }

  private finishRx(head: number): void {
    const bytes = NET_HEADER_BYTES + this.scenario.workload.packetBytes;
    const { firstAddress, writable } = this.nic.chain(RX, head);
    const written = Math.min(bytes, writable);
    if (this.memory.contains(firstAddress, written))
      this.memory.fillPattern(firstAddress, written, hash32(this.scenario.seed, 7, this.packet));
    this.nic.use(RX, head, written);
  }

  private takeTx(now: number): void {
    this.nic.setTxWaiting(false);
    if (!this.nic.running) return;
    for (let i = 0, head = this.nic.pop(TX); head >= 0 && i < 256; i++, head = this.nic.pop(TX)) {
      this.agenda.add(now + DELAY.txDone * (i + 1), TxDone, head);
    }
  }

  private finishTx(head: number): void {
    this.recorder.event(EventKind.DeviceTransmit, TX, -1, 0, this.nic.chain(TX, head).readable);
    this.nic.use(TX, head, 0);
  }

  /** A program writes a word into a page of its working set. */
  private write(now: number): void {
    const { seed, workload } = this.scenario;
    const count = this.driver.word(DriverWord.Written);
    const draw = hash32(seed, 5, count);
    const page = this.layout.workingSet + (draw % workload.workingSetPages);
    this.recorder.event(EventKind.GuestDirtyPage, page, -1, 0, this.memory.dirtyLog.count);
    this.driver.setWord(DriverWord.Written, count + 1);
    this.memory.setU32(page * PAGE_SIZE + 8 * ((draw >>> 16) % 512), (now >>> 0) ^ draw);
  }

  /** The next packet of the network: its schedule is the network's own and goes on whether or not anybody listens. */
  private schedulePacket(now: number): void {
    const rate = this.scenario.workload.rxPerSecond;
    if (rate === 0) return;
    const period = Math.floor(NS / rate);
    this.packet = Math.max(this.packet, Math.floor(now / period));
    let at = this.packet * period + (hash32(this.scenario.seed, 4, this.packet) % period);
    if (at <= now) {
      this.packet++;
      at = this.packet * period + (hash32(this.scenario.seed, 4, this.packet) % period);
    }
    this.agenda.add(Math.max(at, now + 1), PacketArrives);
  }

  private scheduleProgram(now: number, kind: typeof GuestSends | typeof GuestWrites): void {
    const rate = kind === GuestSends ? this.scenario.workload.txPerSecond : this.dirtyRate;
    if (rate === 0) return;
    const period = Math.max(2, Math.floor((NS * 100) / (rate * (100 - this.throttle))));
    const count = this.driver.word(kind === GuestSends ? DriverWord.Sent : DriverWord.Written);
    this.agenda.add(now + (period >> 1) + (hash32(this.scenario.seed, kind, count) % period), kind);
  }
}

/** Room for the events of an ordinary run, so that columns seldom grow. */
function estimateEvents(scenario: Scenario): number {
  return Math.min(1 << 20, 16384 + scenario.machine.memoryMiB * 512);
}
