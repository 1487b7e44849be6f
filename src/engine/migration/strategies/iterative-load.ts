// Strategy `iterative` at the destination: load handlers of `…/virtio-net-iterative` and iterative_vmstate_loaded, which
// says whether the early load, without a comparison of ring indices, is behind (patches 3 to 5).
import type { QemuFileReader } from '../../bytes/qemu-file-reader.ts';
import { nicPath } from '../../devices/virtio-net-config.ts';
import { loadIterative } from '../../devices/virtio-net-iterative.ts';
import type { NicLoaded } from '../../devices/virtio-net-loader.ts';
import type { VirtioNetLive } from '../../devices/virtio-net-live.ts';
import { virtioNet } from '../../devices/virtio-net.ts';
import { ITERATIVE_SUFFIX } from '../../devices/virtio-net-names.ts';
import type { LoadHandler } from '../loadvm.ts';
import type { DestinationSide, DestinationStrategy } from './strategy.ts';

/** `iterative_vmstate_loaded` of VirtIODevMigration: freed, false, true. */
const FREED = 0;
const NOT_LOADED = 1;
const LOADED = 2;

export class IterativeLoad implements DestinationStrategy {
  readonly handlers: readonly LoadHandler[];
  protected readonly side: DestinationSide;
  private readonly isOn: boolean;

  /** The handlers are registered whether the capability is on or not. */
  constructor(side: DestinationSide, isOn: boolean) {
    this.side = side;
    this.isOn = isOn;
    this.handlers = side.vm.nics.map((nic, i) => ({
      idstr: nicPath(side.nics[i]!) + ITERATIVE_SUFFIX,
      instanceId: 0,
      versionId: 1,
      load: (file) => this.load(file, nic),
    }));
  }

  isEarly(): boolean {
    return false;
  }

  /** Patch 5 as a reviewer proposed it: one flag from load_setup to load_cleanup, which comes after FULL. */
  get relaxesFull(): boolean {
    return this.isOn && this.side.scenario.patches.relaxedUntilCleanup;
  }

  warmUps(): number {
    return this.isOn ? this.handlers.length : 0;
  }

  setup(): void {
    for (const nic of this.side.vm.nics) this.setLoaded(NOT_LOADED, nic);
  }

  cleanup(): void {
    for (const nic of this.side.vm.nics) this.setLoaded(FREED, nic);
  }

  /** Told of what START gave the device, in strategies that keep it. */
  protected loaded?(nic: VirtioNetLive, loaded: NicLoaded): void;

  /** Takes changes in, in strategies that know of them. */
  protected changes?(file: QemuFileReader, nic: VirtioNetLive, isLast: boolean): number;

  private load(file: QemuFileReader, nic: VirtioNetLive): number {
    const { vm, scenario, console } = this.side;
    const loadState = (): void => {
      const again = vm.recorder.get(nic.cells.iterativeLoaded) === LOADED;
      const { redoOnChange } = scenario.switches;
      // Redone, it takes the place of the one before, of which nothing must be left.
      if (again && redoOnChange) this.side.resetNic(nic);
      const relaxed = scenario.patches.relaxedIndexCheck && (!again || redoOnChange || this.relaxesFull);
      const how = { ringCheck: relaxed ? 'relaxed' : 'whole' } as const;
      const loaded = this.side.loadNic(file, virtioNet.versionId, nic, how);
      this.loaded?.(nic, loaded);
      this.setLoaded(LOADED, nic);
      this.side.warmedUp(nic);
    };
    const changes = this.changes && ((isLast: boolean): number => this.changes!(file, nic, isLast));
    return loadIterative(file, console, loadState, changes);
  }

  private setLoaded(value: number, nic: VirtioNetLive): void {
    if (this.isOn) this.side.vm.recorder.set(nic.cells.iterativeLoaded, value);
  }
}
