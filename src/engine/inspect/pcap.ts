// A capture file of the migration's TCP connection (libpcap's classic format, micro- or nanoseconds, either byte order;
// link types Ethernet, raw IP, Linux cooked 1 and 2, loopback): the bytes that went the way of the stream, in order.
//
//   file header 24 bytes: magic u32, version 2 × u16, 2 × u32, snap length u32, link type u32
//   each packet: seconds u32, fraction u32, captured u32, original u32, then the captured bytes

export interface PcapStream {
  readonly bytes: Uint8Array;
  /** What is missing or odd; empty when nothing is. */
  readonly notes: readonly string[];
}

interface Segment {
  readonly sequence: number;
  readonly start: number;
  readonly end: number;
}

const MAGICS: Readonly<Record<number, boolean>> = {
  0xa1b2c3d4: false,
  0xa1b23c4d: false,
  0xd4c3b2a1: true,
  0x4d3cb2a1: true,
};
const IP_AT: Readonly<Record<number, number>> = {
  0: 4,
  1: 14,
  12: 0,
  101: 0,
  108: 4,
  113: 16,
  228: 0,
  229: 0,
  276: 20,
};
const ETHERNET = 1;
const VLAN: readonly number[] = [0x8100, 0x88a8];
const QEVM = 0x5145564d;

/** Whether bytes begin as a pcap file does. */
export function isPcap(bytes: Uint8Array): boolean {
  if (bytes.length < 24) return false;
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) in MAGICS;
}

/** The direction of the connection that begins with QEMU's magic, put together; null when there is none. */
export function streamOfPcap(bytes: Uint8Array): PcapStream | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = MAGICS[view.getUint32(0)]!;
  const linkType = view.getUint32(20, little) & 0xffff;
  const ipAt = IP_AT[linkType];
  if (ipAt === undefined) return null;
  const flows = new Map<string, Segment[]>();
  let cut = false;
  for (let at = 24; at + 16 <= bytes.length;) {
    const captured = view.getUint32(at + 8, little);
    cut ||= captured < view.getUint32(at + 12, little);
    const start = at + 16;
    if (start + captured > bytes.length) break;
    segment(bytes, view, start + ipAt + vlanTags(view, linkType, start, captured), start + captured, flows);
    at = start + captured;
  }
  for (const segments of flows.values()) {
    const first = segments.find(
      ({ start, end }) => end - start >= 8 && view.getUint32(start) === QEVM && view.getUint32(start + 4) === 3,
    );
    if (first) return assemble(bytes, segments, first, cut);
  }
  return null;
}

/** Bytes of VLAN tags between an Ethernet header's addresses and its type. */
function vlanTags(view: DataView, linkType: number, start: number, captured: number): number {
  let tags = 0;
  if (linkType !== ETHERNET) return 0;
  while (14 + tags <= captured && VLAN.includes(view.getUint16(start + 12 + tags))) tags += 4;
  return tags;
}

/** Adds a packet's TCP payload to its flow; packets of other kinds are passed over. */
function segment(bytes: Uint8Array, view: DataView, ip: number, end: number, flows: Map<string, Segment[]>): void {
  if (ip + 20 > end) return;
  const version = bytes[ip]! >> 4;
  let tcp: number;
  let last = end;
  let addresses: string;
  if (version === 4) {
    if (bytes[ip + 9] !== 6) return;
    tcp = ip + (bytes[ip]! & 15) * 4;
    // A packet that the network card will cut up may say no length.
    last = Math.min(end, ip + (view.getUint16(ip + 2) || end - ip));
    addresses = bytes.subarray(ip + 12, ip + 20).join('.');
  } else if (version === 6 && ip + 40 <= end) {
    if (bytes[ip + 6] !== 6) return;
    tcp = ip + 40;
    last = Math.min(end, tcp + view.getUint16(ip + 4));
    addresses = bytes.subarray(ip + 8, ip + 40).join('.');
  } else return;
  if (view.byteLength < tcp + 20 || tcp + 20 > last) return;
  const start = tcp + (bytes[tcp + 12]! >> 4) * 4;
  if (start >= last) return;
  const key = `${addresses} ${view.getUint32(tcp)}`;
  const list = flows.get(key) ?? [];
  flows.set(key, list);
  list.push({ sequence: view.getUint32(tcp + 4), start, end: last });
}

/** Segments from `first` on in the order of their sequence numbers; what was sent twice is taken once. */
function assemble(bytes: Uint8Array, segments: readonly Segment[], first: Segment, cut: boolean): PcapStream {
  const behind = (sequence: number): number => (sequence - first.sequence) | 0;
  // Sequence numbers wrap at 2^32: positions are counted on from the segment before.
  let position = 0;
  const placed = segments
    .map((entry) => {
      position += (behind(entry.sequence) - position) | 0;
      return { ...entry, position };
    })
    .filter((entry) => entry.position >= 0)
    .sort((a, b) => a.position - b.position);
  const notes: string[] = cut ? ['The capture kept only the beginning of some packets.'] : [];
  const total = placed.reduce((most, entry) => Math.max(most, entry.position + entry.end - entry.start), 0);
  const sum = placed.reduce((bytesHeld, entry) => bytesHeld + entry.end - entry.start, 0);
  const out = new Uint8Array(Math.min(total, sum));
  let at = 0;
  for (const entry of placed) {
    if (entry.position > at) {
      notes.push(`The capture lost bytes at offset ${at} of the stream; it is read up to there.`);
      break;
    }
    const skip = at - entry.position;
    if (skip >= entry.end - entry.start) continue;
    out.set(bytes.subarray(entry.start + skip, entry.end), at);
    at += entry.end - entry.start - skip;
  }
  return { bytes: out.subarray(0, at), notes };
}
