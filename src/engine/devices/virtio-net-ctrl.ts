// virtio-net's control queue (virtio 1.2, 5.1.6.5; QEMU hw/net/virtio-net.c, virtio_net_handle_ctrl_iov): commands that
// the guest's driver puts into guest memory, executed on the device's state.
import { macNumber } from '../bytes/text.ts';
import { RSS_MAX_KEY, RSS_MAX_TABLE } from './virtio-net-config-bytes.ts';
import { Ctrl, CtrlMac, CtrlMq, CtrlVlan, RX_MODES } from './virtio-net-ctrl-numbers.ts';
import type { VirtioNetLive } from './virtio-net-live.ts';
import { Feature } from './virtio.ts';

export const CTRL_OK = 0;
export const CTRL_ERR = 1;

const MAC_TABLE_ENTRIES = 64;
const MAX_VLAN = 4096;
/** VIRTIO_NET_S_ANNOUNCE in the configuration's status. */
export const STATUS_ANNOUNCE = 2;

/** Executes one command; the answer is its ack. */
export function executeControl(nic: VirtioNetLive, cls: number, command: number, data: Uint8Array): number {
  switch (cls) {
    case Ctrl.Rx:
      return rxMode(nic, command, data);
    case Ctrl.Mac:
      return mac(nic, command, data);
    case Ctrl.Vlan:
      return vlan(nic, command, data);
    case Ctrl.Announce:
      if ((nic.get('linkStatus') & STATUS_ANNOUNCE) === 0) return CTRL_ERR;
      nic.set('linkStatus', nic.get('linkStatus') & ~STATUS_ANNOUNCE);
      return CTRL_OK;
    case Ctrl.Mq:
      return command === CtrlMq.RssConfig ? rssConfig(nic, data) : pairsSet(nic, data);
    case Ctrl.GuestOffloads:
      return guestOffloads(nic, data);
    default:
      return CTRL_ERR;
  }
}

function rxMode(nic: VirtioNetLive, command: number, data: Uint8Array): number {
  const mode = RX_MODES[command];
  if (!mode || data.length < 1) return CTRL_ERR;
  nic.set(mode, data[0]! !== 0 ? 1 : 0);
  return CTRL_OK;
}

function mac(nic: VirtioNetLive, command: number, data: Uint8Array): number {
  if (command === CtrlMac.AddrSet) {
    if (data.length !== 6) return CTRL_ERR;
    nic.set('mac', macNumber(data));
    return CTRL_OK;
  }
  return command === CtrlMac.TableSet ? macTable(nic, data) : CTRL_ERR;
}

/** Two lists, unicast then multicast, each a u32 and its addresses; one that does not fit only sets its overflow flag. */
function macTable(nic: VirtioNetLive, data: Uint8Array): number {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const kept: Uint8Array[] = [];
  const overflow = [0, 0];
  let firstMulti = 0;
  let inUse = 0;
  let at = 0;
  for (let list = 0; list < 2; list++) {
    if (list === 1) firstMulti = inUse;
    if (at + 4 > data.length) return CTRL_ERR;
    const count = view.getUint32(at, true);
    at += 4;
    // The second list is all the rest of the command, not less.
    if (list === 0 ? at + 6 * count > data.length : at + 6 * count !== data.length) return CTRL_ERR;
    if (inUse + count <= MAC_TABLE_ENTRIES) {
      kept.push(data.slice(at, at + 6 * count));
      inUse += count;
    } else overflow[list] = 1;
    at += 6 * count;
  }
  const table = new Uint8Array(6 * inUse);
  let to = 0;
  for (const part of kept) {
    table.set(part, to);
    to += part.length;
  }
  nic.setMacTable(table, firstMulti);
  nic.set('uniOverflow', overflow[0]!);
  nic.set('multiOverflow', overflow[1]!);
  return CTRL_OK;
}

function vlan(nic: VirtioNetLive, command: number, data: Uint8Array): number {
  if (data.length < 2) return CTRL_ERR;
  const id = data[0]! | (data[1]! << 8);
  if (id >= MAX_VLAN || (command !== CtrlVlan.Add && command !== CtrlVlan.Del)) return CTRL_ERR;
  nic.setVlan(id, command === CtrlVlan.Add);
  return CTRL_OK;
}

function pairsSet(nic: VirtioNetLive, data: Uint8Array): number {
  if (data.length < 2) return CTRL_ERR;
  const pairs = data[0]! | (data[1]! << 8);
  nic.setRssEnabled(false);
  if (pairs < 1 || pairs > nic.config.queuePairs || !nic.hasMultiqueue) return CTRL_ERR;
  nic.set('currQueuePairs', pairs);
  return CTRL_OK;
}

/**
 * virtio_net_handle_rss(): u32 hash types, u16 table mask, u16 default queue, the table, u16 pairs, u8 key length, the key.
 * What is wrong with it switches RSS off.
 */
function rssConfig(nic: VirtioNetLive, data: Uint8Array): number {
  nic.setRssEnabled(false);
  if (!nic.hasFeature(Feature.Rss) || data.length < 8) return CTRL_ERR;
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const length = view.getUint16(4, true) + 1;
  const tableEnd = 8 + 2 * length;
  if ((length & (length - 1)) !== 0 || length > RSS_MAX_TABLE || tableEnd + 3 > data.length) return CTRL_ERR;
  const pairs = view.getUint16(tableEnd, true);
  const keyLength = data[tableEnd + 2]!;
  if (keyLength > RSS_MAX_KEY || tableEnd + 3 + keyLength > data.length) return CTRL_ERR;
  if (pairs < 1 || pairs > nic.config.queuePairs) return CTRL_ERR;
  const key = new Uint8Array(RSS_MAX_KEY);
  key.set(data.subarray(tableEnd + 3, tableEnd + 3 + keyLength));
  nic.configureRss({
    hashTypes: view.getUint32(0, true),
    defaultQueue: view.getUint16(6, true),
    table: Array.from({ length }, (_, i) => view.getUint16(8 + 2 * i, true)),
    key,
  });
  nic.setRssEnabled(true);
  nic.set('currQueuePairs', pairs);
  return CTRL_OK;
}

function guestOffloads(nic: VirtioNetLive, data: Uint8Array): number {
  if (data.length < 8 || !nic.hasFeature(Feature.CtrlGuestOffloads)) return CTRL_ERR;
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const offloads = view.getBigUint64(0, true);
  if ((offloads & ~nic.supportedOffloads) !== 0n) return CTRL_ERR;
  nic.set('currGuestOffloads', Number(offloads));
  return CTRL_OK;
}
