// Captures for tests: a TCP connection's payload in packets of libpcap's classic format.

export interface TestPacket {
  readonly sequence: number;
  readonly data: Uint8Array;
  /** From the destination to the source. */
  readonly back?: boolean;
}

export interface PcapShape {
  readonly little?: boolean;
  /** 1 Ethernet, 101 raw IP, 113 Linux cooked. */
  readonly linkType?: number;
  readonly ip6?: boolean;
  readonly vlan?: boolean;
}

/** A capture file of these packets between 10.0.0.1 and 10.0.0.2 (or fd00::1 and fd00::2), port 4444. */
export function pcapOf(packets: readonly TestPacket[], shape: PcapShape = {}): Uint8Array {
  const little = shape.little ?? true;
  const linkType = shape.linkType ?? 1;
  const file: number[] = [];
  const u32 = (value: number): number[] => {
    const bytes = [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
    return little ? bytes.reverse() : bytes;
  };
  const u16 = (value: number): number[] => (little ? [value & 255, value >> 8] : [value >> 8, value & 255]);
  file.push(...u32(0xa1b2c3d4), ...u16(2), ...u16(4), ...u32(0), ...u32(0), ...u32(262144), ...u32(linkType));
  for (const packet of packets) {
    const frame = [...link(linkType, shape), ...network(packet, shape.ip6 === true)];
    file.push(...u32(1), ...u32(0), ...u32(frame.length), ...u32(frame.length), ...frame);
  }
  return Uint8Array.from(file);
}

function link(linkType: number, { ip6, vlan }: PcapShape): number[] {
  const type = ip6 ? [0x86, 0xdd] : [8, 0];
  if (linkType === 1) return [...new Array<number>(12).fill(2), ...(vlan ? [0x81, 0, 0, 7] : []), ...type];
  return linkType === 113 ? [...new Array<number>(14).fill(0), ...type] : [];
}

const be = (value: number, size: number): number[] =>
  Array.from({ length: size }, (_, i) => Math.floor(value / 256 ** (size - 1 - i)) % 256);

function network({ sequence, data, back }: TestPacket, ip6: boolean): number[] {
  const ports = back ? [...be(4444, 2), ...be(5555, 2)] : [...be(5555, 2), ...be(4444, 2)];
  const tcp = [...ports, ...be(sequence, 4), ...be(0, 4), 0x50, 0x18, ...be(512, 2), 0, 0, 0, 0, ...data];
  const address = (last: number): number[] => (ip6 ? [0xfd, ...new Array<number>(14).fill(0), last] : [10, 0, 0, last]);
  const addresses = back ? [...address(2), ...address(1)] : [...address(1), ...address(2)];
  if (ip6) return [0x60, 0, 0, 0, ...be(tcp.length, 2), 6, 64, ...addresses, ...tcp];
  return [0x45, 0, ...be(20 + tcp.length, 2), 0, 0, 0, 0, 64, 6, 0, 0, ...addresses, ...tcp];
}
