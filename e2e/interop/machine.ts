// The QEMUs of a guest: the source in which its driver works, and the destination that waits for a stream.
import type { Guest } from './guests.ts';
import { GUEST_MAC, NetDriver } from './net-driver.ts';
import { Pci } from './pci.ts';
import { StreamPeer, type NetPeer } from './peer.ts';
import { Qemu } from './qemu.ts';
import { deviceNumbers, type DeviceNumbers } from './report.ts';
import { GuestAllocator } from './rings.ts';
import { TapPeer } from './tap.ts';
import { VirtioPci } from './virtio-pci.ts';

const FIRST_SLOT = 3;
const RX_BUFFERS = 64;
/** RAM of every guest. */
export const RAM_BYTES = 16 * 1048576;

const macText = (i: number): string =>
  Array.from(GUEST_MAC, (byte, k) => (byte + (k === 5 ? i : 0)).toString(16).padStart(2, '0')).join(':');

export const nicCount = ({ nics = 1 }: Guest): number => nics;

/** The guest's machine; its NICs stand in slots 3, 4, … and the first has `peer`. */
function machineArgs(guest: Guest, peer: NetPeer): string[] {
  const args = ['-machine', guest.machine, '-accel', 'tcg', '-m', `${RAM_BYTES / 1048576}M`, ...peer.args];
  for (let i = 0; i < nicCount(guest); i++) {
    if (i > 0) args.push('-netdev', `hubport,id=n${i},hubid=0`);
    const device = `virtio-net-pci,id=net${i},addr=${FIRST_SLOT + i},romfile=,mac=${macText(i)},netdev=n${i}`;
    args.push('-device', [device, ...(guest.properties ? [guest.properties] : [])].join(','));
  }
  return args;
}

/** Runs `body` with a QEMU that has the guest's machine and `more` arguments. */
function withMachine<T>(
  guest: Guest,
  { folder, tag, more = [] }: { readonly folder: string; readonly tag: string; readonly more?: readonly string[] },
  body: (qemu: Qemu, peer: NetPeer) => Promise<T>,
): Promise<T> {
  const start = (peer: NetPeer, wrapper?: readonly string[]): Promise<T> =>
    Qemu.with({ args: [...machineArgs(guest, peer), ...more], folder, tag, wrapper }, (qemu) => {
      if (peer instanceof TapPeer) peer.pid = qemu.pid;
      return body(qemu, peer);
    });
  const { queuePairs = 1 } = guest;
  return queuePairs > 1
    ? start(new TapPeer(folder, queuePairs, macText(0)), TapPeer.wrapper)
    : StreamPeer.with(folder, `${tag}.net`, start);
}

/** Starts the guest's machine, lets its driver bind and do its work, and runs `body`. */
export function withSource<T>(
  guest: Guest,
  folder: string,
  body: (qemu: Qemu, driver: NetDriver, peer: NetPeer) => Promise<T>,
): Promise<T> {
  return withMachine(guest, { folder, tag: 'source' }, async (qemu, peer) => {
    const { queuePairs = 1, legacy = false, wanted, ringSize } = guest;
    const memory = new GuestAllocator();
    const options = { slot: FIRST_SLOT, legacy, vectors: 2 * queuePairs + 2 };
    const driver = new NetDriver(await VirtioPci.open(new Pci(qemu.qtest), memory, options), memory);
    await driver.bind({ wanted, queuePairs, rxBuffers: RX_BUFFERS, ringSize });
    await guest.work(driver, peer);
    return body(qemu, driver, peer);
  });
}

/** Starts a machine as the guest's that waits for a stream, its CPU stopped, and runs `body`. */
export function withDestination<T>(guest: Guest, folder: string, body: (qemu: Qemu) => Promise<T>): Promise<T> {
  return withMachine(guest, { folder, tag: 'destination', more: ['-S', '-incoming', 'defer'] }, body);
}

/** What QEMU says of the guest's NICs, in the order of their slots. */
export async function nicNumbers(guest: Guest, qemu: Qemu): Promise<DeviceNumbers[]> {
  const list: DeviceNumbers[] = [];
  for (let i = 0; i < nicCount(guest); i++) list.push(await deviceNumbers(qemu.qmp, `net${i}`));
  return list;
}
