// Strategy `delta`, a proposal of this project: START as in the RFC; a PART carries what the guest has changed since, and
// the FULL section, of version 12, where the queues stand, what else is still unsent and which subsections there are. No
// absence is left to be guessed, so nothing of an earlier load survives that the source does not have. Formats:
// devices/virtio-net-delta.ts. Capability `x-virtio-delta` beside `virtio-iterative`: both sides must have both.
import type { QemuFileReader } from '../../bytes/qemu-file-reader.ts';
import { ChangesLoader, type Composed } from '../../devices/virtio-net-composed.ts';
import { SentState, writeChanges, type DeltaRecord } from '../../devices/virtio-net-delta.ts';
import { presenceOf } from '../../devices/virtio-net-delta-groups.ts';
import { loadFinal } from '../../devices/virtio-net-iterative.ts';
import type { NicLoaded } from '../../devices/virtio-net-loader.ts';
import type { VirtioNetLive } from '../../devices/virtio-net-live.ts';
import {
  DELTA_FIELD,
  DELTA_VERSION,
  VNET_MIG_F_DELTA,
  VNET_MIG_F_END_DATA,
  VNET_MIG_F_FINAL,
  type VirtioNetWire,
} from '../../devices/virtio-net.ts';
import type { LoadHandler } from '../loadvm.ts';
import { IterativeLoad } from './iterative-load.ts';
import { IterativeSave } from './iterative-save.ts';
import type { DestinationSide, FullSave } from './strategy.ts';

export class DeltaSave extends IterativeSave {
  private readonly sentStates = new Map<number, SentState>();

  /** Only what START gave the destination can be completed. */
  full(nic: number): FullSave | null {
    const sent = this.sentStates.get(nic);
    if (!sent) return null;
    return {
      versionId: DELTA_VERSION,
      field: DELTA_FIELD,
      save: () => {
        const wire = this.source.machine.nics[nic]!.saveState();
        this.write(VNET_MIG_F_FINAL, wire, sent.changes(wire, true)!);
      },
    };
  }

  /** The proposal registers its handlers with their device, so they go with it. */
  protected override isGone(nic: number): boolean {
    return this.source.unplugged.has(nic);
  }

  protected override sent(nic: number, wire: VirtioNetWire): void {
    const sent = new SentState();
    sent.changes(wire);
    this.sentStates.set(nic, sent);
  }

  protected override news(nic: number): boolean {
    const wire = this.source.machine.nics[nic]!.saveState();
    const records = this.sentStates.get(nic)!.changes(wire);
    if (records) this.write(VNET_MIG_F_DELTA, wire, records);
    return records !== null;
  }

  /** What changed after the last PART goes with the FULL section. */
  protected override lastNews(): boolean {
    return false;
  }

  private write(flag: bigint, wire: VirtioNetWire, records: readonly DeltaRecord[]): void {
    const { file, steps } = this.source;
    file.u64(flag);
    writeChanges(presenceOf(wire), records, file);
    file.u64(VNET_MIG_F_END_DATA);
    this.source.spend(steps.saveChanges);
  }
}

export class DeltaLoad extends IterativeLoad {
  private readonly loaders: ReadonlyMap<VirtioNetLive, ChangesLoader>;

  constructor(side: DestinationSide, isOn: boolean) {
    super(side, isOn);
    this.loaders = new Map(
      side.vm.nics.map((nic) => {
        const load = (composed: Composed, isLast: boolean): NicLoaded => {
          const relaxed = !isLast && side.scenario.patches.relaxedIndexCheck;
          return side.loadComposed(composed, nic, relaxed ? 'relaxed' : 'whole');
        };
        return [nic, new ChangesLoader(side.console, load)];
      }),
    );
  }

  full(nic: number): Pick<LoadHandler, 'versionId' | 'load'> {
    const { side } = this;
    const device = side.vm.nics[nic]!;
    return {
      versionId: DELTA_VERSION,
      load: (file, versionId) =>
        versionId < DELTA_VERSION
          ? (side.loadNic(file, versionId, device, { ringCheck: 'whole' }).error?.code ?? 0)
          : loadFinal(file, side.console, () => this.changes(file, device, true)),
    };
  }

  protected override loaded(nic: VirtioNetLive, loaded: NicLoaded): void {
    this.loaders.get(nic)!.begin(loaded);
  }

  protected override changes(file: QemuFileReader, nic: VirtioNetLive, isLast: boolean): number {
    const code = this.loaders.get(nic)!.take(file, isLast);
    // A back-end that was set up early is told what has changed.
    if (code === 0 && !isLast) this.side.warmedUp(nic);
    return code;
  }
}
