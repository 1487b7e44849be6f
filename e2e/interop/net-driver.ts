// A guest's virtio-net driver (virtio 1.2, 5.1) of the plainest kind: it binds, keeps the receive rings filled, sends,
// takes what came, and gives the control queue its commands.
import { until } from './lines.ts';
import { frame, PEER_MAC, type NetPeer } from './peer.ts';
import { bytesCommand } from './qtest.ts';
import type { GuestAllocator } from './rings.ts';
import type { Queue, VirtioPci } from './virtio-pci.ts';

export const GUEST_MAC = Uint8Array.of(0x52, 0x54, 0x00, 0x12, 0x34, 0x56);
const RX_BUFFER_BYTES = 1600;
const TX_BUFFER_BYTES = 9216;

/** Control commands: class, command (5.1.6.5). */
export const Control = {
  Promisc: [0, 0],
  Allmulti: [0, 1],
  Nobcast: [0, 5],
  MacTable: [1, 0],
  MacAddress: [1, 1],
  VlanAdd: [2, 0],
  VlanDelete: [2, 1],
  QueuePairs: [4, 0],
  Rss: [4, 1],
} as const;

export interface DriverOptions {
  readonly wanted: bigint;
  readonly queuePairs: number;
  readonly rxBuffers: number;
  /** Asks the device for rings of this size instead of its own. */
  readonly ringSize?: number;
}

export class NetDriver {
  readonly device: VirtioPci;
  /** Frames that the device has taken, and that the driver has received. */
  sent = 0;
  received = 0;
  private readonly memory: GuestAllocator;
  private readonly rx: Queue[] = [];
  private readonly tx: Queue[] = [];
  private readonly txBuffers: number[] = [];
  private control: Queue | null = null;
  private controlBuffer = 0;
  private indirectTable = 0;
  private headerBytes = 0;
  private mac: Uint8Array = GUEST_MAC;
  private number = 0;

  constructor(device: VirtioPci, memory: GuestAllocator) {
    this.device = device;
    this.memory = memory;
  }

  async bind({ wanted, queuePairs, rxBuffers, ringSize }: DriverOptions): Promise<void> {
    const { device, memory } = this;
    await device.negotiate(wanted);
    for (let i = 0; i < 6; i++) await device.config(i, 1); // also fills the device's copy of its configuration
    this.headerBytes = device.has('VERSION_1') || device.has('MRG_RXBUF') ? 12 : 10;
    if (device.has('HASH_REPORT')) this.headerBytes = 20;
    const pairs = device.has('MQ') ? await device.config(8, 2) : 1;
    await device.setConfigVector(0);
    for (let i = 0; i < pairs; i++) {
      this.rx.push(await device.setUpQueue(2 * i, 1 + 2 * i, ringSize));
      this.tx.push(await device.setUpQueue(2 * i + 1, 2 + 2 * i, ringSize));
    }
    if (device.has('CTRL_VQ')) {
      this.control = await device.setUpQueue(2 * pairs, Math.max(0, device.vectors - 1));
      this.controlBuffer = memory.take(4096, 4096);
    }
    if (device.has('INDIRECT_DESC')) this.indirectTable = memory.take(64, 16);
    await device.driverOk();
    if (queuePairs > 1) await this.command(Control.QueuePairs, Uint8Array.of(queuePairs, 0));
    for (let i = 0; i < queuePairs; i++) {
      this.txBuffers.push(memory.take(TX_BUFFER_BYTES, 2048));
      for (let k = 0; k < rxBuffers; k++) await this.postRx(i, memory.take(RX_BUFFER_BYTES));
      await device.notify(this.rx[i]!);
    }
  }

  /** Runs a control command; throws when the device does not acknowledge it. */
  async command([kind, command]: readonly [number, number], data: Uint8Array): Promise<void> {
    const { control, controlBuffer: at, device } = this;
    if (!control) throw new Error('no control queue was negotiated');
    await device.qtest.batch([
      bytesCommand(at, Uint8Array.of(kind, command)),
      bytesCommand(at + 64, data),
      bytesCommand(at + 2048, Uint8Array.of(0xff)),
    ]);
    const segments = [
      { address: at, length: 2, deviceWrites: false },
      { address: at + 64, length: data.length, deviceWrites: false },
      { address: at + 2048, length: 1, deviceWrites: true },
    ];
    await control.ring.add(segments, 0);
    await device.notify(control);
    await until('used control buffer', async () => (await control.ring.reap()).length > 0);
    const [ack] = await device.qtest.readBytes(at + 2048, 1);
    if (ack !== 0) throw new Error(`the device answered ${ack ?? -1} to command ${kind}/${command}`);
  }

  /** Sends `count` frames one after another; every second one by an indirect descriptor where that was negotiated. */
  async send(count: number, pair = 0, bytes = 200): Promise<void> {
    for (let i = 0; i < count; i++) {
      await this.queueFrame(pair, bytes, this.indirectTable !== 0 && this.number % 2 === 1);
      await this.device.notify(this.tx[pair]!);
      await this.reclaim(pair);
    }
  }

  /** Makes frames available without waiting until the device has used them, and without a kick unless `kick`. */
  async leave(
    count: number,
    options: { readonly kick: boolean; readonly bytes?: number; readonly pair?: number },
  ): Promise<void> {
    const pair = options.pair ?? 0;
    for (let i = 0; i < count; i++) {
      await this.queueFrame(pair, options.bytes ?? 200, false);
      if (options.kick) await this.device.notify(this.tx[pair]!);
    }
  }

  /** Lets the peer send `count` frames and waits until they are received; their buffers go back to the device. */
  async receive(peer: NetPeer, count: number, bytes = 200): Promise<void> {
    const goal = this.received + count;
    await peer.deliver(count, this.mac, bytes);
    await until(`frame ${goal}`, async () => {
      for (const [pair, queue] of this.rx.entries()) {
        const tokens = await queue.ring.reap();
        this.received += tokens.length;
        for (const address of tokens) await this.postRx(pair, address);
        if (tokens.length > 0) await this.device.notify(queue);
      }
      return this.received >= goal;
    });
  }

  /** Sets the MAC address by the control queue; frames go to it from now on. */
  async setMac(mac: Uint8Array): Promise<void> {
    await this.command(Control.MacAddress, mac);
    this.mac = mac;
  }

  private async reclaim(pair: number): Promise<void> {
    const { ring } = this.tx[pair]!;
    await until('used transmit buffer', async () => {
      this.sent += (await ring.reap()).length;
      return ring.outstanding === 0;
    });
  }

  private async queueFrame(pair: number, bytes: number, indirect: boolean): Promise<void> {
    const at = this.txBuffers[pair]!;
    const header = new Uint8Array(this.headerBytes);
    const data = Buffer.concat([header, frame(PEER_MAC, this.mac, ++this.number, bytes)]);
    await this.device.qtest.writeBytes(at, data);
    const segments = [
      { address: at, length: this.headerBytes, deviceWrites: false },
      { address: at + this.headerBytes, length: data.length - this.headerBytes, deviceWrites: false },
    ];
    const added = await this.tx[pair]!.ring.add(segments, 0, indirect ? this.indirectTable : undefined);
    if (!added) throw new Error('the transmit ring is full');
  }

  private async postRx(pair: number, address: number): Promise<void> {
    const segments = [{ address, length: RX_BUFFER_BYTES, deviceWrites: true }];
    if (!(await this.rx[pair]!.ring.add(segments, address))) throw new Error('the receive ring is full');
  }
}
