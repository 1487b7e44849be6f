// The guests whose QEMU migrates in from-qemu.test.ts: machine, device properties, what the driver asks for and does.
import { LEGACY, LINUX, MODERN, features } from './features.ts';
import { Control, type NetDriver } from './net-driver.ts';
import { StreamPeer, type NetPeer } from './peer.ts';

export interface Guest {
  readonly name: string;
  readonly machine: 'pc' | 'q35';
  /** Further properties of the device. */
  readonly properties?: string;
  readonly legacy?: boolean;
  readonly wanted: bigint;
  readonly ringSize?: number;
  /** Number of NICs; only the first has a driver. */
  readonly nics?: number;
  /** Queue pairs of the device, all of them in use; more than one need a tap. */
  readonly queuePairs?: number;
  readonly work: (driver: NetDriver, peer: NetPeer) => Promise<void>;
}

async function traffic(driver: NetDriver, peer: NetPeer): Promise<void> {
  await driver.send(13);
  await driver.receive(peer, 9);
}

async function filters(driver: NetDriver, peer: NetPeer): Promise<void> {
  const macs = (first: string, count: number): Buffer =>
    Buffer.concat(Array.from({ length: count }, (_, i) => Buffer.from(first + i.toString(16).padStart(2, '0'), 'hex')));
  const counted = (count: number, bytes: Buffer): Buffer => Buffer.concat([u32(count), bytes]);
  await driver.command(Control.Allmulti, Uint8Array.of(1));
  await driver.command(Control.Promisc, Uint8Array.of(0));
  await driver.command(Control.Nouni, Uint8Array.of(0));
  await driver.command(
    Control.MacTable,
    Buffer.concat([counted(3, macs('525400aa00', 3)), counted(5, macs('01005e0000', 5))]),
  );
  for (const vlan of [1, 7, 100, 2048, 4094]) await driver.command(Control.VlanAdd, u16(vlan));
  await driver.command(Control.VlanDelete, u16(7));
  await driver.setMac(Uint8Array.of(0x52, 0x54, 0x00, 0xc0, 0xff, 0xee));
  await traffic(driver, peer);
}

export function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** Each pair sends another number of frames; what comes spreads over them as the host pleases. */
async function trafficOnFour(driver: NetDriver, peer: NetPeer): Promise<void> {
  for (let pair = 0; pair < 4; pair++) await driver.send(5 + 3 * pair, pair);
  await driver.receive(peer, 40);
}

async function rss(driver: NetDriver, peer: NetPeer): Promise<void> {
  const table = [0, 1, 2, 3, 3, 2, 1, 0, 0, 1, 2, 3, 3, 2, 1, 0];
  const key = Buffer.from(Array.from({ length: 40 }, (_, i) => i));
  const header = [u32(0x3f), u16(table.length - 1), u16(1), ...table.map(u16), u16(4), Uint8Array.of(key.length), key];
  await driver.command(Control.Rss, Buffer.concat(header));
  await driver.command(Control.VlanAdd, u16(42));
  await trafficOnFour(driver, peer);
}

export const GUESTS: readonly Guest[] = [
  { name: 'a modern device with split rings', machine: 'pc', wanted: MODERN, work: traffic },
  { name: 'a modern device on q35', machine: 'q35', wanted: MODERN, work: traffic },
  {
    name: 'event index and mergeable buffers',
    machine: 'pc',
    wanted: LINUX,
    work: async (driver, peer) => {
      await driver.send(29);
      await driver.receive(peer, 21, 900);
      await driver.leave(1, { kick: false }); // available, but the device has not been told
    },
  },
  { name: 'smaller rings than the device offers', machine: 'pc', wanted: LINUX, ringSize: 128, work: traffic },
  { name: 'a legacy device', machine: 'pc', legacy: true, wanted: LEGACY, work: traffic },
  {
    name: 'packed rings that have wrapped',
    machine: 'pc',
    properties: 'packed=on',
    wanted: MODERN | features('RING_PACKED', 'EVENT_IDX'),
    work: async (driver, peer) => {
      await driver.send(140); // two descriptors each, in a ring of 256
      await driver.receive(peer, 30);
    },
  },
  { name: 'MAC and VLAN filters', machine: 'pc', wanted: MODERN, work: filters },
  {
    name: 'a transmission in flight',
    machine: 'pc',
    wanted: LINUX,
    work: async (driver, peer) => {
      await traffic(driver, peer);
      if (peer instanceof StreamPeer) await peer.stall();
      await driver.leave(100, { kick: true, bytes: 9000 });
    },
  },
  { name: 'two NICs, one without a driver', machine: 'pc', wanted: LINUX, nics: 2, work: traffic },
  { name: 'four queue pairs', machine: 'pc', properties: 'mq=on', queuePairs: 4, wanted: LINUX, work: trafficOnFour },
  {
    name: 'receive side scaling over four queue pairs',
    machine: 'pc',
    properties: 'mq=on,rss=on,hash=on',
    queuePairs: 4,
    wanted: LINUX | features('RSS', 'HASH_REPORT'),
    work: rss,
  },
];
