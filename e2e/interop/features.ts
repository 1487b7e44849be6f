// virtio-net's feature bits (virtio 1.2, 5.1.3 and 6) and status bits (2.1), by number and by the names under which QMP
// reports them.

/** Bit numbers. */
export const Bit = {
  CSUM: 0,
  GUEST_CSUM: 1,
  CTRL_GUEST_OFFLOADS: 2,
  MTU: 3,
  MAC: 5,
  GSO: 6,
  GUEST_TSO4: 7,
  GUEST_TSO6: 8,
  GUEST_ECN: 9,
  GUEST_UFO: 10,
  HOST_TSO4: 11,
  HOST_TSO6: 12,
  HOST_ECN: 13,
  HOST_UFO: 14,
  MRG_RXBUF: 15,
  STATUS: 16,
  CTRL_VQ: 17,
  CTRL_RX: 18,
  CTRL_VLAN: 19,
  CTRL_RX_EXTRA: 20,
  GUEST_ANNOUNCE: 21,
  MQ: 22,
  CTRL_MAC_ADDR: 23,
  NOTIFY_ON_EMPTY: 24,
  ANY_LAYOUT: 27,
  INDIRECT_DESC: 28,
  EVENT_IDX: 29,
  VERSION_1: 32,
  IOMMU_PLATFORM: 33,
  RING_PACKED: 34,
  IN_ORDER: 35,
  ORDER_PLATFORM: 36,
  SR_IOV: 37,
  RING_RESET: 40,
  HASH_REPORT: 57,
  RSS: 60,
  RSC_EXT: 61,
  STANDBY: 62,
  SPEED_DUPLEX: 63,
} as const;
export type FeatureName = keyof typeof Bit;

/** A mask of feature bits. */
export function features(...names: readonly FeatureName[]): bigint {
  return names.reduce((mask, name) => mask | (1n << BigInt(Bit[name])), 0n);
}

const BASE = features(
  ...(['CSUM', 'GUEST_CSUM', 'CTRL_GUEST_OFFLOADS', 'GUEST_TSO4', 'GUEST_TSO6', 'GUEST_ECN', 'GUEST_UFO'] as const),
  ...(['HOST_TSO4', 'HOST_TSO6', 'HOST_ECN', 'HOST_UFO', 'MAC', 'STATUS', 'CTRL_VQ', 'CTRL_RX', 'CTRL_VLAN'] as const),
  ...(['CTRL_RX_EXTRA', 'GUEST_ANNOUNCE', 'CTRL_MAC_ADDR', 'INDIRECT_DESC', 'SPEED_DUPLEX'] as const),
);
/** What a plain modern driver asks for. */
export const MODERN = BASE | features('VERSION_1');
/** What a driver of today's Linux asks for. */
export const LINUX = MODERN | features('MRG_RXBUF', 'EVENT_IDX', 'MQ');
/** What a driver from before virtio 1 asks for. */
export const LEGACY = BASE | features('MRG_RXBUF', 'NOTIFY_ON_EMPTY', 'ANY_LAYOUT');

/** Names in x-query-virtio-status whose ends are not the names above. */
const OTHER_NAMES: Readonly<Record<string, number>> = { PROTOCOL_FEATURES: 30 };

/** Bits of a list like `["VIRTIO_NET_F_MAC: Device has …"]`; `VHOST_F_LOG_ALL` and the like are not guest features. */
export function featureMask(texts: readonly string[]): bigint {
  let mask = 0n;
  for (const text of texts) {
    const name = /^(?:VIRTIO_NET_F|VIRTIO_RING_F|VIRTIO_F|VHOST_USER_F|VHOST_F)_(\w+)/.exec(text)?.[1] ?? '';
    const bit = (Bit as Readonly<Record<string, number>>)[name] ?? OTHER_NAMES[name];
    if (bit === undefined) throw new Error(`a feature that this table does not have: ${text}`);
    mask |= 1n << BigInt(bit);
  }
  return mask;
}

const STATUS: Readonly<Record<string, number>> = {
  ACKNOWLEDGE: 1,
  DRIVER: 2,
  DRIVER_OK: 4,
  FEATURES_OK: 8,
  NEEDS_RESET: 0x40,
  FAILED: 0x80,
};

/** The status byte of a list like `["VIRTIO_CONFIG_S_DRIVER: Guest OS compatible with device"]`. */
export function statusByte(texts: readonly string[]): number {
  let status = 0;
  for (const text of texts) {
    const bit = STATUS[/^VIRTIO_CONFIG_S_(\w+)/.exec(text)?.[1] ?? ''];
    if (bit === undefined) throw new Error(`a status that this table does not have: ${text}`);
    status |= bit;
  }
  return status;
}
