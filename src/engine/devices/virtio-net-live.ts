// virtio-net as it runs: what the driver's register writes do to it, its queues, its control commands (QEMU
// hw/virtio/virtio.c, virtio-pci.c, hw/net/virtio-net.c). Its state is cells and, for what is no number, NicState;
// the rings are guest memory.
import { QemuFileReader } from '../bytes/qemu-file-reader.ts';
import { macNumber } from '../bytes/text.ts';
import { EventKind } from '../capture/event-kinds.ts';
import type { Recorder } from '../capture/recorder.ts';
import type { GuestMemory } from '../ram/guest-memory.ts';
import { GuestRam } from '../ram/guest-ram.ts';
import type { SplitRing } from '../virtqueue/split.ts';
import type { WireState } from '../vmstate/description.ts';
import { VirtQueue } from './virt-queue.ts';
import { cellsFromState, stateFromCells } from './virtio-net-cell-state.ts';
import type { NicCells, QueueCells } from './virtio-net-cells.ts';
import { defaultRingSizes, nicVectors, type NicConfig, type QemuFlavour } from './virtio-net-config.ts';
import { nicConfigBytes } from './virtio-net-config-bytes.ts';
import { executeControl } from './virtio-net-ctrl.ts';
import type { Composed } from './virtio-net-composed.ts';
import type { LoadConsole, RingCheck } from './virtio-net-load-rings.ts';
import { recordMacTable, recordRssLists, recordVlans } from './virtio-net-lists.ts';
import { loadNic, type NicLoaded, type NicLoadOptions } from './virtio-net-loader.ts';
import { nicConfigSpace, nicMsixTable } from './virtio-net-pci-config.ts';
import { staticState } from './static-state.ts';
import { vdpaCommands, type VdpaCommand } from './vdpa-commands.ts';
import { encodeNic, wireOf } from './virtio-net-save.ts';
import { newNicState, NO_VECTOR, type NicState } from './virtio-net-state.ts';
import { virtioNetRss1, type VirtioNetWire } from './virtio-net.ts';
import { Feature } from './virtio.ts';

export const DeviceStatus = { Acknowledge: 1, Driver: 2, DriverOk: 4, FeaturesOk: 8, NeedsReset: 0x40 } as const;
const STATUS_LINK_UP = 1;
/** virtio_notify_config() sets the queues' bit too. */
const ISR_CONFIG = 3;
/** Features that the guest may switch with a command: checksum, segmentation, UFO, USO. */
const OFFLOADS = 0xc0000000000782n;
/** Bytes of a control command that are looked at: both address lists full. */
const MAX_COMMAND = 65536;

/** Cells of the NIC that are one number. */
export type NicValue = {
  [K in keyof NicCells]: NicCells[K] extends number ? K : never;
}[keyof NicCells];

/** What a device is made of. */
export interface NicParts {
  /** Its number among the machine's NICs. */
  readonly number: number;
  readonly flavour: QemuFlavour;
  readonly machine: string;
  readonly config: NicConfig;
  /** Whether its state is saved with the queues that it has, not with 1,024: this project's proposal. */
  readonly usedQueuesOnly: boolean;
}

/** How a section of the NIC is loaded. */
export type NicLoad = Pick<NicLoadOptions, 'ringCheck' | 'vmstate'>;

export class VirtioNetLive {
  readonly cells: NicCells;
  readonly config: NicConfig;
  readonly number: number;
  readonly queues: readonly VirtQueue[];
  /** Lines that QEMU has printed while the device ran. */
  readonly printed: string[] = [];
  /** Features this device offers. */
  readonly hostFeatures: bigint;
  private readonly recorder: Recorder;
  private readonly memory: GuestMemory;
  private readonly parts: NicParts;
  private readonly sizes: ReturnType<typeof defaultRingSizes>;
  /** What has no cell; what has one is brought up to date before a save or a load. */
  private readonly state: NicState;

  /** A device as switched on. Made before recording begins. */
  constructor(cells: NicCells, recorder: Recorder, memory: GuestMemory, parts: NicParts) {
    this.cells = cells;
    this.recorder = recorder;
    this.memory = memory;
    this.parts = parts;
    this.config = parts.config;
    this.number = parts.number;
    this.state = newNicState(parts.flavour, parts.config, parts.machine);
    this.hostFeatures = this.state.own.hostFeatures;
    this.sizes = defaultRingSizes(parts.flavour, parts.config);
    const fail = (message: string): void => this.fail(message);
    this.queues = cells.queues.map((_, index) => new VirtQueue(cells, index, parts.number, recorder, memory, fail));
    this.powerOn();
  }

  /** The device as switched on: nothing of what it was remains. */
  powerOn(): void {
    const { flavour, machine, config } = this.parts;
    Object.assign(this.state, newNicState(flavour, config, machine));
    this.set('linkStatus', STATUS_LINK_UP);
    this.reset();
    this.set('barsMapped', 0);
  }

  get(value: NicValue): number {
    return this.recorder.get(this.cells[value]);
  }

  set(value: NicValue, to: number): void {
    this.recorder.set(this.cells[value], to);
  }

  hasFeature(bit: number): boolean {
    const word = this.get(bit < 32 ? 'featuresLow' : 'featuresHigh');
    return ((word >>> (bit & 31)) & 1) === 1;
  }

  /** Whether more than one pair is there for the guest. */
  get hasMultiqueue(): boolean {
    return this.hasFeature(Feature.Mq) || this.hasFeature(Feature.Rss);
  }

  get supportedOffloads(): bigint {
    return this.config.peer === 'plain' ? 0n : this.guestFeatures & OFFLOADS;
  }

  get guestFeatures(): bigint {
    return BigInt(this.get('featuresHigh')) * 4294967296n + BigInt(this.get('featuresLow'));
  }

  /** Number of the control queue: the last one. */
  get controlQueue(): number {
    return this.hasMultiqueue ? 2 * this.config.queuePairs : 2;
  }

  /** Whether the driver is bound and the device works. */
  get running(): boolean {
    return (this.get('status') & DeviceStatus.DriverOk) !== 0 && this.get('broken') === 0;
  }

  /** Entries that the queue has before a driver asks for fewer; 0: there is no such queue now. */
  numDefault(queue: number): number {
    if (queue === this.controlQueue) return this.sizes.ctrl;
    if (queue > this.controlQueue) return 0;
    return queue % 2 === 0 ? this.sizes.rx : this.sizes.tx;
  }

  /** virtio_reset(): what a status of 0 does. */
  reset(): void {
    const { recorder, cells } = this;
    for (const value of ['started', 'broken', 'disabled', 'queueSel', 'status', 'isr'] as const) this.set(value, 0);
    this.set('configVector', NO_VECTOR);
    this.set('promisc', 1);
    for (const value of ['allmulti', 'alluni', 'nomulti', 'nouni', 'nobcast'] as const) this.set(value, 0);
    for (const value of ['multiOverflow', 'uniOverflow'] as const) this.set(value, 0);
    this.setMacTable(new Uint8Array(0), 0);
    this.set('currQueuePairs', 1);
    for (const cell of cells.txWaiting) recorder.set(cell, 0);
    this.set('mac', macNumber(Uint8Array.from(this.config.mac.split(':'), (part) => parseInt(part, 16))));
    this.setFeatures(0n);
    this.setRssEnabled(false);
    this.state.dfselect = 0;
    this.state.gfselect = 0;
    this.state.modernFeatures = [0, 0];
    for (const [i, queue] of cells.queues.entries()) this.resetQueue(queue, i);
  }

  /** The driver writes the status register; 0 resets. */
  setStatus(status: number): void {
    this.recorder.event(EventKind.GuestStatus, this.number, -1, this.get('status'), status);
    if (status === 0) {
      this.reset();
      return;
    }
    this.set('status', status);
    if ((status & DeviceStatus.DriverOk) !== 0) this.set('started', 1);
  }

  /** virtio_error(): printed, and the device is broken until the guest resets it. */
  private fail(message: string): void {
    this.recorder.event(EventKind.DeviceError, this.recorder.names.id(message));
    this.printed.push(message);
    if (this.hasFeature(Feature.Version1)) {
      this.set('status', this.get('status') | DeviceStatus.NeedsReset);
      if ((this.get('status') & DeviceStatus.DriverOk) !== 0) this.set('isr', this.get('isr') | ISR_CONFIG);
    }
    this.set('broken', 1);
  }

  /** The driver (or firmware) maps the BARs and switches MSI-X on. */
  mapBars(): void {
    this.state.pciConfig = nicConfigSpace(true, this.config);
    this.state.msixTable = nicMsixTable(true, this.config);
    this.set('barsMapped', 1);
  }

  /** The driver writes its features; a modern one by the two selectors. */
  negotiate(features: bigint, isModern: boolean): void {
    this.setFeatures(features);
    if (!isModern) return;
    this.state.dfselect = 1;
    this.state.gfselect = 1;
    this.state.modernFeatures = [Number(features & 0xffffffffn), Number(features >> 32n)];
  }

  /** The driver reads all of the device's configuration: the transport's copy becomes what it is now. */
  readConfig(): void {
    this.state.config = nicConfigBytes(this.config, this.get('mac'), this.get('linkStatus'));
  }

  /** The driver sets a queue up; a legacy one gives the page of the descriptor table only and enables nothing. */
  setupQueue(queue: number, ring: SplitRing, isModern: boolean): void {
    const { recorder } = this;
    const cells = this.cells.queues[queue]!;
    const vectors = nicVectors(this.config);
    this.set('queueSel', queue);
    recorder.set(cells.num, ring.num);
    recorder.set(cells.desc, ring.desc);
    recorder.set(cells.avail, ring.avail);
    recorder.set(cells.used, ring.used);
    if (vectors > 0) recorder.set(cells.vector, queue === this.controlQueue ? vectors - 1 : (queue + 1) % vectors);
    if (!isModern) return;
    recorder.set(cells.enabled, 1);
    const { num, desc, avail, used } = ring;
    this.state.queues[queue]!.modern = {
      num,
      enabled: 1,
      desc: halves(desc),
      avail: halves(avail),
      used: halves(used),
    };
  }

  /** virtio_net_handle_ctrl(): executes what waits in the control queue; answers whether it interrupted. */
  handleControl(): boolean {
    const queue = this.queues[this.controlQueue]!;
    let isInterrupt = false;
    for (let element = queue.pop(); element; element = queue.pop()) {
      const input: number[] = [];
      let ack = -1;
      for (const { address, length, writable } of element.segments) {
        if (writable) ack = length > 0 ? address : ack;
        else if (input.length + length <= MAX_COMMAND)
          for (let i = 0; i < length; i++) input.push(this.memory.u8(address + i));
      }
      const [cls, command, ...data] = input;
      const answer = executeControl(this, cls ?? -1, command ?? -1, Uint8Array.from(data));
      if (ack >= 0) this.memory.setU8(ack, answer);
      queue.use(element, ack >= 0 ? 1 : 0);
      isInterrupt = queue.interrupt() || isInterrupt;
    }
    queue.askForKick();
    return isInterrupt;
  }

  get isLinkUp(): boolean {
    return (this.get('linkStatus') & STATUS_LINK_UP) !== 0;
  }

  /** virtio_net_set_link_status(): a change of the configuration, which interrupts. */
  setLink(isUp: boolean): void {
    const before = this.get('linkStatus');
    this.set('linkStatus', isUp ? before | STATUS_LINK_UP : before & ~STATUS_LINK_UP);
    if (this.running) this.set('isr', this.get('isr') | ISR_CONFIG);
  }

  /** The vector of configuration changes. */
  setConfigVector(vector: number): void {
    if (nicVectors(this.config) > 0) this.set('configVector', vector);
  }

  setTxWaiting(pair: number, waiting: boolean): void {
    this.recorder.set(this.cells.txWaiting[pair]!, waiting ? 1 : 0);
  }

  /** `firstMulti`: number of addresses of the unicast list, which stand first. */
  setMacTable(table: Uint8Array, firstMulti: number): void {
    this.state.macTable = table;
    this.state.firstMulti = firstMulti;
    recordMacTable(this.state, this.cells, this.recorder);
  }

  setVlan(id: number, on: boolean): void {
    const vlans = this.state.vlans.slice();
    const bit = 1 << (id & 7);
    vlans[id >> 3] = on ? vlans[id >> 3]! | bit : vlans[id >> 3]! & ~bit;
    this.state.vlans = vlans;
    recordVlans(this.state, this.cells, this.recorder);
  }

  setRssEnabled(on: boolean): void {
    this.recorder.set(this.cells.rss.enabled, on ? 1 : 0);
  }

  configureRss(rss: { hashTypes: number; defaultQueue: number; table: readonly number[]; key: Uint8Array }): void {
    const { recorder, cells } = this;
    recorder.set(cells.rss.hashTypes, rss.hashTypes);
    recorder.set(cells.rss.defaultQueue, rss.defaultQueue);
    recorder.set(cells.rss.indirectionsLen, rss.table.length);
    this.state.rss = {
      enabled: 0,
      redirect: 0,
      populateHash: 0,
      hashTypes: rss.hashTypes,
      indirectionsLen: rss.table.length,
      defaultQueue: rss.defaultQueue,
      key: rss.key,
      indirectionsTable: [...rss.table],
    };
    recordRssLists(this.state.rss, cells, recorder);
  }

  /** Which pair a packet with this hash goes to. */
  pairFor(hash: number): number {
    const table = this.state.rss?.indirectionsTable ?? [];
    if (this.recorder.get(this.cells.rss.enabled) === 1 && table.length > 0) return table[hash & (table.length - 1)]!;
    return hash % Math.max(1, this.get('currQueuePairs'));
  }

  /** The state that a section carries. */
  saveState(): VirtioNetWire {
    this.recorder.detail(EventKind.StateTaken);
    return wireOf(stateFromCells(this.state, this.cells, this.recorder), this.parts.usedQueuesOnly);
  }

  /** What a destination can prepare by, as bytes to compare. */
  staticState(): Uint8Array {
    return staticState(wireOf(stateFromCells(this.state, this.cells, this.recorder), true));
  }

  /** What a vDPA device is told of this one. */
  vdpaCommands(): readonly VdpaCommand[] {
    return vdpaCommands(stateFromCells(this.state, this.cells, this.recorder));
  }

  /** virtio_load() from a stream; cells get the stream offset that carried them. */
  load(file: QemuFileReader, versionId: number, console: LoadConsole, how: NicLoad): NicLoaded {
    const { state, cells, recorder, number: nic } = this;
    const offsets: WireState = {};
    const memory = new GuestRam(this.memory);
    const loaded = loadNic(stateFromCells(state, cells, recorder), file, versionId, {
      memory,
      console,
      ...how,
      offsets,
    });
    if (loaded.wire) cellsFromState(state, loaded, offsets, cells, recorder, nic);
    return loaded;
  }

  /**
   * Strategy `delta`: virtio_load() of a state that was put together from several sections, by a device that keeps
   * nothing of what was loaded before. `offsets` are those of the stream.
   */
  loadComposed({ wire, offsets }: Composed, console: LoadConsole, ringCheck: RingCheck): NicLoaded {
    const { flavour, machine, config } = this.parts;
    const { state, cells, recorder, number: nic } = this;
    Object.assign(state, newNicState(flavour, config, machine));
    const how = { memory: new GuestRam(this.memory), console, ringCheck };
    const loaded = loadNic(state, new QemuFileReader(encodeNic(wire)), virtioNetRss1.versionId, how);
    if (loaded.wire) cellsFromState(state, loaded, offsets, cells, recorder, nic);
    return loaded;
  }

  /** Any value of a queue's cells by name, for tests and reports. */
  queueValue(queue: number, name: keyof QueueCells): number {
    return this.recorder.get(this.cells.queues[queue]![name]);
  }

  /** virtio_set_features(): what follows from the negotiated bits. */
  private setFeatures(features: bigint): void {
    const { recorder, cells } = this;
    this.set('featuresLow', Number(features & 0xffffffffn));
    this.set('featuresHigh', Number(features >> 32n));
    const filters = this.hasFeature(Feature.CtrlVlan);
    this.state.vlans = new Uint8Array(512).fill(filters ? 0 : 0xff);
    recordVlans(this.state, cells, recorder);
    this.state.mergeableRxBufs = this.hasFeature(Feature.MrgRxbuf) ? 1 : 0;
    this.set('currGuestOffloads', Number(this.supportedOffloads));
    recorder.set(cells.rss.redirect, this.hasFeature(Feature.Rss) ? 1 : 0);
    recorder.set(cells.rss.populateHash, this.hasFeature(Feature.HashReport) ? 1 : 0);
    for (const [i, queue] of cells.queues.entries()) {
      recorder.set(queue.num, this.numDefault(i));
      this.state.queues[i]!.numDefault = this.numDefault(i);
    }
  }

  private resetQueue(queue: QueueCells, index: number): void {
    const { recorder } = this;
    this.state.queues[index]!.modern = { num: 0, enabled: 0, desc: [0, 0], avail: [0, 0], used: [0, 0] };
    for (const name of ['desc', 'avail', 'used', 'lastAvailIdx', 'shadowAvailIdx', 'usedIdx', 'inuse'] as const)
      recorder.set(queue[name], 0);
    for (const name of ['signalledUsed', 'signalledUsedValid', 'enabled'] as const) recorder.set(queue[name], 0);
    recorder.set(queue.vector, NO_VECTOR);
    for (const name of ['lastAvailWrap', 'shadowAvailWrap', 'usedWrap'] as const)
      if (queue[name] >= 0) recorder.set(queue[name], 1);
  }
}

/** Low and high half of an address, as the modern registers hold it. */
const halves = (address: number): number[] => [address % 4294967296, Math.floor(address / 4294967296)];
