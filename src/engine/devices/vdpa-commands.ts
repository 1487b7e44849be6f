// Commands that QEMU puts into a vDPA device's control queue when it starts, so that the device is as the guest left it (QEMU
// net/vhost-vdpa.c, vhost_vdpa_net_cvq_load() and what it calls, 10.0): only what differs from a device after reset.
import { Ctrl, CtrlMac, CtrlMq, CtrlVlan, RX_MODES } from './virtio-net-ctrl-numbers.ts';
import type { NicState } from './virtio-net-state.ts';
import { Feature } from './virtio.ts';

export interface VdpaCommand {
  /** Class and command of virtio 1.2, 5.1.6.5. */
  readonly cls: number;
  readonly command: number;
  /** What it sets: a later command for the same thing takes its place. */
  readonly about: string;
  /** Its bytes, in hex: two commands with the same ones do the same. */
  readonly data: string;
}

/** Of RX_MODES, the first that needs CTRL_RX_EXTRA. A device is promiscuous after reset, the other modes are off. */
const FIRST_EXTRA = 2;

const hex = (bytes: Iterable<number>): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const u16 = (value: number): string => hex([value & 0xff, value >> 8]);
const u64 = (value: bigint): string =>
  hex(Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn)));

/** Offloads that are on after reset, of those that were negotiated: GUEST_CSUM, TSO4, TSO6, ECN, UFO. */
const OFFLOADS = 0x782n;

/** What the state takes, in QEMU's order. */
export function vdpaCommands(state: NicState): readonly VdpaCommand[] {
  const has = (bit: number): boolean => ((state.guestFeatures >> BigInt(bit)) & 1n) === 1n;
  const list: VdpaCommand[] = [];
  const add = (cls: number, command: number, about: string, data: string): void => {
    list.push({ cls, command, about, data });
  };
  if (has(Feature.CtrlMacAddr)) add(Ctrl.Mac, CtrlMac.AddrSet, 'mac', hex(state.mac));
  if (has(Feature.CtrlRx) && state.macTable.length > 0) add(Ctrl.Mac, CtrlMac.TableSet, 'table', hex(state.macTable));
  if (has(Feature.Mq)) {
    add(Ctrl.Mq, CtrlMq.PairsSet, 'pairs', u16(state.currQueuePairs));
    const { rss } = state;
    if (has(Feature.Rss) && rss?.enabled === 1 && rss.hashTypes !== 0)
      add(Ctrl.Mq, CtrlMq.RssConfig, 'rss', rss.indirectionsTable.map(u16).join('') + hex(rss.key));
  }
  if (has(Feature.CtrlGuestOffloads) && state.currGuestOffloads !== (state.guestFeatures & OFFLOADS))
    add(Ctrl.GuestOffloads, 0, 'offloads', u64(state.currGuestOffloads));
  if (has(Feature.CtrlRx)) {
    if (state.uniOverflow === 0 && state.promisc === 0) add(Ctrl.Rx, 0, 'promisc', '00');
    if (state.multiOverflow === 1 || state.allmulti === 1) add(Ctrl.Rx, 1, 'allmulti', '01');
  }
  if (has(Feature.CtrlRx) && has(Feature.CtrlRxExtra))
    for (const [command, mode] of RX_MODES.entries())
      if (command >= FIRST_EXTRA && state[mode] === 1) add(Ctrl.Rx, command, mode, '01');
  if (has(Feature.CtrlVlan))
    for (let vlan = 0; vlan < 4096; vlan++)
      if (((state.vlans[vlan >> 3]! >> (vlan & 7)) & 1) === 1) add(Ctrl.Vlan, CtrlVlan.Add, `vlan ${vlan}`, u16(vlan));
  return list;
}

/**
 * What a device that has taken `before` still needs to be as `now` says: changed commands, and the contrary of those that
 * are gone. This project's proposal, after the thread ("do not resend unchanged properties").
 */
export function vdpaChanges(before: readonly VdpaCommand[], now: readonly VdpaCommand[]): readonly VdpaCommand[] {
  const had = new Map(before.map((one) => [one.about, one]));
  const has = new Set(now.map(({ about }) => about));
  const gone = before.filter(({ about }) => !has.has(about)).map(contrary);
  return [...now.filter(({ about, data }) => had.get(about)?.data !== data), ...gone];
}

/** Brings back what a device has after reset. */
function contrary({ cls, command, about, data }: VdpaCommand): VdpaCommand {
  if (cls === Ctrl.Vlan) return { cls, command: CtrlVlan.Del, about, data };
  if (cls === Ctrl.Rx) return { cls, command, about, data: about === 'promisc' ? '01' : '00' };
  if (about === 'rss') return { cls, command: CtrlMq.PairsSet, about: 'pairs', data: u16(1) };
  if (about === 'offloads') return { cls, command, about, data: u64(OFFLOADS) };
  return { cls, command, about, data: about === 'table' ? '' : data };
}
