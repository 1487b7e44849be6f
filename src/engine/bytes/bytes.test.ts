// Reader, writer, text, generator and digest against known bytes.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ShortRead, StreamError } from './errors.ts';
import { SeededRandom } from './random.ts';
import { ByteReader } from './reader.ts';
import { Sha256 } from './sha256.ts';
import { decodeUtf8, encodeUtf8, formatBytes, formatMs, groupThousands, hex } from './text.ts';
import { ByteWriter } from './writer.ts';

const BYTES = [
  0xfe, // u8
  0x12,
  0x34, // u16
  0xde,
  0xad,
  0xbe,
  0xef, // u32
  0xff,
  0xff,
  0xff,
  0xff,
  0xef,
  0x20,
  0x00,
  0x01, // u64 as bigint
  0x00,
  0x00,
  0x00,
  0x12,
  0x34,
  0x56,
  0x78,
  0x9a, // u64 as number
  0x03,
  0x72,
  0x61,
  0x6d, // counted "ram"
];

function write(): Uint8Array {
  const writer = new ByteWriter(1);
  writer.u8(0xfe);
  writer.u16(0x1234);
  writer.u32(0xdeadbeef);
  writer.u64(0xffffffffef200001n);
  writer.u64(0x123456789a);
  writer.counted('ram');
  return writer.finish();
}

function read(reader: ByteReader): unknown[] {
  return [reader.u8(), reader.u16(), reader.u32(), reader.u64(), reader.u64Number(), reader.counted()];
}

describe('ByteWriter and ByteReader', () => {
  it('writes these bytes', () => expect(Array.from(write())).toEqual(BYTES));

  it('reads them back, from shared memory too', () => {
    const expected = [0xfe, 0x1234, 0xdeadbeef, 0xffffffffef200001n, 0x123456789a, 'ram'];
    const shared = new Uint8Array(new SharedArrayBuffer(BYTES.length));
    shared.set(BYTES);
    expect(read(new ByteReader(Uint8Array.from(BYTES)))).toEqual(expected);
    expect(read(new ByteReader(shared))).toEqual(expected);
  });

  it('says where it ends at every truncation', () => {
    for (let length = 0; length < BYTES.length; length++) {
      const reader = new ByteReader(Uint8Array.from(BYTES), 0, length);
      let error: unknown;
      try {
        read(reader);
      } catch (caught) {
        error = caught;
      }
      expect(error).toBeInstanceOf(ShortRead);
      const short = error as ShortRead;
      expect(short.offset + short.available).toBe(length);
      expect(short.needed).toBeGreaterThan(short.available);
    }
  });

  it('asks for more while the stream grows, a byte or seven at a time', () => {
    for (const step of [1, 7]) {
      class Growing extends ByteReader {
        protected override more(end: number): boolean {
          while (this.end < end && this.end < BYTES.length)
            this.grown(Uint8Array.from(BYTES), Math.min(BYTES.length, this.end + step));
          return end <= this.end;
        }
      }
      expect(read(new Growing(new Uint8Array(0)))).toHaveLength(6);
    }
  });

  it('refuses a u64 that a number cannot hold', () => {
    expect(() => new ByteReader(Uint8Array.of(0, 0x20, 0, 0, 0, 0, 0, 0)).u64Number()).toThrow(StreamError);
  });

  it('reads signed values and peeks', () => {
    const reader = new ByteReader(Uint8Array.of(0xff, 0xff, 0xfe, 0xff, 0xff, 0xff, 0xfd));
    expect([reader.peekU8(), reader.i8(), reader.i16(), reader.i32()]).toEqual([0xff, -1, -2, -3]);
    expect(reader.peekU8()).toBe(-1);
  });
});

describe('text', () => {
  it('encodes and decodes UTF-8 as the host does', () => {
    for (const text of ['', 'ram', 'Größe', '虚拟', '🚚', 'x'.repeat(10_000)]) {
      const bytes = encodeUtf8(text);
      expect(Array.from(bytes)).toEqual(Array.from(new TextEncoder().encode(text)));
      expect(decodeUtf8(bytes)).toBe(text);
    }
  });

  it('replaces malformed bytes and goes on', () => {
    expect(decodeUtf8(Uint8Array.of(0x41, 0xff, 0x42, 0xc3))).toBe('A\ufffdB\ufffd');
    expect(decodeUtf8(Uint8Array.of(0xed, 0xa0, 0x80)).length).toBe(3);
  });

  it('formats figures', () => {
    expect([groupThousands(46172), groupThousands(7), hex(255, 4)]).toEqual(['46,172', '7', '0x00ff']);
    expect([formatBytes(412), formatBytes(46172), formatBytes(16777216)]).toEqual(['412 B', '45.1 KiB', '16 MiB']);
    expect(formatMs(12_884_400)).toBe('12.884 ms');
  });
});

describe('SeededRandom', () => {
  it('draws the same numbers from the same seed, others from another', () => {
    const draw = (seed: number, stream: number): number[] =>
      Array.from(
        { length: 5 },
        (
          (r) => () =>
            r.u32()
        )(new SeededRandom(seed, stream)),
      );
    expect(draw(7, 1)).toEqual(draw(7, 1));
    expect(draw(7, 1)).not.toEqual(draw(8, 1));
    expect(draw(7, 1)).not.toEqual(draw(7, 2));
  });

  it('stays below its bound and reaches everything', () => {
    const random = new SeededRandom(1);
    const seen = new Set(Array.from({ length: 400 }, () => random.below(6)));
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

describe('Sha256', () => {
  it('equals the host, whatever the pieces', () => {
    for (const length of [0, 1, 55, 56, 63, 64, 65, 1000]) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 31) & 0xff);
      const expected = createHash('sha256').update(bytes).digest('hex');
      expect(new Sha256().update(bytes).hex()).toBe(expected);
      const pieces = new Sha256();
      for (let at = 0; at < length; at += 7) pieces.update(bytes.subarray(at, at + 7));
      expect(pieces.hex()).toBe(expected);
    }
  });
});
