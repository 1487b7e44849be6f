// A virtio device over PCI as its driver sees it (virtio 1.2, 4.1): the modern device by its capabilities, the legacy one
// by the I/O BAR (4.1.4.10).
import { Bit, type FeatureName } from './features.ts';
import type { Bar, Pci } from './pci.ts';
import type { PortWidth, QTest } from './qtest.ts';
import { PackedDriverRing, SplitDriverRing, type DriverRing, type GuestAllocator } from './rings.ts';

const VENDOR_VIRTIO = 0x1af4;
const CAP_VENDOR = 9;
const CAP_MSIX = 0x11;
const STATUS_ACKNOWLEDGE = 1;
const STATUS_DRIVER = 2;
const STATUS_DRIVER_OK = 4;
const STATUS_FEATURES_OK = 8;

/** cfg_type of a virtio capability. */
const Structure = { Common: 1, Notify: 2, Device: 4 } as const;

/** Offsets in the common configuration (4.1.4.3). */
const Common = {
  DeviceFeatureSelect: 0,
  DeviceFeature: 4,
  DriverFeatureSelect: 8,
  DriverFeature: 12,
  ConfigVector: 16,
  Status: 20,
  QueueSelect: 22,
  QueueSize: 24,
  QueueVector: 26,
  QueueEnable: 28,
  QueueNotifyOff: 30,
  QueueDesc: 32,
} as const;

/** Offsets in the legacy I/O BAR; with MSI-X two vectors stand before the device's own configuration. */
const Legacy = {
  DeviceFeatures: 0,
  DriverFeatures: 4,
  QueueAddress: 8,
  QueueSize: 12,
  QueueSelect: 14,
  QueueNotify: 16,
  Status: 18,
  ConfigVector: 20,
  QueueVector: 22,
  ConfigWithoutMsix: 20,
  ConfigWithMsix: 24,
} as const;

export interface Queue {
  readonly index: number;
  readonly ring: DriverRing;
  readonly notifyOff: number;
}

export class VirtioPci {
  readonly qtest: QTest;
  features = 0n;
  vectors = 0;
  private readonly pci: Pci;
  private readonly devfn: number;
  private readonly legacy: boolean;
  private readonly memory: GuestAllocator;
  private readonly structures = new Map<number, number>();
  private bars: ReadonlyMap<number, Bar> = new Map();
  private notifyMultiplier = 0;

  private constructor(pci: Pci, memory: GuestAllocator, devfn: number, legacy: boolean) {
    this.pci = pci;
    this.qtest = pci.qtest;
    this.memory = memory;
    this.devfn = devfn;
    this.legacy = legacy;
  }

  /** Finds the device, maps its BARs and reads its capabilities; MSI-X on with `vectors` vectors. */
  static async open(
    pci: Pci,
    memory: GuestAllocator,
    { slot, legacy, vectors }: { readonly slot: number; readonly legacy: boolean; readonly vectors: number },
  ): Promise<VirtioPci> {
    const device = new VirtioPci(pci, memory, slot << 3, legacy);
    const vendor = await pci.read(device.devfn, 0, 2);
    if (vendor !== VENDOR_VIRTIO) throw new Error(`slot ${slot} has vendor ${vendor.toString(16)}, not virtio`);
    device.bars = await pci.mapBars(device.devfn);
    for (const { at, id } of await pci.capabilities(device.devfn)) {
      if (id === CAP_VENDOR) await device.structure(at);
      if (id === CAP_MSIX) await device.msix(at, vectors);
    }
    return device;
  }

  has(name: FeatureName): boolean {
    return ((this.features >> BigInt(Bit[name])) & 1n) === 1n;
  }

  /** From reset to FEATURES_OK, with what both sides want. */
  async negotiate(wanted: bigint): Promise<void> {
    await this.setStatus(0);
    await this.setStatus(STATUS_ACKNOWLEDGE);
    await this.setStatus(STATUS_ACKNOWLEDGE | STATUS_DRIVER);
    if (this.legacy) {
      const io = this.io;
      const offered = await this.qtest.in(4, io + Legacy.DeviceFeatures);
      this.features = BigInt(offered) & wanted;
      await this.qtest.out(4, io + Legacy.DriverFeatures, Number(this.features));
      return;
    }
    const common = this.at(Structure.Common);
    let offered = 0n;
    for (const half of [0, 1]) {
      await this.qtest.write(4, common + Common.DeviceFeatureSelect, half);
      offered |= BigInt(await this.qtest.read(4, common + Common.DeviceFeature)) << BigInt(32 * half);
    }
    this.features = offered & wanted;
    for (const half of [0, 1]) {
      await this.qtest.write(4, common + Common.DriverFeatureSelect, half);
      const word = (this.features >> BigInt(32 * half)) & 0xffffffffn;
      await this.qtest.write(4, common + Common.DriverFeature, word);
    }
    await this.setStatus(STATUS_ACKNOWLEDGE | STATUS_DRIVER | STATUS_FEATURES_OK);
    if (((await this.status()) & STATUS_FEATURES_OK) === 0) throw new Error('the device refused FEATURES_OK');
  }

  /** Sets up a queue with the size that the device offers, or `size`; with as many vectors as there are. */
  async setUpQueue(index: number, vector: number, size?: number): Promise<Queue> {
    const options = { legacy: this.legacy, eventIdx: this.has('EVENT_IDX') };
    if (this.legacy) {
      const io = this.io;
      await this.qtest.out(2, io + Legacy.QueueSelect, index);
      const ring = new SplitDriverRing(this.qtest, this.memory, await this.qtest.in(2, io + Legacy.QueueSize), options);
      await this.qtest.out(4, io + Legacy.QueueAddress, ring.addresses.desc / 4096);
      if (this.vectors > 0) await this.qtest.out(2, io + Legacy.QueueVector, vector % this.vectors);
      return { index, ring, notifyOff: 0 };
    }
    const common = this.at(Structure.Common);
    await this.qtest.write(2, common + Common.QueueSelect, index);
    const num = size ?? (await this.qtest.read(2, common + Common.QueueSize));
    await this.qtest.write(2, common + Common.QueueSize, num);
    const ring = this.has('RING_PACKED')
      ? new PackedDriverRing(this.qtest, this.memory, num)
      : new SplitDriverRing(this.qtest, this.memory, num, options);
    if (this.vectors > 0) await this.qtest.write(2, common + Common.QueueVector, vector % this.vectors);
    const { desc, avail, used } = ring.addresses;
    for (const [i, address] of [desc, avail, used].entries()) {
      await this.qtest.write(4, common + Common.QueueDesc + 8 * i, address);
      await this.qtest.write(4, common + Common.QueueDesc + 8 * i + 4, 0);
    }
    const notifyOff = await this.qtest.read(2, common + Common.QueueNotifyOff);
    await this.qtest.write(2, common + Common.QueueEnable, 1);
    return { index, ring, notifyOff };
  }

  async setConfigVector(vector: number): Promise<void> {
    if (this.vectors === 0) return;
    if (this.legacy) await this.qtest.out(2, this.io + Legacy.ConfigVector, vector);
    else await this.qtest.write(2, this.at(Structure.Common) + Common.ConfigVector, vector);
  }

  async driverOk(): Promise<void> {
    await this.setStatus((await this.status()) | STATUS_DRIVER_OK);
  }

  async notify({ index, notifyOff }: Queue): Promise<void> {
    if (this.legacy) await this.qtest.out(2, this.io + Legacy.QueueNotify, index);
    else await this.qtest.write(2, this.at(Structure.Notify) + notifyOff * this.notifyMultiplier, index);
  }

  /** Reads the device's own configuration. */
  async config(offset: number, width: PortWidth): Promise<number> {
    return this.legacy
      ? this.qtest.in(width, this.io + (this.vectors > 0 ? Legacy.ConfigWithMsix : Legacy.ConfigWithoutMsix) + offset)
      : this.qtest.read(width, this.at(Structure.Device) + offset);
  }

  async status(): Promise<number> {
    return this.legacy
      ? this.qtest.in(1, this.io + Legacy.Status)
      : this.qtest.read(1, this.at(Structure.Common) + Common.Status);
  }

  private async setStatus(value: number): Promise<void> {
    if (this.legacy) await this.qtest.out(1, this.io + Legacy.Status, value);
    else await this.qtest.write(1, this.at(Structure.Common) + Common.Status, value);
  }

  private get io(): number {
    return this.bars.get(0)!.address;
  }

  private at(structure: number): number {
    const address = this.structures.get(structure);
    if (address === undefined) throw new Error(`the device has no structure ${structure}`);
    return address;
  }

  private async structure(at: number): Promise<void> {
    const type = await this.pci.read(this.devfn, at + 3, 1);
    const bar = this.bars.get(await this.pci.read(this.devfn, at + 4, 1));
    if (bar?.kind !== 'memory') return;
    this.structures.set(type, bar.address + (await this.pci.read(this.devfn, at + 8, 4)));
    if (type === Structure.Notify) this.notifyMultiplier = await this.pci.read(this.devfn, at + 16, 4);
  }

  private async msix(at: number, vectors: number): Promise<void> {
    const table = await this.pci.read(this.devfn, at + 4, 4);
    const address = this.bars.get(table & 7)!.address + (table & ~7);
    const most = ((await this.pci.read(this.devfn, at + 2, 2)) & 0x7ff) + 1;
    this.vectors = Math.min(vectors, most);
    await this.pci.write(this.devfn, at + 2, 2, 0x8000);
    for (let i = 0; i < this.vectors; i++) {
      const words = [0xfee00000, 0, 0x41 + i, 0];
      for (const [k, word] of words.entries()) await this.qtest.write(4, address + 16 * i + 4 * k, word);
    }
  }
}
