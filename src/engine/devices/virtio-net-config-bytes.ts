// struct virtio_net_config as the device shows it to its driver (virtio 1.2, 5.1.4), as far as it has it.
import { macBytes } from '../bytes/text.ts';
import { nicConfigLength, type NicConfig } from './virtio-net-config.ts';

export const RSS_MAX_KEY = 40;
export const RSS_MAX_TABLE = 128;
/** VIRTIO_NET_RSS_SUPPORTED_HASHES */
const RSS_HASHES = 0x1ff;

export function nicConfigBytes(config: NicConfig, mac: number, status: number): Uint8Array {
  const bytes = new Uint8Array(nicConfigLength(config));
  const view = new DataView(bytes.buffer);
  bytes.set(macBytes(mac));
  if (bytes.length >= 8) view.setUint16(6, status, true);
  if (bytes.length >= 10) view.setUint16(8, config.queuePairs, true);
  if (bytes.length >= 24) {
    view.setUint32(12, 0xffffffff, true); // speed unknown
    bytes[16] = 0xff; // duplex unknown
    bytes[17] = RSS_MAX_KEY;
    view.setUint16(18, RSS_MAX_TABLE, true);
    view.setUint32(20, RSS_HASHES, true);
  }
  return bytes;
}
