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
  /** What the device's own state must then hold, by the names of our description. */
  readonly holds?: Readonly<Record<string, unknown>>;
  /** What its driver does again and again while it migrates. */
  readonly during?: (driver: NetDriver, peer: NetPeer) => Promise<void>;
  readonly work: (driver: NetDriver, peer: NetPeer) => Promise<void>;
}

async function traffic(driver: NetDriver, peer: NetPeer): Promise<void> {
  await driver.send(13);
  await driver.receive(peer, 9);
}

const macs = (first: string, count: number): Buffer =>
  Buffer.concat(Array.from({ length: count }, (_, i) => Buffer.from(first + i.toString(16).padStart(2, '0'), 'hex')));

const UNICAST = macs('525400aa00', 3);
const MULTICAST = macs('01005e0000', 5);
const OWN_MAC = Uint8Array.of(0x52, 0x54, 0x00, 0xc0, 0xff, 0xee);
const VLANS = [1, 100, 2048, 4094];

async function filters(driver: NetDriver, peer: NetPeer): Promise<void> {
  await driver.command(Control.Allmulti, Uint8Array.of(1));
  await driver.command(Control.Promisc, Uint8Array.of(0));
  await driver.command(Control.Nobcast, Uint8Array.of(1));
  await driver.command(Control.MacTable, Buffer.concat([u32(3), UNICAST, u32(5), MULTICAST]));
  for (const vlan of [...VLANS, 7]) await driver.command(Control.VlanAdd, u16(vlan));
  await driver.command(Control.VlanDelete, u16(7));
  await driver.setMac(OWN_MAC);
  await traffic(driver, peer);
}

/** 4096 bits, lowest first. */
function vlanTable(vlans: readonly number[]): Uint8Array {
  const table = new Uint8Array(512);
  for (const vlan of vlans) table[vlan >> 3]! |= 1 << (vlan & 7);
  return table;
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

const INDIRECTIONS = [0, 1, 2, 3, 3, 2, 1, 0, 0, 1, 2, 3, 3, 2, 1, 0];
const HASH_KEY = Uint8Array.from({ length: 40 }, (_, i) => i);
const HASH_TYPES = 0x3f; // IPv4, IPv6, and TCP and UDP over both
const DEFAULT_QUEUE = 1;

async function rss(driver: NetDriver, peer: NetPeer): Promise<void> {
  const table = [u16(INDIRECTIONS.length - 1), u16(DEFAULT_QUEUE), ...INDIRECTIONS.map(u16)];
  const key = [Uint8Array.of(HASH_KEY.length), HASH_KEY];
  await driver.command(Control.Rss, Buffer.concat([u32(HASH_TYPES), ...table, u16(4), ...key]));
  await trafficOnFour(driver, peer);
}

const FIRST: readonly Guest[] = [
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
  {
    name: 'an MTU and a speed',
    machine: 'pc',
    properties: 'host_mtu=1400,speed=10000,duplex=full',
    wanted: LINUX | features('MTU'),
    work: traffic,
  },
  { name: 'no MSI-X', machine: 'q35', properties: 'vectors=0', wanted: LINUX, work: traffic },
  {
    name: 'no control queue, no legacy',
    machine: 'pc',
    properties: 'ctrl_vq=off,disable-legacy=on',
    wanted: LINUX,
    work: traffic,
  },
  {
    name: 'MAC and VLAN filters',
    machine: 'pc',
    wanted: MODERN,
    work: filters,
    holds: {
      mac: OWN_MAC,
      promisc: 0,
      allmulti: 1,
      nobcast: 1,
      macTableInUse: 8,
      macTable: new Uint8Array(Buffer.concat([UNICAST, MULTICAST])),
      vlans: vlanTable(VLANS),
    },
  },
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
  {
    name: 'a guest at work while it migrates',
    machine: 'pc',
    wanted: LINUX,
    work: traffic,
    during: async (driver, peer) => {
      await driver.send(2);
      await driver.receive(peer, 1);
    },
  },
  {
    name: 'four queue pairs',
    machine: 'pc',
    properties: 'mq=on',
    queuePairs: 4,
    wanted: LINUX,
    work: trafficOnFour,
    holds: { maxQueuePairs: 4, currQueuePairs: 4 },
  },
  {
    name: 'receive side scaling over four queue pairs',
    machine: 'pc',
    properties: 'mq=on,rss=on,hash=on',
    queuePairs: 4,
    wanted: LINUX | features('RSS', 'HASH_REPORT'),
    work: rss,
    holds: {
      currQueuePairs: 4,
      rss: {
        enabled: 1,
        redirect: 1,
        populateHash: 1, // follows from HASH_REPORT
        hashTypes: HASH_TYPES,
        indirectionsLen: INDIRECTIONS.length,
        defaultQueue: DEFAULT_QUEUE,
        key: HASH_KEY,
        indirectionsTable: INDIRECTIONS,
      },
    },
  },
];

const ALSO_ON_Q35 = [
  'a legacy device',
  'packed rings that have wrapped',
  'MAC and VLAN filters',
  'four queue pairs',
  'receive side scaling over four queue pairs',
];

export const GUESTS: readonly Guest[] = [
  ...FIRST,
  ...FIRST.filter(({ name }) => ALSO_ON_Q35.includes(name)).map((guest): Guest => ({
    ...guest,
    name: `${guest.name}, on q35`,
    machine: 'q35',
  })),
];
