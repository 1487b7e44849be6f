// Captures of a connection: whatever the link, the order and the doubles, the stream comes out in one piece.
import { describe, expect, it } from 'vitest';
import { pcapOf, type TestPacket } from '../../testing/pcap.ts';
import { ramStart, StreamBuilder } from '../../testing/stream-builder.ts';
import { SeededRandom } from '../bytes/random.ts';
import { isPcap, streamOfPcap } from './pcap.ts';

const stream = new StreamBuilder().section(1, 2, 'ram', ramStart(16), 4).end();

/** The stream in segments of `size` bytes, from sequence number `first` on. */
function segments(size: number, first = 1000): TestPacket[] {
  const out: TestPacket[] = [];
  for (let at = 0; at < stream.length; at += size)
    out.push({ sequence: (first + at) % 2 ** 32, data: stream.subarray(at, at + size) });
  return out;
}

const whole = (packets: readonly TestPacket[], shape = {}): unknown => {
  const found = streamOfPcap(pcapOf(packets, shape));
  return found && { same: Buffer.compare(found.bytes, stream) === 0, notes: found.notes };
};

describe('a capture', () => {
  it.each([
    ['Ethernet', {}],
    ['big-endian file', { little: false }],
    ['VLAN', { vlan: true }],
    ['raw IP', { linkType: 101 }],
    ['Linux cooked', { linkType: 113 }],
    ['IPv6', { ip6: true }],
    ['IPv6 in raw IP', { ip6: true, linkType: 101 }],
  ])('%s', (_, shape) => {
    expect(whole(segments(50), shape)).toEqual({ same: true, notes: [] });
  });

  it('out of order, twice, with other traffic, over the end of the sequence numbers', () => {
    const packets = segments(40, 2 ** 32 - 60);
    const overlap = { sequence: (2 ** 32 - 60 + 20) % 2 ** 32, data: stream.subarray(20, 90) };
    const back: TestPacket = { sequence: 5, data: Uint8Array.of(1, 2, 3), back: true };
    const mixed = [packets[1]!, packets[0]!, back, ...packets.slice(2).reverse(), overlap, packets[0]!];
    expect(whole([packets[0]!, ...mixed])).toEqual({ same: true, notes: [] });
  });

  it('ends where a packet is missing, and says so', () => {
    const packets = segments(20);
    const found = streamOfPcap(pcapOf(packets.filter((_, i) => i !== 2)))!;
    expect(Buffer.compare(found.bytes, stream.subarray(0, 40))).toBe(0);
    expect(found.notes).toEqual(['The capture lost bytes at offset 40 of the stream; it is read up to there.']);
  });

  it('without a stream is none', () => {
    expect(streamOfPcap(pcapOf([{ sequence: 1, data: stream.subarray(8) }]))).toBeNull();
    expect(streamOfPcap(pcapOf([]))).toBeNull();
    expect(isPcap(stream)).toBe(false);
  });

  it('may be damaged in any way', () => {
    const good = pcapOf(segments(60));
    const random = new SeededRandom(4);
    for (let round = 0; round < 400; round++) {
      const bad = good.slice(0, 1 + random.below(good.length));
      for (let i = 0; i < 4; i++) bad[random.below(bad.length)] = random.below(256);
      if (isPcap(bad)) expect(streamOfPcap(bad)?.bytes.length ?? 0).toBeLessThanOrEqual(bad.length);
    }
  });
});
