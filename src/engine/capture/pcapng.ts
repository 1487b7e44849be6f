// Writes packets as pcapng (draft-ietf-opsawg-pcapng, all numbers little-endian):
//
//   Section Header   0x0a0d0d0a · u32 length · u32 0x1a2b3c4d · u16 1 · u16 0 · i64 -1 · options · u32 length
//   Interface        1 · u32 length · u16 link type · u16 0 · u32 snap length 0 (none) · options · u32 length
//   Enhanced Packet  6 · u32 length · u32 interface · u32 time high · u32 time low · u32 captured · u32 original
//                    · bytes, padded to 4 · options · u32 length
//   option           u16 code · u16 length · bytes, padded to 4; 0 and 0 at the end
import { encodeUtf8 } from '../bytes/text.ts';

const Option = { End: 0, Comment: 1, Application: 4, Name: 2, Description: 3, TimeResolution: 9, Flags: 2 } as const;
/** LINKTYPE_USER0: bytes that follow no protocol that a reader knows. */
export const LINK_USER0 = 147;

export interface CaptureInterface {
  readonly name: string;
  readonly description: string;
}

export interface CapturePacket {
  /** Place in the list of interfaces. */
  readonly interface: number;
  /** ns. */
  readonly time: number;
  readonly direction: 'in' | 'out';
  readonly bytes: Uint8Array;
  /** Bytes that the packet had. */
  readonly length: number;
  readonly comment: string;
}

/** The head of a file: who wrote it, what it is, the interfaces. */
export function pcapngHead(
  comment: string,
  interfaces: readonly CaptureInterface[],
  linkType: number,
): Uint8Array<ArrayBuffer> {
  return joinBytes([
    block(
      0x0a0d0d0a,
      [u32(0x1a2b3c4d), u16(1), u16(0), u32(0xffffffff), u32(0xffffffff)],
      [text(Option.Comment, comment), text(Option.Application, 'Migrascope')],
    ),
    ...interfaces.map(({ name, description }) =>
      block(
        1,
        [u16(linkType), u16(0), u32(0)],
        [
          text(Option.Name, name),
          text(Option.Description, description),
          option(Option.TimeResolution, Uint8Array.of(9)),
        ],
      ),
    ),
  ]);
}

export function pcapngPacket(packet: CapturePacket): Uint8Array<ArrayBuffer> {
  const { bytes, time, direction, length, comment } = packet;
  return block(
    6,
    [
      u32(packet.interface),
      u32(Math.floor(time / 4294967296)),
      u32(time % 4294967296),
      u32(bytes.length),
      u32(length),
      padded(bytes),
    ],
    [option(Option.Flags, u32(direction === 'in' ? 1 : 2)), text(Option.Comment, comment)],
  );
}

function block(type: number, body: readonly Uint8Array[], options: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const inner = [...body, ...options, option(Option.End, new Uint8Array(0))];
  const length = 12 + inner.reduce((sum, part) => sum + part.length, 0);
  return joinBytes([u32(type), u32(length), ...inner, u32(length)]);
}

const text = (code: number, value: string): Uint8Array => option(code, encodeUtf8(value));
const option = (code: number, value: Uint8Array): Uint8Array =>
  joinBytes([u16(code), u16(value.length), padded(value)]);

function padded(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  out.set(bytes);
  return out;
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

const u16 = (value: number): Uint8Array => Uint8Array.of(value & 0xff, value >> 8);
const u32 = (value: number): Uint8Array =>
  Uint8Array.of(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24);
