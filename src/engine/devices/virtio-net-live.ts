// virtio-net as it runs: takes buffers from the rings, uses them, interrupts (QEMU hw/virtio/virtio.c, hw/net/virtio-net.c).
// Its state is cells; the rings are guest memory.
import type { QemuFileReader } from '../bytes/qemu-file-reader.ts';
import { macNumber } from '../bytes/text.ts';
import { EventKind } from '../capture/event-kinds.ts';
import type { Recorder } from '../capture/recorder.ts';
import type { GuestMemory } from '../ram/guest-memory.ts';
import {
  availEntry,
  availIdx,
  chainBytes,
  indexDistance,
  needEvent,
  usedEvent,
  writeUsed,
  type SplitRing,
} from '../virtqueue/split.ts';
import type { WireState } from '../vmstate/description.ts';
import { cellsFromState, stateFromCells } from './virtio-net-cell-state.ts';
import type { NicCells, QueueCells } from './virtio-net-cells.ts';
import type { NicConfig, QemuFlavour } from './virtio-net-config.ts';
import { GuestRam } from '../ram/guest-ram.ts';
import type { LoadConsole } from './virtio-net-load-rings.ts';
import { loadNic, type NicLoaded } from './virtio-net-loader.ts';
import { nicConfigSpace, nicMsixTable } from './virtio-net-pci-config.ts';
import { wireOf } from './virtio-net-save.ts';
import { newNicState, type NicState } from './virtio-net-state.ts';
import type { VirtioNetWire } from './virtio-net.ts';

const STATUS_DRIVER_OK = 4;
const STATUS_BOUND = 0x0f;
const NO_VECTOR = 0xffff;
export class VirtioNetLive {
  readonly cells: NicCells;
  private readonly recorder: Recorder;
  private readonly memory: GuestMemory;
  /** What has no cell; what has one is brought up to date before a save or a load. */
  private readonly state: NicState;

  /** A device as switched on by QEMU `flavour` in machine type `machine`. */
  constructor(
    cells: NicCells,
    recorder: Recorder,
    memory: GuestMemory,
    flavour: QemuFlavour,
    config: NicConfig,
    machine: string,
  ) {
    this.cells = cells;
    this.recorder = recorder;
    this.memory = memory;
    this.state = newNicState(flavour, config, machine);
    recorder.initial(cells.mac, macNumber(this.state.mac));
    recorder.initial(cells.linkStatus, 1);
    recorder.initial(cells.promisc, 1);
    recorder.initial(cells.vlans, 4096);
    recorder.initial(cells.configVector, NO_VECTOR);
    for (const [i, queue] of cells.queues.entries()) {
      recorder.initial(queue.num, this.state.queues[i]!.num);
      recorder.initial(queue.vector, NO_VECTOR);
    }
  }

  /** Bound by a driver with these rings; both data queues have come to `startIndex`. */
  bind(rings: readonly SplitRing[], mac: Uint8Array, features: bigint, startIndex: number, rxBuffers: number): void {
    const { cells, recorder } = this;
    const { state } = this;
    state.pciConfig = nicConfigSpace(true, state.own.config);
    state.msixTable = nicMsixTable(true, state.own.config);
    state.config.set([...mac, 1, 0]);
    state.vlans = new Uint8Array(512);
    state.dfselect = 1;
    state.gfselect = 1;
    state.modernFeatures = [Number(features & 0xffffffffn), Number(features >> 32n)];
    state.mergeableRxBufs = Number((features >> 15n) & 1n);
    recorder.initial(cells.status, STATUS_BOUND);
    recorder.initial(cells.isr, 1);
    recorder.initial(cells.queueSel, 2);
    recorder.initial(cells.featuresLow, Number(features & 0xffffffffn));
    recorder.initial(cells.featuresHigh, Number(features >> 32n));
    recorder.initial(cells.configVector, 0);
    recorder.initial(cells.started, 1);
    recorder.initial(cells.barsMapped, 1);
    recorder.initial(cells.vlans, 0);
    for (const [i, queue] of cells.queues.entries()) {
      const ring = rings[i]!;
      const index = i < 2 ? startIndex : 0;
      state.queues[i]!.modern = {
        num: ring.num,
        enabled: 1,
        desc: halves(ring.desc),
        avail: halves(ring.avail),
        used: halves(ring.used),
      };
      recorder.initial(queue.num, ring.num);
      recorder.initial(queue.desc, ring.desc);
      recorder.initial(queue.avail, ring.avail);
      recorder.initial(queue.used, ring.used);
      recorder.initial(queue.enabled, 1);
      recorder.initial(queue.vector, i + 1);
      recorder.initial(queue.lastAvailIdx, index);
      recorder.initial(queue.usedIdx, index);
      recorder.initial(queue.shadowAvailIdx, i === 0 ? (index + rxBuffers) & 0xffff : index);
      recorder.initial(queue.signalledUsed, index);
      recorder.initial(queue.signalledUsedValid, i < 2 ? 1 : 0);
    }
  }

  /** Whether the driver is bound and the device works. */
  get running(): boolean {
    return (
      (this.recorder.get(this.cells.status) & STATUS_DRIVER_OK) !== 0 && this.recorder.get(this.cells.broken) === 0
    );
  }

  ring(queue: number): SplitRing {
    const cells = this.cells.queues[queue]!;
    const { recorder } = this;
    return {
      num: recorder.get(cells.num),
      desc: recorder.get(cells.desc),
      avail: recorder.get(cells.avail),
      used: recorder.get(cells.used),
    };
  }

  /** virtqueue_pop(): the next available head, or -1 when the ring is empty. */
  pop(queue: number): number {
    const { recorder, memory } = this;
    const cells = this.cells.queues[queue]!;
    const ring = this.ring(queue);
    const last = recorder.get(cells.lastAvailIdx);
    let shadow = recorder.get(cells.shadowAvailIdx);
    const reload = shadow === last;
    if (reload) {
      shadow = availIdx(memory, ring);
      if (shadow === last) return -1;
    }
    const head = availEntry(memory, ring, last);
    const next = (last + 1) & 0xffff;
    recorder.event(EventKind.DevicePop, queue, -1, head, next);
    if (reload) recorder.set(cells.shadowAvailIdx, shadow);
    recorder.set(cells.lastAvailIdx, next);
    recorder.set(cells.inuse, recorder.get(cells.inuse) + 1);
    memory.setU16(ring.used + 4 + 8 * ring.num, next); // avail_event: kick me at the next one
    return head;
  }

  /** virtqueue_push(): gives a chain back with `written` bytes in it. */
  use(queue: number, head: number, written: number): void {
    const { recorder, memory } = this;
    const cells = this.cells.queues[queue]!;
    const ring = this.ring(queue);
    const index = recorder.get(cells.usedIdx);
    const next = (index + 1) & 0xffff;
    recorder.event(EventKind.DeviceUse, queue, -1, head, written);
    writeUsed(memory, ring, index, head, written);
    memory.setU16(ring.used + 2, next);
    recorder.set(cells.usedIdx, next);
    recorder.set(cells.inuse, recorder.get(cells.inuse) - 1);
  }

  /** virtio_notify(): interrupts when the driver asked for it; answers whether it did. */
  interrupt(queue: number): boolean {
    const { recorder, memory } = this;
    const cells = this.cells.queues[queue]!;
    const now = recorder.get(cells.usedIdx);
    const old = recorder.get(cells.signalledUsed);
    const valid = recorder.get(cells.signalledUsedValid) === 1;
    const due = !valid || needEvent(usedEvent(memory, this.ring(queue)), now, old);
    if (due) {
      recorder.event(EventKind.DeviceInterrupt, queue, -1, 0, recorder.get(cells.vector));
      recorder.set(this.cells.isr, recorder.get(this.cells.isr) | 1);
    }
    recorder.set(cells.signalledUsed, now);
    recorder.set(cells.signalledUsedValid, 1);
    return due;
  }

  /** How many buffers the driver has made available that the device has not taken. */
  available(queue: number): number {
    const cells = this.cells.queues[queue]!;
    return indexDistance(this.recorder.get(cells.lastAvailIdx), availIdx(this.memory, this.ring(queue)));
  }

  /** Lengths of the chain at `head`, and where it begins. */
  chain(queue: number, head: number): ReturnType<typeof chainBytes> {
    return chainBytes(this.memory, this.ring(queue), head);
  }

  setTxWaiting(waiting: boolean): void {
    this.recorder.set(this.cells.txWaiting, waiting ? 1 : 0);
  }

  /** The state that a section carries. */
  saveState(): VirtioNetWire {
    return wireOf(stateFromCells(this.state, this.cells, this.recorder));
  }

  /** virtio_load() from a stream; cells get the stream offset that carried them. */
  load(file: QemuFileReader, versionId: number, console: LoadConsole, skipIndexCheck: boolean): NicLoaded {
    const { state, cells, recorder } = this;
    const offsets: WireState = {};
    const memory = new GuestRam(this.memory);
    const loaded = loadNic(stateFromCells(state, cells, recorder), file, versionId, {
      memory,
      console,
      skipIndexCheck,
      offsets,
    });
    if (loaded.wire) cellsFromState(state, loaded, offsets, cells, recorder);
    return loaded;
  }

  /** Any value of a queue's cells by name, for tests and reports. */
  queueValue(queue: number, name: keyof QueueCells): number {
    return this.recorder.get(this.cells.queues[queue]![name]);
  }

  /** Features this device offers. */
  get hostFeatures(): bigint {
    return this.state.own.hostFeatures;
  }
}

/** Low and high half of an address, as the modern registers hold it. */
const halves = (address: number): number[] => [address % 4294967296, Math.floor(address / 4294967296)];
