// The source's migration thread (QEMU migration/migration.c, savevm.c): header, setup, passes under the rate limit until
// what is left fits the downtime limit, then stop-and-copy. The guest runs between the thread's steps. It depends on the
// scenario alone.
import { EventKind } from '../capture/event-kinds.ts';
import type { SideCapture } from '../capture/capture.ts';
import type { CellDef } from '../capture/cells.ts';
import type { ArenaInfo } from '../capture/capture.ts';
import { NIC_IDSTR } from '../devices/virtio-net-cells.ts';
import {
  ITERATIVE_SUFFIX,
  VNET_MIG_F_END_DATA,
  VNET_MIG_F_INIT_STATE,
  VNET_MIG_F_NO_DATA,
  virtioNet,
} from '../devices/virtio-net.ts';
import { Machine } from '../machine/machine.ts';
import { PLATFORM_MACHINE, platformSections, type PlatformSection } from '../machine/platform.ts';
import { platformDescriptions, qemuJson } from '../machine/platform-description.ts';
import { RamSave } from '../ram/ram-save.ts';
import type { Scenario } from '../scenario/scenario.ts';
import {
  COMMAND_SWITCHOVER_START,
  SectionType,
  writeCommand,
  writeConfiguration,
  writeEnd,
  writeFileHeader,
  writeFooter,
  writeFullHeader,
  writePartHeader,
} from '../stream/sections.ts';
import { saveVmstate } from '../vmstate/save.ts';
import { COST } from './cost-model.ts';
import { QemuFile } from './qemu-file.ts';
import { statusNumber, type MigrationStatus } from './status.ts';

const NS_PER_SECOND = 1_000_000_000;
/** BUFFER_DELAY: the rate limit's window. */
const WINDOW = 100_000_000;
/** MAX_WAIT: a pass of RAM looks at the clock every 64 pages and ends after this. */
const MAX_WAIT = 50_000_000;
const RAM_SECTION = 1;
const RAM_VERSION = 4;
const ITERATIVE_SECTION = 38;
export const CAPABILITY = 'virtio-iterative';

/** Takes packets as they leave: bytes [0, length), arriving at `arrival` (ns). */
export type PacketTarget = (packet: Uint8Array, length: number, arrival: number) => void;

export interface SourceResult {
  readonly cells: readonly CellDef[];
  readonly arena: ArenaInfo;
  readonly side: SideCapture;
  readonly streamLength: number;
  /** When the vCPUs stopped and when the source called the migration completed, ns; -1 when it did not come to that. */
  readonly stoppedAt: number;
  readonly completedAt: number;
  readonly nicStarted: boolean;
}

/** Runs the source to its end. */
export function runSource(scenario: Scenario, target: PacketTarget): SourceResult {
  return new Source(scenario, target).run();
}

class Source {
  readonly machine: Machine;
  private readonly scenario: Scenario;
  private readonly target: PacketTarget;
  private readonly file: QemuFile;
  private readonly ram: RamSave;
  private readonly platform: readonly PlatformSection[];
  private readonly iterative: boolean;
  private now = 0;
  private linkFree = 0;
  private windowStart = 0;
  private windowBytes = 0;
  private threshold = 0;
  private status: MigrationStatus = 'none';
  private stoppedAt = -1;

  constructor(scenario: Scenario, target: PacketTarget) {
    this.scenario = scenario;
    this.target = target;
    this.machine = new Machine(scenario, 'source');
    this.file = new QemuFile((packet, length) => this.flushed(packet, length));
    this.ram = new RamSave(this.machine.memory, this.machine.recorder, this.file);
    this.platform = platformSections();
    this.iterative = scenario.strategy === 'iterative';
  }

  run(): SourceResult {
    const { machine } = this;
    machine.start(0);
    this.setStatus('setup');
    this.header();
    this.setup();
    this.setStatus('active');
    this.windowStart = this.now;
    this.windowBytes = this.file.transferred;
    while (!this.iteration()) this.rateLimit();
    this.complete();
    this.setStatus('completed');
    const { recorder } = machine;
    return {
      cells: recorder.cells.defs,
      arena: machine.arena,
      side: {
        events: recorder.log.columns(),
        keyframes: recorder.keyframes.columns(),
        names: recorder.names.list,
        memory: machine.memory.bytes,
      },
      streamLength: this.file.offset,
      stoppedAt: this.stoppedAt,
      completedAt: this.now,
      nicStarted: recorder.get(machine.nic.cells.started) === 1,
    };
  }

  /** Lets `ns` pass: the guest goes on meanwhile. */
  private spend(ns: number): void {
    this.now += ns;
    this.machine.advance(this.now);
  }

  /** A flush: blocks until the link has taken the last byte (there is no send buffer between). */
  private flushed(packet: Uint8Array, length: number): void {
    const { bandwidth, latency } = this.scenario.link;
    const leaves = Math.max(this.now, this.linkFree);
    const left = leaves + Math.ceil((length * 8 * NS_PER_SECOND) / bandwidth);
    this.linkFree = left;
    this.now = left;
    this.machine.advance(left);
    this.machine.recorder.event(EventKind.LinkPacket, length, this.file.offset - length, leaves, left + latency);
    this.target(packet, length, left + latency);
  }

  private setStatus(status: MigrationStatus): void {
    this.machine.recorder.event(EventKind.MigrationState, -1, -1, statusNumber(this.status), statusNumber(status));
    this.status = status;
  }

  private header(): void {
    writeFileHeader(this.file);
    writeConfiguration(this.file, PLATFORM_MACHINE, this.iterative ? [CAPABILITY] : []);
    this.spend(COST.saveSection);
    this.machine.recorder.event(EventKind.HeaderSaved, -1, this.file.offset);
  }

  /** Writes one section: header by `open`, payload by `body`, footer. */
  private section(type: number, sectionId: number, idstr: string, open: () => void, body: () => void): void {
    const { recorder } = this.machine;
    const start = this.file.offset;
    recorder.event(EventKind.SectionSaveStart, sectionId, start, type, recorder.names.id(idstr));
    open();
    body();
    writeFooter(this.file, sectionId);
    this.spend(COST.saveSection);
    recorder.event(EventKind.SectionSaveEnd, sectionId, this.file.offset, type, this.file.offset - start);
  }

  private full(
    type: number,
    sectionId: number,
    idstr: string,
    instanceId: number,
    versionId: number,
    body: () => void,
  ): void {
    this.section(
      type,
      sectionId,
      idstr,
      () => writeFullHeader(this.file, type, sectionId, idstr, instanceId, versionId),
      body,
    );
  }

  private part(type: number, sectionId: number, idstr: string, body: () => void): void {
    this.section(type, sectionId, idstr, () => writePartHeader(this.file, type, sectionId), body);
  }

  /** qemu_savevm_state_setup(): RAM first, then the handlers that are active. */
  private setup(): void {
    this.full(SectionType.Start, RAM_SECTION, 'ram', 0, RAM_VERSION, () => {
      this.spend(COST.dirtySync);
      this.ram.setup();
    });
    if (!this.iterative) return;
    const { recorder, nic } = this.machine;
    this.full(SectionType.Start, ITERATIVE_SECTION, this.iterativeName, 0, 1, () => {
      recorder.set(nic.cells.iterativeSent, 1);
      this.file.u64(VNET_MIG_F_INIT_STATE);
      this.saveNic();
      this.file.u64(VNET_MIG_F_END_DATA);
      recorder.set(nic.cells.iterativeSent, 2);
    });
    this.file.flush();
  }

  private get iterativeName(): string {
    return NIC_IDSTR.slice(0, NIC_IDSTR.lastIndexOf('/')) + ITERATIVE_SUFFIX;
  }

  private saveNic(): number {
    const start = this.file.offset;
    const state = this.machine.nic.saveState();
    saveVmstate(virtioNet, state, this.file);
    this.spend(COST.saveNic);
    return this.file.offset - start;
  }

  private get rateExceeded(): boolean {
    return this.file.transferred - this.windowBytes >= this.rateMax;
  }

  private get rateMax(): number {
    return Math.floor(this.scenario.migration.maxBandwidth / 10);
  }

  /** migration_iteration_run(): true when it is time to stop the guest. */
  private iteration(): boolean {
    const { recorder } = this.machine;
    let pending = this.ram.pending;
    recorder.event(EventKind.CompletionTest, 0, -1, pending, this.threshold);
    if (pending < this.threshold) {
      this.spend(COST.dirtySync);
      this.ram.sync();
      pending = this.ram.pending;
      recorder.event(EventKind.CompletionTest, 1, -1, pending, this.threshold);
    }
    if (pending === 0 || pending < this.threshold) return true;
    if (this.ram.syncCount > this.scenario.migration.maxPasses) return true;
    this.part(SectionType.Part, RAM_SECTION, 'ram', () => this.ramIterate());
    if (this.iterative) {
      if (this.rateExceeded)
        recorder.event(
          EventKind.RateLimited,
          ITERATIVE_SECTION,
          -1,
          this.file.transferred - this.windowBytes,
          this.rateMax,
        );
      else this.part(SectionType.Part, ITERATIVE_SECTION, this.iterativeName, () => this.file.u64(VNET_MIG_F_NO_DATA));
    }
    return false;
  }

  /** ram_save_iterate(): until the rate is exceeded, nothing is dirty, or 50 ms have passed. */
  private ramIterate(): void {
    const began = this.now;
    for (let i = 0; !this.rateExceeded; i++) {
      const sent = this.ram.sendNext();
      if (sent === 0) break;
      this.spend(sent === 1 ? COST.saveZeroPage : COST.savePage);
      if ((i & 63) === 0 && this.now - began > MAX_WAIT) break;
    }
    this.ram.end();
  }

  /** migration_rate_limit(): at a window's end the bandwidth is measured and the threshold follows; sleeps when over. */
  private rateLimit(): void {
    if (this.now >= this.windowStart + WINDOW) this.endWindow();
    if (!this.rateExceeded) return;
    const until = this.windowStart + WINDOW;
    this.machine.recorder.event(EventKind.RateLimited, -1, -1, this.file.transferred - this.windowBytes, this.rateMax);
    if (until > this.now) this.spend(until - this.now);
    this.endWindow();
  }

  private endWindow(): void {
    const bytes = this.file.transferred - this.windowBytes;
    const bandwidth = bytes / (this.now - this.windowStart);
    this.threshold = Math.floor(bandwidth * this.scenario.migration.downtimeLimit * 1_000_000);
    this.windowStart = this.now;
    this.windowBytes = this.file.transferred;
  }

  /** migration_completion(): stop, command 11, the last pages, every device, the end. */
  private complete(): void {
    const { machine } = this;
    machine.stop(this.now);
    this.stoppedAt = this.now;
    this.spend(COST.stopVm);
    this.setStatus('device');
    machine.recorder.event(EventKind.CommandSent, COMMAND_SWITCHOVER_START, this.file.offset);
    writeCommand(this.file, COMMAND_SWITCHOVER_START);
    this.part(SectionType.End, RAM_SECTION, 'ram', () => {
      this.spend(COST.dirtySync);
      this.ram.sync();
      for (let sent = this.ram.sendNext(); sent !== 0; sent = this.ram.sendNext())
        this.spend(sent === 1 ? COST.saveZeroPage : COST.savePage);
      this.ram.end();
      machine.memory.logging = false;
    });
    if (this.iterative)
      this.part(SectionType.End, ITERATIVE_SECTION, this.iterativeName, () => this.file.u64(VNET_MIG_F_NO_DATA));
    const described = this.devices();
    machine.recorder.event(EventKind.StreamEnd, -1, this.file.offset);
    this.spend(COST.describe);
    writeEnd(this.file, this.description(described));
    this.file.flush();
    if (this.iterative) machine.recorder.set(machine.nic.cells.iterativeSent, 0);
  }

  /** Every device's FULL section; answers their entries of the description. */
  private devices(): string[] {
    const shift = this.iterative ? 1 : 0;
    const descriptions = platformDescriptions();
    return this.platform.map((device, i) => {
      const { idstr, instanceId, versionId, payload } = device;
      const sectionId = device.sectionId + (device.sectionId >= ITERATIVE_SECTION ? shift : 0);
      let size = 0;
      this.full(SectionType.Full, sectionId, idstr, instanceId, versionId, () => {
        if (payload === null) size = this.saveNic();
        else {
          this.file.bytes(payload);
          this.spend(COST.saveDevice);
        }
      });
      if (payload !== null) return descriptions[i]!;
      const fields = [{ name: 'virtio', type: 'virtio', size }];
      return qemuJson({ name: idstr, instance_id: instanceId, vmsd_name: virtioNet.name, version: versionId, fields });
    });
  }

  private description(devices: readonly string[]): string {
    const capabilities = {
      vmsd_name: 'configuration/capabilities',
      version: 1,
      fields: [
        { name: 'caps_count', type: 'uint32', size: 4 },
        { name: 'capabilities', type: 'capability', size: CAPABILITY.length + 1 },
      ],
    };
    const configuration = {
      vmsd_name: 'configuration',
      version: 1,
      fields: [
        { name: 'len', type: 'uint32', size: 4 },
        { name: 'name', type: 'buffer', size: PLATFORM_MACHINE.length },
      ],
      ...(this.iterative ? { subsections: [capabilities] } : {}),
    };
    return `{"configuration": ${qemuJson(configuration)}, "page_size": 4096, "devices": [${devices.join(', ')}]}`;
  }
}
