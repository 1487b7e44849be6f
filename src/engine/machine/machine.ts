// A virtual machine: guest memory, NICs with their drivers, the guest's programs, and the network beyond. `advance` lets
// virtual time pass; everything happens on one agenda, so two runs are alike to the event.
import { hash32 } from '../bytes/random.ts';
import type { ArenaInfo, Side } from '../capture/capture.ts';
import { CellTable } from '../capture/cells.ts';
import { EventKind } from '../capture/event-kinds.ts';
import { Recorder } from '../capture/recorder.ts';
import { defineNicCells } from '../devices/virtio-net-cells.ts';
import { defaultRingSizes } from '../devices/virtio-net-config.ts';
import { VirtioNetLive } from '../devices/virtio-net-live.ts';
import { GuestMemory, PAGE_SIZE, pcBlocks } from '../ram/guest-memory.ts';
import { machineOf, memoryOf, nicsOf } from '../scenario/machines.ts';
import type { Action } from '../scenario/action-groups.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { Agenda } from './agenda.ts';
import { fillGuest } from './fill.ts';
import { ARENA_ADDRESS, DriverWord, guestLayout, type GuestLayout, type NicShape } from './layout.ts';
import { NicHost } from './nic-host.ts';

const NS = 1_000_000_000;
/** CPU_THROTTLE_TIMESLICE_NS */
const TIMESLICE = 10_000_000;
/** A program writes a page; smaller kinds are the NICs' (NicTask). */
const GuestWrites = 16;
/** NICs that a subject on the agenda tells apart. */
const NIC_SUBJECTS = 2;

export class Machine {
  readonly recorder: Recorder;
  readonly memory: GuestMemory;
  readonly hosts: readonly NicHost[];
  readonly layout: GuestLayout;
  readonly arena: ArenaInfo;
  running = false;
  private readonly scenario: Scenario;
  private readonly agenda = new Agenda();
  private dirtyRate: number;
  /** cpu-throttle-percentage: share of its time that a vCPU sleeps. */
  throttle = 0;
  /** Since when, ns: the first thing that a throttled vCPU does is to sleep. */
  private throttledAt = 0;
  /** Until when guest and network keep silent, ns. */
  private silentUntil = 0;

  /** A source is a guest at work; a destination waits with -incoming: RAM zero, the NICs as switched on. */
  constructor(scenario: Scenario, side: Side) {
    this.scenario = scenario;
    this.dirtyRate = scenario.workload.dirtyPagesPerSecond;
    // Where things lie in guest RAM is the guest's doing, so the source's machine decides it on both sides.
    this.layout = guestLayout(nicShapes(scenario));
    const { arenaEnd } = this.layout;
    this.arena = {
      firstPage: ARENA_ADDRESS / PAGE_SIZE,
      pageCount: (arenaEnd - ARENA_ADDRESS) / PAGE_SIZE,
      address: ARENA_ADDRESS,
    };
    this.memory = new GuestMemory(pcBlocks(memoryOf(scenario, side), scenario.machine.roms), ARENA_ADDRESS, arenaEnd);
    const cells = new CellTable();
    const configs = nicsOf(scenario, side);
    // Both sides have the same cells, those of the source's NICs.
    const nicCells = nicsOf(scenario, 'source').map((config) => defineNicCells(cells, config));
    this.recorder = new Recorder(cells, this.memory.arena, estimateEvents(scenario));
    this.recorder.muted = true;
    const { recorder, memory } = this;
    this.hosts = nicCells.map((own, number) => {
      const parts = {
        number,
        flavour: scenario[side].qemu,
        machine: machineOf(scenario, side),
        config: configs[number]!,
        usedQueuesOnly: scenario.switches.usedQueuesOnly,
      };
      const schedule = (time: number, task: number, subject: number): void =>
        this.agenda.add(time, task, subject * NIC_SUBJECTS + number);
      const nic = new VirtioNetLive(own, recorder, memory, parts);
      return new NicHost(nic, this.layout.nics[number]!, {
        scenario,
        memory,
        recorder,
        schedule,
        period: (rate) => this.period(rate),
        awake: (time) => this.awake(time),
        isSilent: (now) => now < this.silentUntil,
      });
    });
    if (side === 'source') {
      fillGuest(memory, this.layout, scenario);
      for (const host of this.hosts) host.boot();
    }
    recorder.muted = false;
    memory.record(recorder);
  }

  /** The NICs, in the order of the scenario. */
  get nics(): readonly VirtioNetLive[] {
    return this.hosts.map(({ nic }) => nic);
  }

  /** Lines that QEMU has printed while the machine ran. */
  get printed(): readonly string[] {
    return this.nics.flatMap(({ printed }) => printed);
  }

  /** Starts the vCPUs and the back-ends at `now` (ns): the drivers look at their rings, the programs go on. */
  start(now: number): void {
    this.recorder.now = now;
    this.running = true;
    this.recorder.event(EventKind.GuestStart);
    for (const host of this.hosts) host.start(now);
    this.scheduleWrite(now);
  }

  /** Stops the vCPUs; the back-ends give back what they hold, a kick that nobody has seen becomes tx_waiting. */
  stop(now: number): void {
    this.advance(now);
    this.recorder.now = now;
    this.recorder.event(EventKind.GuestStop);
    this.running = false;
    for (const { kind, arg } of this.agenda.drain()) {
      if (kind < GuestWrites) this.hosts[arg % NIC_SUBJECTS]!.settle(kind, Math.floor(arg / NIC_SUBJECTS));
    }
    for (const host of this.hosts) host.stopBackend();
  }

  /** Does what a person asks of guest or host now; false when it cannot be done. */
  perform(action: Action): boolean {
    switch (action.do) {
      case 'dirty-rate': {
        const wasIdle = this.dirtyRate === 0;
        this.dirtyRate = Number(action.pages);
        if (wasIdle && this.running) this.scheduleWrite(this.recorder.now);
        return true;
      }
      case 'throttle':
        this.setThrottle(Number(action.percent));
        return true;
      case 'silence':
        this.silentUntil = this.recorder.now + Number(action.for);
        return true;
      default:
        return this.hosts[Number(action.nic)]?.perform(action, this.recorder.now, this.running) ?? false;
    }
  }

  /** cpu_throttle_set() */
  setThrottle(percent: number): void {
    this.throttle = percent;
    this.throttledAt = this.recorder.now;
  }

  /**
   * When a vCPU that is wanted at `time` (ns) is awake: throttled, it sleeps first in each of the timer's periods, which are
   * so long that 10 ms of each are left to it (QEMU migration/cpu-throttle.c, cpu_throttle_thread()).
   */
  private awake(time: number): number {
    if (this.throttle === 0) return time;
    const period = Math.floor((TIMESLICE * 100) / (100 - this.throttle));
    const into = (time - this.throttledAt) % period;
    return Math.max(time, time - into + period - TIMESLICE);
  }

  /** ns between things that a program does `rate` times a second, when its vCPU is not put to sleep. */
  private period(rate: number): number {
    return Math.max(2, Math.floor((NS * 100) / (rate * (100 - this.throttle))));
  }

  /** Lets everything happen that is due up to `time` (ns, inclusive). */
  advance(time: number): void {
    while (this.running && this.agenda.next <= time) {
      const { time: at, kind, arg } = this.agenda.take();
      this.recorder.now = at;
      if (kind === GuestWrites) {
        if (at >= this.silentUntil) this.write(at);
        this.scheduleWrite(at);
      } else this.hosts[arg % NIC_SUBJECTS]!.happen(kind, Math.floor(arg / NIC_SUBJECTS), at);
    }
    if (time > this.recorder.now) this.recorder.now = time;
  }

  /** A program writes a word into a page of its working set. */
  private write(now: number): void {
    const { seed, workload } = this.scenario;
    const { driver } = this.hosts[0]!;
    const count = driver.word(DriverWord.Written);
    const draw = hash32(seed, 5, count);
    const page = this.layout.workingSet + (draw % workload.workingSetPages);
    this.recorder.event(EventKind.GuestDirtyPage, page, -1, 0, this.memory.dirtyLog.count);
    driver.setWord(DriverWord.Written, count + 1);
    this.memory.setU32(page * PAGE_SIZE + 8 * ((draw >>> 16) % 512), (now >>> 0) ^ draw);
  }

  private scheduleWrite(now: number): void {
    if (this.dirtyRate === 0) return;
    const period = this.period(this.dirtyRate);
    const count = this.hosts[0]!.driver.word(DriverWord.Written);
    this.agenda.add(now + (period >> 1) + (hash32(this.scenario.seed, 5, count) % period), GuestWrites);
  }
}

/** How the guest lays its NICs' rings out: with room for all entries that a ring may ever have, since a driver may ask for more. */
function nicShapes(scenario: Scenario): NicShape[] {
  return nicsOf(scenario, 'source').map((config, i) => {
    const { rx, tx, ctrl } = defaultRingSizes(scenario.source.qemu, config);
    const { legacy, packed, featuresOff, rxBuffers } = scenario.nics[i]!;
    // A legacy driver knows nothing of multiqueue rings beyond what it negotiates: the control queue may come earlier.
    const sizes = Array.from({ length: 2 * config.queuePairs + 1 }, (_, queue) =>
      queue === 2 * config.queuePairs ? ctrl : queue % 2 === 0 ? rx : tx,
    );
    return {
      config,
      format: legacy ? 'legacy' : packed && !featuresOff.includes('packed') ? 'packed' : 'split',
      sizes,
      rxBuffers,
    };
  });
}

/** Room for the events of an ordinary run, so that columns seldom grow. */
function estimateEvents(scenario: Scenario): number {
  return Math.min(1 << 20, 16384 + scenario.machine.memoryMiB * 512);
}
