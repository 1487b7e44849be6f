// The destination's vhost back-ends: set-up, control commands, queues enabled (QEMU hw/virtio/vhost.c vhost_dev_start(),
// net/vhost-vdpa.c), each an event with its modelled time. A vDPA device can be set up on an early state, before the stop;
// then it is only told what has changed since: a proposal of the thread. Guest memory is mapped for it, which pins it, when it
// is opened (vhost_vdpa_set_owner(), before any migration); the reset that follows drops the mapping and the set-up makes it
// anew, unless the reset is left out, the other proposal (rfc thread, 1 September 2025).
import { EventKind } from '../capture/event-kinds.ts';
import { vdpaChanges, type VdpaCommand } from '../devices/vdpa-commands.ts';
import type { VirtioNetLive } from '../devices/virtio-net-live.ts';
import type { Machine } from '../machine/machine.ts';
import { memoryOf } from '../scenario/machines.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { CostModel } from './cost/cost-model.ts';

const MIB = 1048576;

export class BackendStart {
  private readonly scenario: Scenario;
  private readonly vm: Machine;
  private readonly model: CostModel;
  /** What each device has been told, by NIC; none before it is set up. */
  private readonly told = new Map<number, readonly VdpaCommand[]>();

  constructor(scenario: Scenario, vm: Machine, model: CostModel) {
    this.scenario = scenario;
    this.vm = vm;
    this.model = model;
    if (scenario.backend !== 'vhost-vdpa') return;
    for (const nic of vm.nics) {
      this.event(EventKind.BackendPinned, nic, this.mebibytes, 0);
      if (!scenario.switches.vdpaKeepPinned) this.event(EventKind.BackendUnpinned, nic, this.mebibytes, 0);
    }
  }

  /** Guest memory, MiB. */
  private get mebibytes(): number {
    return memoryOf(this.scenario, 'destination') / MIB;
  }

  /** After an early load: the device is set up and told of it, or of what changed since the last one. */
  early(nic: VirtioNetLive): void {
    if (this.scenario.switches.vdpaEarly && nic.running) this.configure(nic);
  }

  /** In the stop, before the vCPUs run: what is still to do, and the queues. */
  start(): void {
    if (this.scenario.backend === 'qemu') return;
    for (const nic of this.vm.nics) {
      if (!nic.running) continue;
      this.configure(nic);
      const queues = nic.queues.filter(({ isReady }) => isReady).length;
      this.step(EventKind.BackendEnabled, nic, queues, this.model.enable(this.scenario.backend));
    }
  }

  private configure(nic: VirtioNetLive): void {
    const { backend } = this.scenario;
    const isVdpa = backend === 'vhost-vdpa';
    const before = this.told.get(nic.number);
    const wanted = isVdpa ? nic.vdpaCommands() : [];
    this.told.set(nic.number, wanted);
    if (!before) {
      const pairs = nic.hasMultiqueue ? nic.get('currQueuePairs') : 1;
      if (isVdpa && !this.scenario.switches.vdpaKeepPinned)
        this.step(EventKind.BackendPinned, nic, this.mebibytes, this.model.pin(this.mebibytes / 1024));
      this.step(EventKind.BackendSetUp, nic, pairs, this.model.setUp(backend, pairs));
    }
    for (const { cls, command } of vdpaChanges(before ?? [], wanted))
      this.step(EventKind.BackendCommand, nic, cls * 256 + command, this.model.command());
  }

  private step(kind: number, nic: VirtioNetLive, before: number, ns: number): void {
    this.event(kind, nic, before, ns);
    this.vm.recorder.now += ns;
  }

  private event(kind: number, nic: VirtioNetLive, before: number, ns: number): void {
    this.vm.recorder.event(kind, nic.number, -1, before, ns);
  }
}
