// The destination: qemu_loadvm_state() (QEMU migration/savevm.c) with its checks in its order and its words, then the
// guest goes on. It depends on the bytes and their arrival times alone (and on the scenario, which says what machine
// waits here).
import { ShortRead, StreamError } from '../bytes/errors.ts';
import { ByteReader } from '../bytes/reader.ts';
import { hex } from '../bytes/text.ts';
import type { SideCapture } from '../capture/capture.ts';
import { EventKind } from '../capture/event-kinds.ts';
import { NIC_IDSTR } from '../devices/virtio-net-cells.ts';
import {
  ITERATIVE_SUFFIX,
  virtioNet,
  VNET_MIG_F_END_DATA,
  VNET_MIG_F_INIT_STATE,
  VNET_MIG_F_NO_DATA,
  type VirtioNetWire,
} from '../devices/virtio-net.ts';
import { Machine } from '../machine/machine.ts';
import { platformOf } from '../machine/platform.ts';
import { RamLoad } from '../ram/ram-load.ts';
import { capabilityOf, machineOf, nicsOf } from '../scenario/machines.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { FILE_MAGIC, FILE_VERSION, SectionType } from '../stream/sections.ts';
import type { WireState } from '../vmstate/description.ts';
import { Errno, errnoText, LoadError } from '../vmstate/errors.ts';
import { loadVmstate } from '../vmstate/load.ts';
import { COST, sectionLoadCost } from './cost-model.ts';
import type { StreamFeed } from './feed.ts';
import { CAPABILITY } from './source.ts';
import { statusNumber } from './status.ts';

export interface DestinationResult {
  readonly side: SideCapture;
  /** The stream as it came. */
  readonly stream: Uint8Array;
  readonly status: 'completed' | 'failed';
  readonly stderr: readonly string[];
  readonly guestErrors: readonly string[];
  /** When the vCPUs started here, ns; -1 when they did not. */
  readonly startedAt: number;
}

/** What a section id stands for at the destination. */
interface Handler {
  readonly idstr: string;
  readonly instanceId: number;
  readonly versionId: number;
  /** Loads one payload; `ns` of modelled time is what it answers. */
  load(): number;
}

/** Loads a stream into a waiting machine and lets its guest run on. */
export function runDestination(scenario: Scenario, feed: StreamFeed): DestinationResult {
  return new Destination(scenario, feed).run();
}

/** Reads the feed; what is needed decides how far time must have come. */
class FeedReader extends ByteReader {
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

  /** Takes in whatever still comes, so that the stream is whole even when loading stopped. */
  drain(): void {
    for (let packet = this.feed.next(); packet !== null; packet = this.feed.next())
      this.grown(this.feed.bytes, packet.end);
  }
}

class Destination {
  private readonly scenario: Scenario;
  private readonly machine: Machine;
  private readonly reader: FeedReader;
  private readonly ram: RamLoad;
  private readonly handlers: readonly Handler[];
  private readonly started = new Map<number, Handler>();
  private readonly stderr: string[] = [];
  private readonly guestErrors: string[] = [];
  private readonly iterative: boolean;
  private readonly machineType: string;

  constructor(scenario: Scenario, feed: StreamFeed) {
    this.scenario = scenario;
    this.machine = new Machine(scenario, 'destination');
    this.reader = new FeedReader(feed, (time) => this.waitUntil(time));
    this.ram = new RamLoad(this.machine.memory);
    this.iterative = capabilityOf(scenario, 'destination');
    this.machineType = machineOf(scenario, 'destination');
    this.handlers = this.register();
  }

  run(): DestinationResult {
    const { recorder } = this.machine;
    let status: DestinationResult['status'] = 'completed';
    let startedAt = -1;
    recorder.event(EventKind.MigrationState, -1, -1, statusNumber('none'), statusNumber('setup'));
    try {
      this.load();
      recorder.event(EventKind.LoadEnd, -1, this.reader.offset);
      this.setLoaded(0);
      this.pass(COST.startVm);
      startedAt = recorder.now;
      this.machine.start(startedAt);
      this.machine.advance(startedAt + this.scenario.runAfter);
    } catch (error) {
      if (!(error instanceof StreamError)) throw error;
      status = 'failed';
      // A QEMU that runs out of bytes says only that: the event keeps what was being read.
      const code = error instanceof LoadError ? error.code : error instanceof ShortRead ? Errno.EIO : Errno.EINVAL;
      if (error instanceof LoadError) this.stderr.unshift(...error.lines);
      else if (code !== Errno.EIO) this.stderr.push(error.message);
      this.stderr.push(`load of migration failed: ${errnoText(code)}`);
      recorder.event(EventKind.LoadFailed, recorder.names.id(error.message), error.offset);
      this.setLoaded(0);
    }
    this.reader.drain();
    return {
      side: {
        events: recorder.log.columns(),
        keyframes: recorder.keyframes.columns(),
        names: recorder.names.list,
        memory: this.machine.memory.bytes,
      },
      stream: this.reader.bytes.subarray(0, this.reader.end),
      status,
      stderr: this.stderr,
      guestErrors: this.guestErrors,
      startedAt,
    };
  }

  private waitUntil(time: number): void {
    if (time > this.machine.recorder.now) this.machine.recorder.now = time;
  }

  private pass(ns: number): void {
    this.machine.recorder.now += ns;
  }

  /** iterative_vmstate_loaded of VirtIODevMigration: 0 freed, 1 false, 2 true. */
  private setLoaded(value: 0 | 1 | 2): void {
    if (this.iterative) this.machine.recorder.set(this.machine.nic.cells.iterativeLoaded, value);
  }

  private register(): readonly Handler[] {
    const { nic } = this.machine;
    const list: Handler[] = [{ idstr: 'ram', instanceId: 0, versionId: 4, load: () => this.loadRam() }];
    const path = NIC_IDSTR.slice(0, NIC_IDSTR.lastIndexOf('/'));
    list.push({ idstr: path + ITERATIVE_SUFFIX, instanceId: 0, versionId: 1, load: () => this.loadIterative() });
    for (const { idstr, instanceId, versionId, payload } of platformOf(
      this.machineType,
      nicsOf(this.scenario, 'destination'),
      this.iterative,
    ).sections) {
      const load = payload
        ? (): number => {
            this.reader.skip(payload.length, idstr);
            return sectionLoadCost(idstr);
          }
        : (): number => {
            const mapped = this.machine.recorder.get(nic.cells.barsMapped) === 1;
            this.loadNic(false);
            return COST.loadNic + (mapped ? 0 : COST.mapBars);
          };
      list.push({ idstr, instanceId, versionId, load });
    }
    return list;
  }

  private load(): void {
    this.header();
    this.setLoaded(1);
    this.machine.recorder.event(EventKind.HeaderLoaded, -1, this.reader.offset);
    for (;;) {
      const start = this.reader.offset;
      const type = this.reader.u8();
      if (type === SectionType.Eof) break;
      if (type === SectionType.Start || type === SectionType.Full) this.sectionFull(type, start);
      else if (type === SectionType.Part || type === SectionType.End) this.sectionPart(type, start);
      else if (type === SectionType.Command) this.command(start);
      else throw new StreamError(`Unknown savevm section type ${type}`, start);
    }
    this.description();
  }

  private header(): void {
    const { reader } = this;
    const magic = reader.u32();
    if (magic !== FILE_MAGIC) throw new StreamError('Not a migration stream', 0);
    const version = reader.u32();
    if (version === 2) throw new StreamError("SaveVM v2 format is obsolete and don't work anymore", 4);
    if (version !== FILE_VERSION) throw new StreamError('Unsupported migration stream version', 4);
    const at = reader.offset;
    if (reader.u8() !== SectionType.Configuration) throw new StreamError('Configuration section missing', at);
    const name = reader.text(reader.u32());
    const capabilities = this.configurationSubsections();
    if (name !== this.machineType)
      throw new StreamError(`Machine type received is '${name}' and local is '${this.machineType}'`, at);
    const received = capabilities.includes(CAPABILITY);
    for (const capability of capabilities) {
      if (capability !== CAPABILITY) throw new StreamError(`Received unknown capability ${capability}`, at);
    }
    if (received !== this.iterative) {
      const local = this.iterative ? 'on' : 'off';
      throw new StreamError(
        `Capability ${CAPABILITY} is ${local}, but received capability is ${received ? 'on' : 'off'}`,
        at,
      );
    }
  }

  private configurationSubsections(): string[] {
    const { reader } = this;
    const capabilities: string[] = [];
    while (reader.peekU8() === SectionType.Subsection) {
      const at = reader.offset;
      reader.u8();
      const name = reader.counted();
      reader.u32();
      if (name === 'configuration/capabilities') {
        for (let left = reader.u32(); left > 0; left--) capabilities.push(reader.counted());
      } else if (name === 'configuration/target-page-bits') reader.u32();
      else if (name === 'configuration/uuid') reader.skip(16, 'uuid');
      else throw new StreamError(`Configuration subsection ${name} is not known`, at);
    }
    return capabilities;
  }

  private sectionFull(type: number, start: number): void {
    const { reader } = this;
    const sectionId = reader.u32();
    const idstr = reader.counted();
    const instanceId = reader.u32();
    const versionId = reader.u32();
    const handler = this.handlers.find((entry) => entry.idstr === idstr && entry.instanceId === instanceId);
    if (!handler) {
      throw new StreamError(
        `Unknown savevm section or instance '${idstr}' ${instanceId}. Make sure that your current VM setup matches your saved VM setup, including any hotplugged devices`,
        start,
      );
    }
    if (versionId > handler.versionId)
      throw new StreamError(`savevm: unsupported version ${versionId} for '${idstr}' v${handler.versionId}`, start);
    this.started.set(sectionId, handler);
    this.payload(type, sectionId, handler, start);
  }

  private sectionPart(type: number, start: number): void {
    const sectionId = this.reader.u32();
    const handler = this.started.get(sectionId);
    if (!handler) throw new StreamError(`Unknown savevm section ${sectionId}`, start);
    this.payload(type, sectionId, handler, start);
  }

  private payload(type: number, sectionId: number, handler: Handler, start: number): void {
    const { recorder } = this.machine;
    recorder.event(EventKind.SectionLoadStart, sectionId, start, type, recorder.names.id(handler.idstr));
    let cost = 0;
    try {
      cost = handler.load();
    } catch (error) {
      if (error instanceof StreamError)
        this.stderr.push(
          `error while loading state for instance ${hex(handler.instanceId)} of device '${handler.idstr}'`,
        );
      throw error;
    }
    this.footer(handler, sectionId);
    this.pass(COST.loadSection + cost);
    recorder.event(EventKind.SectionLoadEnd, sectionId, this.reader.offset, type, COST.loadSection + cost);
  }

  private footer(handler: Handler, sectionId: number): void {
    const at = this.reader.offset;
    const mark = this.reader.u8();
    if (mark !== SectionType.Footer) throw new StreamError(`Missing section footer for ${handler.idstr}`, at);
    const id = this.reader.u32();
    if (id !== sectionId) {
      throw new StreamError(
        `Mismatched section id in footer for ${handler.idstr} - read ${hex(id)} expected ${hex(sectionId)}`,
        at,
      );
    }
  }

  private loadRam(): number {
    this.ram.load(this.reader, (data) => this.pass(data ? COST.loadPage : COST.loadZeroPage));
    return 0;
  }

  /** virtio_net_load_state() of the RFC's patch 4: flags, and after INIT_STATE the vmstate, loaded early. */
  private loadIterative(): number {
    let cost = 0;
    for (;;) {
      const at = this.reader.offset;
      const flag = this.reader.u64();
      if (flag === VNET_MIG_F_NO_DATA || flag === VNET_MIG_F_END_DATA) return cost;
      if (flag !== VNET_MIG_F_INIT_STATE) {
        const message = `virtio_net_load_state: Uknown flag ${hex(flag)}`;
        this.guestErrors.push(message);
        throw new StreamError(message, at);
      }
      const mapped = this.machine.recorder.get(this.machine.nic.cells.barsMapped) === 1;
      this.loadNic(true);
      this.setLoaded(2);
      cost += COST.loadNic + (mapped ? 0 : COST.mapBars);
    }
  }

  private loadNic(early: boolean): void {
    const at = this.reader.offset;
    const offsets: WireState = {};
    const state = loadVmstate(virtioNet, virtioNet.versionId, this.reader, { known: { multiqueue: false }, offsets });
    const result = this.machine.nic.loadState(state as VirtioNetWire, offsets, {
      skipIndexCheck: early,
      stderr: this.stderr,
    });
    if (!result.ok) throw new StreamError(result.message, at);
  }

  private command(start: number): void {
    const command = this.reader.u16();
    const length = this.reader.u16();
    this.reader.skip(length, 'command');
    if (command === 0 || command > 11)
      throw new StreamError(`MIG_CMD 0x${command.toString(16)} unknown (len 0x${length.toString(16)})`, start);
    this.machine.recorder.event(EventKind.CommandLoaded, command, start);
  }

  /** Reads the description, as a QEMU does only to get it out of the way; without one it says so and goes on. */
  private description(): void {
    const { reader } = this;
    const type = reader.peekU8();
    if (type !== SectionType.Description) {
      this.stderr.push(`Expected vmdescription section, but got ${Math.max(0, type)}`);
      return;
    }
    reader.u8();
    reader.skip(reader.u32(), 'description');
  }
}
