// Which features the guest's driver takes of those that a device offers: what Linux's driver knows, less what the scenario
// has it leave (virtio 1.2, 5.1.3 and 6).
import { Feature } from '../devices/virtio.ts';
import { featureBit } from '../devices/virtio-net-config.ts';

const KNOWN: readonly string[] = [
  'csum',
  'guest_csum',
  'ctrl_guest_offloads',
  'guest_tso4',
  'guest_tso6',
  'guest_ecn',
  'guest_ufo',
  'host_tso4',
  'host_tso6',
  'host_ecn',
  'host_ufo',
  'mrg_rxbuf',
  'status',
  'ctrl_vq',
  'ctrl_rx',
  'ctrl_vlan',
  'ctrl_rx_extra',
  'guest_announce',
  'mq',
  'ctrl_mac_addr',
  'indirect_desc',
  'event_idx',
  'packed',
  'hash',
  'rss',
];
/** What only a driver of virtio 0.9 needs to be told. */
const LEGACY: readonly string[] = ['notify_on_empty', 'any_layout'];
const MAC = 1n << BigInt(Feature.Mac);
const VERSION_1 = 1n << BigInt(Feature.Version1);

/** guest_features after negotiation. */
export function driverFeatures(offered: bigint, legacy: boolean, leaves: readonly string[]): bigint {
  let known = MAC | (legacy ? 0n : VERSION_1);
  for (const name of legacy ? [...KNOWN, ...LEGACY] : KNOWN) if (!leaves.includes(name)) known |= featureBit(name);
  return offered & known & (legacy ? 0xffffffffn : ~0n);
}
