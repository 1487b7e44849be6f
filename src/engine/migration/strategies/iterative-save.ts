// Strategy `iterative` at the source: the RFC's SaveVMHandlers of `…/virtio-net-iterative` (patches 3, 4 and 6): the whole
// vmstate in setup, nothing new in each pass and at the end. With switch redoOnChange, a proposal of the thread, the whole
// state goes again whenever something that a destination prepares by has changed since: in a pass, and at the end.
import { nicPath } from '../../devices/virtio-net-config.ts';
import {
  VNET_MIG_F_END_DATA,
  VNET_MIG_F_INIT_STATE,
  VNET_MIG_F_NO_DATA,
  type VirtioNetWire,
} from '../../devices/virtio-net.ts';
import { ITERATIVE_SUFFIX } from '../../devices/virtio-net-names.ts';
import { SectionType } from '../../stream/sections.ts';
import { EarlyStates } from './early-states.ts';
import { Died, type SourceSide, type SourceStrategy } from './strategy.ts';

/** Patch 3 registers its handlers without the device and removes them with it: the entry outlives an unplugged NIC. */
const STALE_HANDLER =
  'QEMU died with signal 11: the handlers of virtio-net-iterative are still registered for a NIC that was unplugged';
const VHOST_ASSERTION = "virtio_net_pre_save: Assertion `!n->vhost_started' failed.";

export class IterativeSave implements SourceStrategy {
  protected readonly source: SourceSide;
  private readonly earlies: EarlyStates;

  constructor(source: SourceSide) {
    this.source = source;
    this.earlies = new EarlyStates(source.machine);
  }

  /** state_pending_exact: void states are to be sent again, when they are. */
  pending(): number {
    if (!this.redoes) return 0;
    return this.source.machine.nics.reduce((sum, { number }) => sum + this.earlies.voidBytes(number), 0);
  }

  setup(): readonly string[] {
    const { machine, sections, platform, file } = this.source;
    const { recorder } = machine;
    for (const [i, nic] of machine.nics.entries()) {
      if (this.isGone(i)) continue;
      sections.full(SectionType.Start, platform.earlySections[i]!, this.name(i), 0, 1, () => {
        recorder.set(nic.cells.iterativeSent, 1);
        this.initState(i);
        recorder.set(nic.cells.iterativeSent, 2);
      });
    }
    file.flush();
    return [];
  }

  /** The NICs' turn in a pass: only while the window has budget left. */
  pass(): void {
    for (const [nic, sectionId] of this.source.platform.earlySections.entries()) {
      if (this.isGone(nic)) continue;
      if (this.source.isRateExceeded(sectionId)) return;
      this.section(SectionType.Part, nic, () => {
        if (!this.news(nic)) this.source.file.u64(VNET_MIG_F_NO_DATA);
      });
    }
  }

  complete(): void {
    for (const nic of this.source.platform.earlySections.keys()) {
      if (this.isGone(nic)) continue;
      this.section(SectionType.End, nic, () => {
        if (!this.lastNews(nic)) this.source.file.u64(VNET_MIG_F_NO_DATA);
      });
    }
  }

  cleanup(): void {
    const { machine } = this.source;
    for (const nic of machine.nics) machine.recorder.set(nic.cells.iterativeSent, 0);
  }

  /** Whether the NIC was unplugged: its handler is there all the same, and runs on a device that is freed. */
  protected isGone(nic: number): boolean {
    if (this.source.unplugged.has(nic)) throw new Died(STALE_HANDLER);
    return false;
  }

  /** Told of what START carried, in strategies that remember it. */
  protected sent?(nic: number, wire: VirtioNetWire): void;

  /** INIT_STATE, the vmstate, END_DATA. */
  private initState(nic: number): void {
    const { file } = this.source;
    file.u64(VNET_MIG_F_INIT_STATE);
    assertEarlySave(this.source, nic);
    this.earlies.sending(nic, () => {
      const start = file.offset;
      const wire = this.source.saveNic(nic);
      this.sent?.(nic, wire);
      return file.offset - start;
    });
    file.u64(VNET_MIG_F_END_DATA);
  }

  /** Writes into a PART what is new; false when nothing is. */
  protected news(nic: number): boolean {
    if (!this.redoes || !this.earlies.settle(nic)) return false;
    this.initState(nic);
    return true;
  }

  /** The same for END: without the switch, what is void by now was so for good. */
  protected lastNews(nic: number): boolean {
    if (this.redoes) return this.news(nic);
    this.earlies.settle(nic);
    return false;
  }

  private get redoes(): boolean {
    return this.source.scenario.switches.redoOnChange;
  }

  private name(nic: number): string {
    return nicPath(this.source.nics[nic]!) + ITERATIVE_SUFFIX;
  }

  private section(type: number, nic: number, body: () => void): void {
    const { sections, platform } = this.source;
    sections.part(type, platform.earlySections[nic]!, this.name(nic), body);
  }
}

/** virtio_net_pre_save(): insists that vhost is stopped, unless patch 6 lets the early save pass. */
export function assertEarlySave({ machine, scenario }: SourceSide, nic: number): void {
  if (machine.hosts[nic]!.hasVhost && !scenario.patches.vhostSkip) throw new Died(VHOST_ASSERTION);
}
