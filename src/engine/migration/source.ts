// The source's migration thread (QEMU migration/migration.c, savevm.c): header, setup, passes under the rate limit until
// what is left fits the downtime limit, then stop-and-copy. The guest runs between the thread's steps. It depends on the
// scenario alone.
import { EventKind } from '../capture/event-kinds.ts';
import type { SideCapture } from '../capture/capture.ts';
import type { CellDef } from '../capture/cells.ts';
import type { ArenaInfo } from '../capture/capture.ts';
import {
  ITERATIVE_SUFFIX,
  VNET_MIG_F_END_DATA,
  VNET_MIG_F_INIT_STATE,
  VNET_MIG_F_NO_DATA,
  virtioNet,
} from '../devices/virtio-net.ts';
import { Machine } from '../machine/machine.ts';
import { platformOf, type Platform } from '../machine/platform.ts';
import { platformDescriptions, qemuJson } from '../machine/platform-description.ts';
import { RamSave } from '../ram/ram-save.ts';
import { nicPath, type NicConfig } from '../devices/virtio-net-config.ts';
import { capabilityOf, machineOf, machineVersion, nicsOf } from '../scenario/machines.ts';
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
const RAM_VERSION = 4;
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
  private readonly platform: Platform;
  private readonly nics: readonly NicConfig[];
  private readonly machineType: string;
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
    this.iterative = capabilityOf(scenario, 'source');
    this.nics = nicsOf(scenario, 'source');
    this.machineType = machineOf(scenario, 'source');
    this.platform = platformOf(this.machineType, this.nics, this.iterative);
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
      nicStarted: recorder.get(machine.nics[0]!.cells.started) === 1,
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
    writeConfiguration(this.file, this.machineType, this.iterative ? [CAPABILITY] : []);
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
    this.full(SectionType.Start, this.platform.ramSection, 'ram', 0, RAM_VERSION, () => {
      this.spend(COST.dirtySync);
      this.ram.setup();
    });
    if (!this.iterative) return;
    const { recorder } = this.machine;
    for (const [i, nic] of this.machine.nics.entries()) {
      this.full(SectionType.Start, this.platform.iterativeSections[i]!, this.iterativeName(i), 0, 1, () => {
        recorder.set(nic.cells.iterativeSent, 1);
        this.file.u64(VNET_MIG_F_INIT_STATE);
        this.saveNic(i);
        this.file.u64(VNET_MIG_F_END_DATA);
        recorder.set(nic.cells.iterativeSent, 2);
      });
    }
    this.file.flush();
  }

  private iterativeName(nic: number): string {
    return nicPath(this.nics[nic]!) + ITERATIVE_SUFFIX;
  }

  /** A PART or END of a NIC's iterative handler: nothing new. */
  private noData(type: number, nic: number): void {
    this.part(type, this.platform.iterativeSections[nic]!, this.iterativeName(nic), () =>
      this.file.u64(VNET_MIG_F_NO_DATA),
    );
  }

  private saveNic(nic: number): number {
    const start = this.file.offset;
    saveVmstate(virtioNet, this.machine.nics[nic]!.saveState(), this.file);
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
    this.part(SectionType.Part, this.platform.ramSection, 'ram', () => this.ramIterate());
    if (this.iterative) this.nicIterate();
    return false;
  }

  /** The NICs' turn in a pass: only while the window has budget left. */
  private nicIterate(): void {
    for (const [nic, sectionId] of this.platform.iterativeSections.entries()) {
      if (this.rateExceeded) {
        const bytes = this.file.transferred - this.windowBytes;
        this.machine.recorder.event(EventKind.RateLimited, sectionId, -1, bytes, this.rateMax);
        return;
      }
      this.noData(SectionType.Part, nic);
    }
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
    if (this.sendsSwitchover) {
      machine.recorder.event(EventKind.CommandSent, COMMAND_SWITCHOVER_START, this.file.offset);
      writeCommand(this.file, COMMAND_SWITCHOVER_START);
    }
    this.part(SectionType.End, this.platform.ramSection, 'ram', () => {
      this.spend(COST.dirtySync);
      this.ram.sync();
      for (let sent = this.ram.sendNext(); sent !== 0; sent = this.ram.sendNext())
        this.spend(sent === 1 ? COST.saveZeroPage : COST.savePage);
      this.ram.end();
      machine.memory.logging = false;
    });
    for (const nic of this.platform.iterativeSections.keys()) this.noData(SectionType.End, nic);
    const described = this.devices();
    machine.recorder.event(EventKind.StreamEnd, -1, this.file.offset);
    this.spend(COST.describe);
    writeEnd(this.file, this.description(described));
    this.file.flush();
    if (this.iterative) for (const nic of machine.nics) machine.recorder.set(nic.cells.iterativeSent, 0);
  }

  /** `send-switchover-start`: from machine version 10.0 on, so that older QEMUs do not see what they do not know. */
  private get sendsSwitchover(): boolean {
    return machineVersion(this.scenario) !== '7.2';
  }

  /** Every device's FULL section; answers their entries of the description. */
  private devices(): string[] {
    const descriptions = platformDescriptions(this.machineType);
    return this.platform.sections.map(({ sectionId, idstr, instanceId, versionId, payload, nic, captured }) => {
      let size = 0;
      this.full(SectionType.Full, sectionId, idstr, instanceId, versionId, () => {
        if (payload === null) size = this.saveNic(nic);
        else {
          this.file.bytes(payload);
          this.spend(COST.saveDevice);
        }
      });
      if (payload !== null) return descriptions[captured]!;
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
        { name: 'name', type: 'buffer', size: this.machineType.length },
      ],
      ...(this.iterative ? { subsections: [capabilities] } : {}),
    };
    const first = this.scenario.source.qemu === '7.2' ? '' : `"configuration": ${qemuJson(configuration)}, `;
    return `{${first}"page_size": 4096, "devices": [${devices.join(', ')}]}`;
  }
}
