// A virtual machine that only waits with -incoming, for streams of any origin: what it was started with, and the handlers
// that it registers. Its NICs and RAM are real; of machine devices it knows their descriptions, or
// where their sections end.
import { Errno } from '../bytes/errno.ts';
import { inflate } from '../bytes/inflate.ts';
import { QemuFileReader } from '../bytes/qemu-file-reader.ts';
import { nicPath, type NicConfig, type QemuFlavour } from '../devices/virtio-net-config.ts';
import { ChangesLoader } from '../devices/virtio-net-composed.ts';
import { loadFinal, loadIterative } from '../devices/virtio-net-iterative.ts';
import type { NicLoad } from '../devices/virtio-net-live.ts';
import { loadNic, type NicLoaded } from '../devices/virtio-net-loader.ts';
import type { LoadConsole } from '../devices/virtio-net-load-rings.ts';
import { encodeNic } from '../devices/virtio-net-save.ts';
import { newNicState, queueCount, type NicState } from '../devices/virtio-net-state.ts';
import { DELTA_VERSION, virtioNet, virtioNetEarly } from '../devices/virtio-net.ts';
import { EARLY_SUFFIX, ITERATIVE_SUFFIX } from '../devices/virtio-net-names.ts';
import type { DescribedVmstate } from '../inspect/description.ts';
import { RamLoad, type LoadBlock } from '../ram/ram-load.ts';
import { SparseMemory } from '../ram/sparse-memory.ts';
import { sizeOf } from './described-device.ts';
import { loadvm, type LoadHandler, type LoadOutcome, type LoadTarget } from './loadvm.ts';
import { DELTA } from '../stream/configuration.ts';
import { hasNoAlias, tooOld } from './machine-versions.ts';
import { loadUnmodelled, otherVirtio } from './unmodelled-devices.ts';
import { ramRules } from './ram-rules.ts';

export interface VmConfig {
  readonly qemu: QemuFlavour;
  /** Versioned machine type, e.g. `pc-q35-7.2`. */
  readonly machine: string;
  readonly blocks: readonly LoadBlock[];
  readonly nics: readonly NicConfig[];
  /** `send-configuration` and `send-section-footer`: whether it expects them; old machine types do not. */
  readonly configuration: boolean;
  readonly footers: boolean;
  /** `-netdev` options on its command line; one that no NIC uses is warned of. */
  readonly netdevs: number;
  readonly capabilities: readonly string[];
  /** The RFC's patch 5: the early load does not compare ring indices. */
  readonly patch5: boolean;
}

/** Machine devices, which the engine does not model. */
export interface MachineDevices {
  /** The stream's own description of it, which the destination's is taken to be. */
  described(idstr: string, instanceId: number): DescribedVmstate | undefined;
  /** Version that the destination has of it; null for a device that it does not have. */
  version(idstr: string, instanceId: number): number | null;
  /** Where the payload that starts at `offset` ends; -1 when the stream ends before. */
  end(offset: number): number;
}

export interface LoadedNic {
  readonly name: string;
  readonly broken: boolean;
  /** [last_avail_idx, used_idx, shadow_avail_idx, inuse] of each queue. */
  readonly queues: readonly (readonly [number, number, number, number])[];
}

export interface VmLoad extends LoadOutcome {
  readonly stderr: readonly string[];
  readonly guestErrors: readonly string[];
  readonly devices: readonly LoadedNic[];
  /** The NICs as the load left them. */
  readonly nics: readonly NicState[];
}

/** `alias_id` -1 as an instance id of the wire. */
const NO_ALIAS = 0xffffffff;

/** Loads the stream that begins at `start` into such a machine; what a mapped-ram file says are offsets in `bytes`. */
export function loadIntoVm(bytes: Uint8Array, config: VmConfig, machineDevices: MachineDevices, start = 0): VmLoad {
  const console: LoadConsole = { stderr: [], guestErrors: [] };
  const vm = new WaitingVm(config, machineDevices, console);
  const outcome = loadvm(new QemuFileReader(bytes, start), vm, console);
  return {
    ...outcome,
    stderr: console.stderr,
    guestErrors: console.guestErrors,
    devices: outcome.outcome === 'completed' ? vm.nics.map(report) : [],
    nics: vm.nics,
  };
}

function report(state: NicState): LoadedNic {
  return {
    name: `${nicPath(state.own.config)}/virtio-net`,
    broken: state.broken,
    queues: state.queues
      .slice(0, queueCount(state))
      .map(({ lastAvailIdx, usedIdx, shadowAvailIdx, inuse }) => [lastAvailIdx, usedIdx, shadowAvailIdx, inuse]),
  };
}

class WaitingVm implements LoadTarget {
  readonly flavour: QemuFlavour;
  readonly machine: string;
  readonly capabilities: readonly string[];
  readonly configuration: boolean;
  readonly footers: boolean;
  readonly nics: readonly NicState[];
  private readonly memory: SparseMemory;
  private readonly machineDevices: MachineDevices;
  private readonly console: LoadConsole;
  private readonly own: readonly LoadHandler[];

  constructor(config: VmConfig, machineDevices: MachineDevices, console: LoadConsole) {
    this.flavour = config.qemu;
    this.machine = config.machine;
    this.capabilities = config.capabilities;
    this.configuration = config.configuration;
    this.footers = config.footers;
    this.memory = new SparseMemory(config.blocks, config.machine);
    this.machineDevices = machineDevices;
    this.console = console;
    this.nics = config.nics.map((nic) => newNicState(config.qemu, nic, config.machine));
    const ram = new RamLoad(this.memory, ramRules(config.qemu, config.capabilities, inflate), console.stderr);
    const ramHandler: LoadHandler = {
      idstr: 'ram',
      instanceId: 0,
      versionId: 4,
      load: (file, versionId) => (versionId === 4 ? ram.load(file, () => undefined) : Errno.EINVAL),
    };
    this.own = [ramHandler, ...this.nics.flatMap((nic) => this.nicHandlers(nic, config))];
    // Where the accelerator is not qtest, QEMU says which back-ends are left over.
    if (config.qemu === '7.2')
      for (let i = config.nics.length; i < config.netdevs; i++)
        console.stderr.push(`warning: netdev n${i} has no peer`);
  }

  discard(idstr: string, start: number, length: number): boolean {
    return this.memory.discard(idstr, start, length);
  }

  find(idstr: string, instanceId: number): LoadHandler | undefined {
    // Most vmstate handlers have no alias, which is this number on the wire: it finds the first of that name.
    const isAny = instanceId === NO_ALIAS && hasNoAlias(idstr) && idstr !== 'ram' && !idstr.endsWith(ITERATIVE_SUFFIX);
    const wanted = isAny ? 0 : instanceId;
    const own = this.own.find((handler) => handler.idstr === idstr && handler.instanceId === wanted);
    if (own || idstr === 'ram' || /\/virtio-net(-iterative|-early)?$/.test(idstr)) return own;
    const versionId = this.machineDevices.version(idstr, wanted);
    if (versionId === null) return undefined;
    return {
      idstr,
      instanceId: wanted,
      versionId,
      load: (file, received) => this.loadDevice(file, idstr, wanted, received),
    };
  }

  private nicHandlers(nic: NicState, { patch5, qemu, machine, capabilities }: VmConfig): LoadHandler[] {
    const { memory, console } = this;
    const path = nicPath(nic.own.config);
    const load = (file: QemuFileReader, versionId: number, how: NicLoad): NicLoaded =>
      loadNic(nic, file, versionId, { memory, console, ...how });
    const code = ({ error }: NicLoaded): number => error?.code ?? 0;
    const full: LoadHandler = {
      idstr: `${path}/virtio-net`,
      instanceId: 0,
      versionId: virtioNet.versionId,
      load: (file, versionId) => code(load(file, versionId, { ringCheck: 'whole' })),
    };
    if (qemu !== '10.0+rfc') return [full];
    const changes = new ChangesLoader(console, ({ wire }, isLast) => {
      Object.assign(nic, newNicState(qemu, nic.own.config, machine));
      const ringCheck = patch5 && !isLast ? 'relaxed' : 'whole';
      return load(new QemuFileReader(encodeNic(wire)), virtioNet.versionId, { ringCheck });
    });
    const hasChanges = capabilities.includes(DELTA);
    let loaded = false;
    const iterative: LoadHandler = {
      idstr: path + ITERATIVE_SUFFIX,
      instanceId: 0,
      versionId: 1,
      load: (file) => {
        const loadState = (): void => {
          changes.begin(load(file, virtioNet.versionId, { ringCheck: patch5 && !loaded ? 'relaxed' : 'whole' }));
          loaded = true;
        };
        return loadIterative(file, console, loadState, hasChanges ? () => changes.take(file, false) : undefined);
      },
    };
    const early: LoadHandler = {
      idstr: path + EARLY_SUFFIX,
      instanceId: 0,
      versionId: virtioNetEarly.versionId,
      load: (file, versionId) => code(load(file, versionId, { ringCheck: 'none', vmstate: virtioNetEarly })),
    };
    if (!hasChanges) return [iterative, early, full];
    const last: LoadHandler = {
      ...full,
      versionId: DELTA_VERSION,
      load: (file, versionId, ...rest) =>
        versionId < DELTA_VERSION
          ? full.load(file, versionId, ...rest)
          : loadFinal(file, console, () => changes.take(file, true)),
    };
    return [iterative, early, last];
  }

  private loadDevice(file: QemuFileReader, idstr: string, instanceId: number, versionId: number): number {
    const { stderr } = this.console;
    const refusal = tooOld(idstr, versionId);
    if (refusal !== null) {
      stderr.push(refusal);
      return Errno.EINVAL;
    }
    const end = this.machineDevices.end(file.offset);
    const size = end - file.offset;
    const isWhole = end >= 0 && file.has(size);
    const described = this.machineDevices.described(idstr, instanceId);
    if (isWhole && (!described || sizeOf(described) !== size || otherVirtio(idstr) !== undefined)) {
      file.skip(size);
      return 0;
    }
    return loadUnmodelled(file, this.machine, { idstr, instanceId, described }, stderr);
  }
}
