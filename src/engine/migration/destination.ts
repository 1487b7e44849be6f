// The destination: a machine that waits, loadvm.ts with time, cost and events, then the guest goes on. It depends on the
// bytes and their arrival times alone (and on the scenario, which says what machine waits here).
import { QemuFileReader } from '../bytes/qemu-file-reader.ts';
import type { SideCapture } from '../capture/capture.ts';
import { EventKind } from '../capture/event-kinds.ts';
import { type NicConfig, type QemuFlavour } from '../devices/virtio-net-config.ts';
import { nicIdstr } from '../devices/virtio-net-cells.ts';
import type { Composed } from '../devices/virtio-net-composed.ts';
import type { LoadConsole, RingCheck } from '../devices/virtio-net-load-rings.ts';
import type { NicLoad, VirtioNetLive } from '../devices/virtio-net-live.ts';
import type { NicLoaded } from '../devices/virtio-net-loader.ts';
import { Machine } from '../machine/machine.ts';
import { platformOf } from '../machine/platform.ts';
import { GuestRam } from '../ram/guest-ram.ts';
import { RamLoad } from '../ram/ram-load.ts';
import { earlyMigOf, hasEarlyHandlers, machineOf, nicsOf } from '../scenario/machines.ts';
import { actionGroup } from '../scenario/action-groups.ts';
import { costParameters } from '../scenario/cost-calibrations.ts';
import type { StepCosts } from '../scenario/cost-parameters.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { COMMAND_OPEN_RETURN_PATH, COMMAND_PING, PING_VALUE } from '../stream/sections.ts';
import { BackendStart } from './backend-start.ts';
import { DROPPED_BY_V2 } from './capabilities.ts';
import { CostModel } from './cost/cost-model.ts';
import { changesWork, nicWork, platformWork } from './cost/section-work.ts';
import type { StreamFeed } from './feed.ts';
import { loadvm, type LoadHandler, type LoadHooks, type LoadTarget } from './loadvm.ts';
import { ramRules } from './ram-rules.ts';
import { arrivalOf, ReturnMessage, type Said } from './return-path.ts';
import { statusNumber, type MigrationStatus } from './status.ts';
import { loadCutShort } from './cut-short.ts';
import { capabilitiesOf, destinationStrategy } from './strategies/strategies.ts';
import type { DestinationSide, DestinationStrategy } from './strategies/strategy.ts';

export interface DestinationResult {
  readonly side: SideCapture;
  /** The stream as it came. */
  readonly stream: Uint8Array;
  readonly status: 'completed' | 'failed';
  readonly stderr: readonly string[];
  readonly guestErrors: readonly string[];
  /** When the vCPUs started here, ns; -1 when they did not. */
  readonly startedAt: number;
  /** When this end closed the connection, ns: its load was done, or the process ended because it had failed. */
  readonly closedAt: number;
  /** Whether bytes had arrived by then that nobody read. */
  readonly isReset: boolean;
  /** What went into the return path, when it was open. */
  readonly said: readonly Said[];
}

/** Loads a stream into a waiting machine and lets its guest run on. */
export function runDestination(scenario: Scenario, feed: StreamFeed): DestinationResult {
  return new Destination(scenario, feed).run();
}

/** Reads the feed; what is needed decides how far time must have come. */
class FeedReader extends QemuFileReader {
  private readonly feed: StreamFeed;
  private readonly arrived: (time: number) => void;

  constructor(feed: StreamFeed, arrived: (time: number) => void) {
    super(feed.bytes, 0, 0);
    this.feed = feed;
    this.arrived = arrived;
  }

  protected override more(end: number): boolean {
    while (this.end < end) {
      const packet = this.feed.next();
      if (packet === null) return false;
      this.grown(this.feed.bytes, packet.end);
      this.arrived(packet.arrival);
    }
    return true;
  }

  /** Takes in whatever still comes, so that the stream is whole even when loading stopped; whether any was there at `time`. */
  drain(time: number): boolean {
    let isUnread = false;
    for (let packet = this.feed.next(); packet !== null; packet = this.feed.next()) {
      isUnread ||= packet.arrival <= time;
      this.grown(this.feed.bytes, packet.end);
    }
    return isUnread;
  }
}

class Destination implements LoadTarget, DestinationSide {
  readonly flavour: QemuFlavour;
  readonly machine: string;
  readonly capabilities: readonly string[];
  readonly lacks: readonly string[];
  readonly scenario: Scenario;
  readonly vm: Machine;
  readonly nics: readonly NicConfig[];
  private readonly reader: FeedReader;
  private readonly handlers: readonly LoadHandler[];
  private readonly strategy: DestinationStrategy;
  private readonly model: CostModel;
  private readonly steps: StepCosts;
  /** Devices with a FULL section. */
  private devices = 0;
  readonly console: LoadConsole = { stderr: [], guestErrors: [] };
  private status: MigrationStatus = 'none';
  /** Modelled time of the payload that is being loaded, ns. */
  private cost = 0;
  private readonly said: Said[] = [];
  /** Whether a command has opened the return path. */
  private isReturnOpen = false;
  /** switchover_ack_pending_num, and what the section that is being loaded has warmed up. */
  private acksPending = 0;
  private readonly warmed: (VirtioNetLive | null)[] = [];
  private readonly approved = new Set<VirtioNetLive>();
  private readonly backends: BackendStart;

  constructor(scenario: Scenario, feed: StreamFeed) {
    this.scenario = scenario;
    this.vm = new Machine(scenario, 'destination');
    this.reader = new FeedReader(feed, (time) => this.waitUntil(time));
    this.flavour = scenario.destination.qemu;
    this.machine = machineOf(scenario, 'destination');
    this.capabilities = capabilitiesOf(scenario, 'destination');
    this.lacks = earlyMigOf(scenario, 'destination') ? DROPPED_BY_V2 : [];
    this.steps = costParameters(scenario.cost).steps;
    this.model = new CostModel(costParameters(scenario.cost), scenario.seed, scenario.machine.neighbours ? 5 : 1);
    this.backends = new BackendStart(scenario, this.vm, this.model);
    this.nics = nicsOf(scenario, 'destination');
    this.strategy = destinationStrategy(this);
    this.handlers = this.register();
  }

  find(idstr: string, instanceId: number): LoadHandler | undefined {
    return this.handlers.find((handler) => handler.idstr === idstr && handler.instanceId === instanceId);
  }

  run(): DestinationResult {
    const { recorder } = this.vm;
    const { stderr, guestErrors } = this.console;
    let startedAt = -1;
    // 7.2 has no state until the stream begins.
    if (this.flavour !== '7.2') this.becomes('setup');
    const { outcome, offset, reason, dies } = loadvm(this.reader, this, this.console, this.hooks());
    if (outcome === 'completed') {
      this.strategy.cleanup();
      this.backends.start();
      this.pass(this.steps.startVm);
      startedAt = recorder.now;
      this.vm.start(startedAt);
      this.becomes('completed');
      this.say(ReturnMessage.Shut, 0);
    } else {
      recorder.event(EventKind.LoadFailed, recorder.names.id(reason), offset);
      this.becomes('failed');
      this.strategy.cleanup();
      // migration_incoming_state_destroy(), which a process that dies does not come to.
      if (!dies && this.isReturnOpen) this.say(ReturnMessage.Shut, 1);
    }
    const closedAt = recorder.now;
    if (startedAt >= 0) this.goOn(startedAt, startedAt + this.scenario.runAfter);
    stderr.push(...this.vm.printed);
    const isReset = this.reader.drain(closedAt);
    return {
      side: {
        events: recorder.log.columns(),
        keyframes: recorder.keyframes.columns(),
        names: recorder.names.list,
        lists: recorder.lists.columns(),
        memory: this.vm.memory.bytes,
      },
      stream: this.reader.bytes.subarray(0, this.reader.end),
      status: outcome,
      stderr,
      guestErrors,
      startedAt,
      closedAt,
      isReset,
      said: this.said,
    };
  }

  /** The guest runs here now; what a person does from here on is done here. */
  private goOn(from: number, until: number): void {
    const { vm, scenario } = this;
    for (const [index, { at, action }] of scenario.interventions.entries()) {
      if (at < from || at > until || actionGroup(action.do) !== 'guest') continue;
      vm.advance(at);
      const done = vm.perform(action);
      vm.recorder.event(EventKind.Intervention, index, -1, 0, done ? 1 : 0);
    }
    vm.advance(until);
  }

  warmedUp(nic: VirtioNetLive | null): void {
    this.warmed.push(nic);
  }

  private get hasAck(): boolean {
    return this.scenario.switches.switchoverAck;
  }

  /** qemu_loadvm_state_switchover_ack_needed() */
  private countAcks(): void {
    if (!this.hasAck) return;
    this.acksPending = this.strategy.warmUps(this.devices);
    this.vm.recorder.event(EventKind.AckPending, 0, -1, 0, this.acksPending);
  }

  /** qemu_loadvm_approve_switchover(): a device is ready, a NIC once; the last one tells the source. */
  private approve(nic: VirtioNetLive | null): void {
    if (this.acksPending === 0 || (nic && this.approved.has(nic))) return;
    if (nic) this.approved.add(nic);
    this.acksPending--;
    this.vm.recorder.event(EventKind.AckPending, 1, -1, 0, this.acksPending);
    if (this.acksPending === 0) this.say(ReturnMessage.SwitchoverAck, 0);
  }

  /** migrate_send_rp_message(), when there is a return path. */
  private say(message: number, value: number): void {
    if (!this.hasAck) return;
    const said = { at: this.vm.recorder.now, message, value };
    this.said.push(said);
    this.vm.recorder.event(EventKind.ReturnSent, message, -1, value, arrivalOf(this.scenario, said));
  }

  private becomes(status: MigrationStatus): void {
    this.vm.recorder.event(EventKind.MigrationState, -1, -1, statusNumber(this.status), statusNumber(status));
    this.status = status;
  }

  private waitUntil(time: number): void {
    if (time > this.vm.recorder.now) this.vm.recorder.now = time;
  }

  private pass(ns: number): void {
    this.vm.recorder.now += ns;
  }

  private hooks(): LoadHooks {
    const { recorder } = this.vm;
    return {
      headerLoaded: (offset) => {
        this.becomes('active');
        this.strategy.setup();
        recorder.event(EventKind.HeaderLoaded, -1, offset);
        this.countAcks();
      },
      sectionStart: (type, sectionId, start, { idstr }) => {
        this.cost = 0;
        recorder.event(EventKind.SectionLoadStart, sectionId, start, type, recorder.names.id(idstr));
      },
      sectionEnd: (type, sectionId, end) => {
        this.pass(this.steps.loadSection + this.cost);
        recorder.event(EventKind.SectionLoadEnd, sectionId, end, type, this.steps.loadSection + this.cost);
        for (const nic of this.warmed.splice(0)) {
          if (nic) this.backends.early(nic);
          this.approve(nic);
        }
      },
      commandLoaded: (command, start) => {
        recorder.event(EventKind.CommandLoaded, command, start);
        if (command === COMMAND_PING) this.say(ReturnMessage.Pong, PING_VALUE);
        if (command !== COMMAND_OPEN_RETURN_PATH) return;
        this.isReturnOpen = true;
        if (this.hasAck && this.acksPending === 0) this.say(ReturnMessage.SwitchoverAck, 0);
      },
      ended: (offset) => {
        recorder.event(EventKind.LoadEnd, -1, offset);
      },
    };
  }

  private register(): readonly LoadHandler[] {
    const { stderr } = this.console;
    const ram = new RamLoad(new GuestRam(this.vm.memory), ramRules(this.flavour), stderr);
    const { perPage, perZeroPage } = costParameters(this.scenario.cost).ram;
    let pages = 0;
    const loaded = (data: boolean): void => {
      pages += data ? 1 : 0;
      this.pass(data ? perPage : perZeroPage);
    };
    const loadRam = (file: QemuFileReader): number => {
      pages = 0;
      const error = ram.load(file, loaded);
      this.model.streamed(pages);
      return error;
    };
    const list: LoadHandler[] = [
      { idstr: 'ram', instanceId: 0, versionId: 4, load: loadRam },
      ...this.strategy.handlers,
    ];
    const { sections } = platformOf(
      this.machine,
      this.nics,
      hasEarlyHandlers(this.scenario, 'destination'),
      this.scenario.machine.neighbours,
    );
    this.devices = sections.length;
    for (const { idstr, instanceId, versionId, payload, nic } of sections) {
      const load = (file: QemuFileReader, version: number): number => {
        const isEarly = this.strategy.isEarly(`${instanceId} ${idstr}`);
        const relaxed = (isEarly || this.strategy.relaxesFull) && this.scenario.patches.relaxedIndexCheck;
        const ringCheck = relaxed ? 'relaxed' : 'whole';
        const code = payload
          ? this.loadPlatform(file, idstr, instanceId, payload.length)
          : (this.loadNic(file, version, this.vm.nics[nic]!, { ringCheck }).error?.code ?? 0);
        if (isEarly && code === 0) {
          this.reset(idstr, nic);
          this.warmedUp(null);
        }
        return code;
      };
      list.push({ idstr, instanceId, versionId, load, ...(payload ? undefined : this.strategy.full?.(nic)) });
    }
    return list;
  }

  /** A device of the platform: its bytes are passed over, their time is not. */
  private loadPlatform(file: QemuFileReader, idstr: string, instanceId: number, length: number): number {
    if (!file.has(length)) return loadCutShort(file, this.machine, { idstr, instanceId }, this.console.stderr);
    file.skip(length, idstr);
    this.cost += this.model.load(platformWork(idstr)).total;
    return file.error;
  }

  resetNic(nic: VirtioNetLive): void {
    this.reset(nicIdstr(nic.config), nic.number);
  }

  /** A device as switched on; the pages that its load has touched stay so. */
  private reset(idstr: string, nic: number): void {
    this.model.reset(idstr);
    if (nic >= 0) this.vm.nics[nic]!.powerOn();
  }

  loadNic(file: QemuFileReader, versionId: number, nic: VirtioNetLive, how: NicLoad): NicLoaded {
    const loaded = nic.load(file, versionId, this.console, how);
    const { wire } = loaded;
    if (wire) this.cost += this.model.load(nicWork(nicIdstr(nic.config), wire)).total;
    return loaded;
  }

  loadComposed(composed: Composed, nic: VirtioNetLive, ringCheck: RingCheck): NicLoaded {
    this.cost += this.model.load(changesWork(nicIdstr(nic.config), composed)).total;
    return nic.loadComposed(composed, this.console, ringCheck);
  }
}
