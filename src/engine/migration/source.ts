// The source's migration thread (QEMU migration/migration.c, savevm.c): header, setup, passes under the rate limit until
// what is left fits the downtime limit, then stop-and-copy. The guest runs between the thread's steps. It depends on the
// scenario and on what comes back (return-path.ts).
import { EventKind } from '../capture/event-kinds.ts';
import type { SideCapture } from '../capture/capture.ts';
import type { CellDef } from '../capture/cells.ts';
import type { ArenaInfo } from '../capture/capture.ts';
import { virtioNetRss1, type VirtioNetWire } from '../devices/virtio-net.ts';
import { Machine } from '../machine/machine.ts';
import { platformOf, type Platform } from '../machine/platform.ts';
import { RamSave } from '../ram/ram-save.ts';
import type { NicConfig } from '../devices/virtio-net-config.ts';
import { actionGroup } from '../scenario/action-groups.ts';
import { costParameters } from '../scenario/cost-calibrations.ts';
import type { StepCosts } from '../scenario/cost-parameters.ts';
import { hasEarlyHandlers, machineOf, machineVersion, nicsOf } from '../scenario/machines.ts';
import type { Scenario } from '../scenario/scenario.ts';
import {
  COMMAND_OPEN_RETURN_PATH,
  COMMAND_PING,
  COMMAND_SWITCHOVER_START,
  PING_VALUE,
  SectionType,
  writeCommand,
  writeConfiguration,
  writeEnd,
  writeFileHeader,
} from '../stream/sections.ts';
import { saveVmstate } from '../vmstate/save.ts';
import { AutoConverge } from './auto-converge.ts';
import { descriptionJson } from './description-json.ts';
import { Link, LinkClosed, type PacketTarget } from './link.ts';
import { QemuFile } from './qemu-file.ts';
import { RateLimit } from './rate-limit.ts';
import { ReturnListener, ReturnPathFailed } from './return-listener.ts';
import { SILENT, type ReturnPath } from './return-path.ts';
import { saveDevices } from './save-devices.ts';
import { SectionWriter } from './section-writer.ts';
import { statusNumber, type MigrationStatus } from './status.ts';
import { capabilitiesOf, sourceStrategy } from './strategies/strategies.ts';
import { Died, type SourceSide, type SourceStrategy } from './strategies/strategy.ts';

/** MAX_WAIT: a pass of RAM looks at the clock every 64 pages and ends after this. */
const MAX_WAIT = 50_000_000;
const RAM_VERSION = 4;
/** Least time of a pass that sends nothing, ns: time must go on. */
const LEAST_IDLE = 10_000;

export interface SourceResult {
  readonly cells: readonly CellDef[];
  readonly arena: ArenaInfo;
  readonly side: SideCapture;
  readonly streamLength: number;
  /** When the vCPUs stopped and when the source called the migration completed, ns; -1 when it did not come to that. */
  readonly stoppedAt: number;
  readonly completedAt: number;
  readonly nicStarted: boolean;
  /** Whether the guest runs here in the end. */
  readonly isRunning: boolean;
  /** What it heard, as it was given. */
  readonly back: ReturnPath;
  readonly status: 'completed' | 'failed' | 'cancelled';
  /** What this QEMU said when it did not complete. */
  readonly stderr: readonly string[];
}

/** Ends a migration from inside: a person cancelled it. */
class Cancelled extends Error {}

/** Runs the source to its end. */
export function runSource(scenario: Scenario, target: PacketTarget, back: ReturnPath = SILENT): SourceResult {
  return new Source(scenario, target, back).run();
}

class Source implements SourceSide {
  readonly machine: Machine;
  readonly scenario: Scenario;
  private readonly link: Link;
  readonly file: QemuFile;
  readonly sections: SectionWriter;
  private readonly ram: RamSave;
  readonly platform: Platform;
  readonly nics: readonly NicConfig[];
  private readonly machineType: string;
  private readonly capabilities: readonly string[];
  private readonly strategy: SourceStrategy;
  /** Entries of the description JSON, in the order of the stream. */
  private readonly described: string[] = [];
  private now = 0;
  private intervened = 0;
  private downtimeLimit: number;
  readonly unplugged = new Set<number>();
  readonly steps: StepCosts;
  private readonly stderr: string[] = [];
  private readonly rate: RateLimit;
  private readonly autoConverge: AutoConverge;
  private status: MigrationStatus = 'none';
  private stoppedAt = -1;
  private readonly returned: ReturnListener;
  private hasDied = false;

  constructor(scenario: Scenario, target: PacketTarget, back: ReturnPath) {
    this.scenario = scenario;
    this.steps = costParameters(scenario.cost).steps;
    this.downtimeLimit = scenario.migration.downtimeLimit;
    this.rate = new RateLimit(scenario.migration.maxBandwidth);
    this.autoConverge = new AutoConverge(scenario.migration);
    this.machine = new Machine(scenario, 'source');
    const { bandwidth, latency } = scenario.link;
    this.link = new Link(bandwidth, latency, this.machine.recorder, target, back.closedAt);
    this.file = new QemuFile(
      (packet, length) =>
        this.link.send(packet, length, this.file.offset - length, this.now, (until) => this.spend(until - this.now)),
      (offset) => this.link.faults.wire(offset),
    );
    this.sections = new SectionWriter(this.file, this.machine.recorder, this.link.faults, () =>
      this.spend(this.steps.saveSection),
    );
    this.ram = new RamSave(this.machine.memory, this.machine.recorder, this.file);
    this.returned = new ReturnListener(back, scenario.switches.switchoverAck, this.machine.recorder);
    this.capabilities = capabilitiesOf(scenario, 'source');
    this.nics = nicsOf(scenario, 'source');
    this.machineType = machineOf(scenario, 'source');
    this.platform = platformOf(
      this.machineType,
      this.nics,
      hasEarlyHandlers(scenario, 'source'),
      scenario.machine.neighbours,
    );
    this.strategy = sourceStrategy(this);
  }

  run(): SourceResult {
    const { machine } = this;
    machine.start(0);
    const status = this.migrate();
    this.finish(status);
    this.stderr.push(...machine.printed);
    const { recorder } = machine;
    return {
      cells: recorder.cells.defs,
      arena: machine.arena,
      side: {
        events: recorder.log.columns(),
        keyframes: recorder.keyframes.columns(),
        names: recorder.names.list,
        lists: recorder.lists.columns(),
        memory: machine.memory.bytes,
      },
      streamLength: this.file.offset,
      stoppedAt: this.stoppedAt,
      completedAt: this.now,
      back: this.returned.back,
      isRunning: machine.running && !this.hasDied,
      nicStarted: recorder.get(machine.nics[0]!.cells.started) === 1,
      status,
      stderr: this.stderr,
    };
  }

  private migrate(): SourceResult['status'] {
    try {
      this.spend(0);
      this.setStatus('setup');
      this.header();
      this.setup();
      this.setStatus('active');
      this.rate.beginWindow(this.now, this.file.transferred);
      while (!this.iteration()) this.limitRate();
      this.complete();
      this.setStatus('completed');
      return 'completed';
    } catch (error) {
      if (error instanceof Died) {
        this.hasDied = true;
        this.stderr.push(error.message);
        return 'failed';
      }
      if (error instanceof Cancelled) this.setStatus('cancelling');
      else if (error instanceof LinkClosed) this.stderr.push(this.returned.errorAt(this.now) ?? error.message);
      else if (error instanceof ReturnPathFailed) this.stderr.push(error.message);
      else throw error;
      this.setStatus(error instanceof Cancelled ? 'cancelled' : 'failed');
      return error instanceof Cancelled ? 'cancelled' : 'failed';
    }
  }

  /** migration_iteration_finish(): throttling ends; after a migration that did not complete, the guest is here as before. */
  private finish(status: SourceResult['status']): void {
    const { machine } = this;
    if (this.hasDied) return;
    if (this.scenario.migration.autoConverge && machine.throttle > 0) this.throttle(0);
    if (status === 'completed') return;
    machine.memory.logging = false;
    if (!machine.running) machine.start(this.now);
    machine.advance(this.now + this.scenario.runAfter);
  }

  /** Lets `ns` pass: the guest goes on meanwhile, and what a person does happens at its time. */
  spend(ns: number): void {
    const { machine } = this;
    const until = this.now + ns;
    const { interventions } = this.scenario;
    for (;;) {
      const acts = interventions[this.intervened]?.at ?? Infinity;
      const next = Math.min(acts, this.returned.next);
      if (next > until) break;
      machine.advance(Math.max(next, machine.recorder.now));
      this.now = Math.max(this.now, next);
      if (acts === next) this.intervene(this.intervened++);
      else this.returned.take();
    }
    this.now = until;
    machine.advance(until);
  }

  /** Does one intervention now. Those of the destination took effect when its machine was made. */
  private intervene(index: number): void {
    const { machine, link } = this;
    const { action } = this.scenario.interventions[index]!;
    const done = (is: boolean): number => machine.recorder.event(EventKind.Intervention, index, -1, 0, is ? 1 : 0);
    switch (action.do) {
      case 'bandwidth':
        done(true);
        link.bandwidth = Number(action.bandwidth);
        return;
      case 'latency':
        done(true);
        link.latency = Number(action.latency);
        return;
      case 'downtime-limit':
        done(true);
        this.downtimeLimit = Number(action.limit);
        return;
      case 'cancel':
        done(true);
        throw new Cancelled();
      case 'unplug':
        this.unplug(Number(action.nic), done);
        return;
    }
    const group = actionGroup(action.do);
    if (group === 'stream') done(link.faults.add(action, this.file.transferred));
    else done(group === 'destination' || machine.perform(action));
  }

  /** device_del: QEMU refuses it while a migration is on its way, so only before it can a NIC go. */
  private unplug(nic: number, done: (is: boolean) => void): void {
    const isThere = this.machine.nics[nic] !== undefined && !this.unplugged.has(nic);
    const allowed = this.status === 'none' && isThere;
    done(allowed);
    if (allowed) this.unplugged.add(nic);
    else if (isThere) this.stderr.push('device_del not allowed while migrating');
  }

  private setStatus(status: MigrationStatus): void {
    this.machine.recorder.event(EventKind.MigrationState, -1, -1, statusNumber(this.status), statusNumber(status));
    this.status = status;
  }

  private header(): void {
    writeFileHeader(this.file);
    writeConfiguration(this.file, this.machineType, this.capabilities);
    this.spend(this.steps.saveSection);
    this.machine.recorder.event(EventKind.HeaderSaved, -1, this.file.place);
    if (!this.scenario.switches.switchoverAck) return;
    this.command(COMMAND_OPEN_RETURN_PATH);
    this.command(COMMAND_PING, Uint8Array.of(0, 0, 0, PING_VALUE));
  }

  private command(number: number, data?: Uint8Array): void {
    this.machine.recorder.event(EventKind.CommandSent, number, this.file.place);
    writeCommand(this.file, number, data);
  }

  /** qemu_savevm_state_setup(): RAM first, then the handlers that are active. */
  private setup(): void {
    this.sections.full(SectionType.Start, this.platform.ramSection, 'ram', 0, RAM_VERSION, () => {
      this.spend(this.steps.dirtySync);
      this.ram.setup(() => this.bitmapSync());
    });
    this.described.push(...this.strategy.setup());
  }

  saveNic(nic: number): VirtioNetWire {
    const wire = this.machine.nics[nic]!.saveState();
    saveVmstate(virtioNetRss1, wire, this.file);
    this.spend(this.steps.saveNic);
    return wire;
  }

  /** migration_iteration_run(): true when it is time to stop the guest. */
  private iteration(): boolean {
    const { recorder } = this.machine;
    let { pending } = this.ram;
    recorder.event(EventKind.CompletionTest, 0, -1, pending, this.rate.threshold);
    if (pending < this.rate.threshold) {
      this.spend(this.steps.dirtySync);
      this.bitmapSync();
      pending = this.ram.pending + this.strategy.pending();
      recorder.event(EventKind.CompletionTest, 1, -1, pending, this.rate.threshold);
    }
    // While it may not switch over it goes on as before, often with nothing to send.
    const { canSwitch } = this.returned;
    if (canSwitch && (pending === 0 || pending < this.rate.threshold)) return true;
    if (!canSwitch && pending === 0) this.spend(Math.max(LEAST_IDLE, this.steps.idlePass));
    if (this.returned.counted(this.ram.syncCount) > this.scenario.migration.maxPasses) return true;
    this.sections.part(SectionType.Part, this.platform.ramSection, 'ram', () => this.ramIterate());
    this.strategy.pass();
    return false;
  }

  isRateExceeded(sectionId: number): boolean {
    const isExceeded = this.rate.isExceeded(this.file.transferred);
    if (isExceeded) this.rateLimited(sectionId);
    return isExceeded;
  }

  /** ram_save_iterate(): until the rate is exceeded, nothing is dirty, or 50 ms have passed. */
  private ramIterate(): void {
    const began = this.now;
    for (let i = 0; !this.rate.isExceeded(this.file.transferred); i++) {
      const sent = this.ram.sendNext();
      if (sent === 0) break;
      this.spend(sent === 1 ? this.steps.saveZeroPage : this.steps.savePage);
      if ((i & 63) === 0 && this.now - began > MAX_WAIT) break;
    }
    this.ram.end();
  }

  /** migration_rate_limit(): at a window's end the bandwidth is measured and the threshold follows; sleeps when over. */
  private limitRate(): void {
    const { rate } = this;
    if (this.now >= rate.windowEnd) rate.endWindow(this.now, this.file.transferred, this.downtimeLimit);
    if (!rate.isExceeded(this.file.transferred)) return;
    this.rateLimited(-1);
    if (rate.windowEnd > this.now) this.spend(rate.windowEnd - this.now);
    rate.endWindow(this.now, this.file.transferred, this.downtimeLimit);
  }

  /** migration_bitmap_sync() with what auto-converge makes of it. */
  private bitmapSync(): void {
    const { machine, file } = this;
    const found = this.ram.sync();
    const percent = this.autoConverge.synced(this.now, found, file.transferred, machine.throttle);
    if (percent !== null) this.throttle(percent);
  }

  /** cpu_throttle_set(); 0 is cpu_throttle_stop(). */
  private throttle(percent: number): void {
    const { machine } = this;
    machine.recorder.event(EventKind.CpuThrottle, -1, -1, machine.throttle, percent);
    machine.setThrottle(percent);
  }

  private rateLimited(sectionId: number): void {
    const bytes = this.rate.inWindow(this.file.transferred);
    this.machine.recorder.event(EventKind.RateLimited, sectionId, -1, bytes, this.rate.max);
  }

  /** migration_completion(): stop, command 11, the last pages, every device, the end. */
  private complete(): void {
    const { machine } = this;
    machine.stop(this.now);
    this.stoppedAt = this.now;
    this.spend(this.steps.stopVm);
    this.setStatus('device');
    if (this.sendsSwitchover) this.command(COMMAND_SWITCHOVER_START);
    this.sections.part(SectionType.End, this.platform.ramSection, 'ram', () => {
      this.spend(this.steps.dirtySync);
      this.bitmapSync();
      for (let sent = this.ram.sendNext(); sent !== 0; sent = this.ram.sendNext())
        this.spend(sent === 1 ? this.steps.saveZeroPage : this.steps.savePage);
      this.ram.end();
      machine.memory.logging = false;
    });
    this.strategy.complete();
    this.described.push(...this.saveDevices());
    machine.recorder.event(EventKind.StreamEnd, -1, this.file.place);
    this.spend(this.steps.describe);
    const { qemu } = this.scenario.source;
    writeEnd(this.file, descriptionJson(qemu, this.machineType, this.capabilities, this.described));
    this.file.flush();
    this.strategy.cleanup();
    this.spend(Math.max(0, this.returned.endsAt - this.now));
    const failed = this.returned.errorAt(this.now);
    if (failed !== null) throw new ReturnPathFailed(failed);
  }

  /** `send-switchover-start`: from machine version 10.0 on, so that older QEMUs do not see what they do not know. */
  private get sendsSwitchover(): boolean {
    return machineVersion(this.scenario) !== '7.2';
  }

  saveDevices(): readonly string[] {
    return saveDevices(this, this.machineType, this.strategy);
  }
}
