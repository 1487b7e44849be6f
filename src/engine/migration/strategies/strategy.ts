// How the NICs' state travels: what a strategy writes in setup, in a pass and at the end, and how the destination takes it.
// The source and the destination know nothing of one strategy in particular; strategies.ts picks.
import type { QemuFileReader } from '../../bytes/qemu-file-reader.ts';
import type { Composed } from '../../devices/virtio-net-composed.ts';
import type { NicLoaded } from '../../devices/virtio-net-loader.ts';
import type { LoadConsole, RingCheck } from '../../devices/virtio-net-load-rings.ts';
import type { NicConfig } from '../../devices/virtio-net-config.ts';
import type { NicLoad, VirtioNetLive } from '../../devices/virtio-net-live.ts';
import type { VirtioNetWire } from '../../devices/virtio-net.ts';
import type { Machine } from '../../machine/machine.ts';
import type { Platform } from '../../machine/platform.ts';
import type { StepCosts } from '../../scenario/cost-parameters.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { LoadHandler } from '../loadvm.ts';
import type { QemuFile } from '../qemu-file.ts';
import type { SectionWriter } from '../section-writer.ts';

/** The process is gone: nothing happens on the source any more. The message is its last word. */
export class Died extends Error {}

/** What a strategy may use of the source. */
export interface SourceSide {
  readonly scenario: Scenario;
  readonly machine: Machine;
  readonly file: QemuFile;
  readonly sections: SectionWriter;
  readonly platform: Platform;
  readonly nics: readonly NicConfig[];
  readonly unplugged: ReadonlySet<number>;
  /** What each step costs. */
  readonly steps: StepCosts;
  /** Lets `ns` pass. */
  spend(ns: number): void;
  /** Writes the NIC's whole vmstate; answers what it wrote. */
  saveNic(nic: number): VirtioNetWire;
  /** Writes every device's FULL section; answers their entries of the description JSON. */
  saveDevices(): readonly string[];
  /** Whether this window's budget is spent; then the section that had to wait is noted. */
  isRateExceeded(sectionId: number): boolean;
}

/** The source's part. Each is called once but `pass`, in this order, after RAM has done its own. */
export interface SourceStrategy {
  /** save_setup, behind RAM's START; answers entries of the description JSON. */
  setup(): readonly string[];
  /** state_pending_exact: bytes beside RAM's that are still to be sent before the stop. */
  pending(): number;
  /** save_live_iterate of each pass. */
  pass(): void;
  /** save_live_complete_precopy, behind RAM's END and before the FULL sections. */
  complete(): void;
  /** What the FULL section of a NIC is where it is not vmstate `virtio-net`; absent or null: it is as ever. */
  full?(nic: number): FullSave | null;
  /** save_cleanup, when the migration has completed. */
  cleanup(): void;
}

/** A FULL section of another form. */
export interface FullSave {
  readonly versionId: number;
  /** Its one field in the description JSON. */
  readonly field: string;
  save(): void;
}

/** What a strategy may use of the destination. */
export interface DestinationSide {
  readonly scenario: Scenario;
  readonly vm: Machine;
  readonly console: LoadConsole;
  readonly nics: readonly NicConfig[];
  /** Loads a NIC's whole vmstate, with the time that it costs. */
  loadNic(file: QemuFileReader, versionId: number, nic: VirtioNetLive, how: NicLoad): NicLoaded;
  /** Loads a state that was put together from changes, with the time that they cost. */
  loadComposed(composed: Composed, nic: VirtioNetLive, ringCheck: RingCheck): NicLoaded;
  /** A NIC as switched on, before an early state that takes the place of another. */
  resetNic(nic: VirtioNetLive): void;
  /**
   * An early state is in the section that is being loaded: when that has ended the NIC's back-end follows it (null: it is kept
   * nowhere), and the device approves the switch.
   */
  warmedUp(nic: VirtioNetLive | null): void;
}

/** The destination's part. */
export interface DestinationStrategy {
  /** Handlers beside those of RAM and of the FULL sections, registered before the devices' own. */
  readonly handlers: readonly LoadHandler[];
  /** Whether the FULL section of a device that comes now is an early one, after which the device is reset. Asked once each. */
  isEarly(device: string): boolean;
  /** switchover_ack_needed: of `devices` with a FULL section, how many approve the switch before the source may make it. */
  warmUps(devices: number): number;
  /** Whether the FULL sections of NICs, too, are loaded without the comparison of ring indices. */
  readonly relaxesFull: boolean;
  /** How the FULL section of a NIC is loaded where that is another than the device's own; absent: it is as ever. */
  full?(nic: number): Pick<LoadHandler, 'versionId' | 'load'>;
  /** load_setup, when header and configuration are in. */
  setup(): void;
  /** load_cleanup, when loading has ended, well or not. */
  cleanup(): void;
}
