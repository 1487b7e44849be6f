// The network beyond the NIC: the other end of QEMU's `-netdev stream` over a unix socket, frames with a length before
// each (u32, big-endian; QEMU net/stream.c).
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { listen, within } from './lines.ts';

export const PEER_MAC = Uint8Array.of(0x52, 0x54, 0x00, 0xaa, 0xbb, 0x01);

export interface NetPeer {
  /** Arguments that give QEMU this peer. */
  readonly args: readonly string[];
  /** Sends `count` frames with about `bytes` of payload to the guest whose address is `to`. */
  deliver(count: number, to: Uint8Array, bytes: number): Promise<void>;
}

/** An Ethernet frame of a local experimental type whose payload says its number. */
export function frame(to: Uint8Array, from: Uint8Array, number: number, bytes: number): Uint8Array {
  const payload = Buffer.from(`frame ${number} `.repeat(Math.ceil(bytes / 8))).subarray(0, bytes);
  return Buffer.concat([to, from, Uint8Array.of(0x88, 0xb5), payload]);
}

export class StreamPeer implements NetPeer {
  readonly args: readonly string[];
  /** Frames that came from the guest. */
  frames = 0;
  private readonly accepted: Promise<Socket>;
  private socket: Socket | null = null;
  private rest = Buffer.alloc(0);
  private number = 0;

  private constructor(path: string, accepted: Promise<Socket>) {
    this.args = ['-netdev', `stream,id=n0,server=off,addr.type=unix,addr.path=${path}`];
    this.accepted = accepted;
  }

  /** Runs `body` with a peer that waits for QEMU. */
  static async with<T>(folder: string, name: string, body: (peer: StreamPeer) => Promise<T>): Promise<T> {
    const path = join(folder, name);
    const { server, accepted } = await listen(path);
    const peer = new StreamPeer(path, accepted);
    void accepted.then((socket) => peer.attach(socket));
    try {
      return await body(peer);
    } finally {
      server.close();
      peer.socket?.destroy();
    }
  }

  async deliver(count: number, to: Uint8Array, bytes: number): Promise<void> {
    const socket = await within(this.accepted, 'network connection');
    for (let i = 0; i < count; i++) {
      const data = frame(to, PEER_MAC, ++this.number, bytes);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(data.length);
      socket.write(Buffer.concat([length, data]));
    }
  }

  /** Stops reading: what the guest sends piles up, in the end in its own ring. */
  async stall(): Promise<void> {
    (await within(this.accepted, 'network connection')).pause();
  }

  private attach(socket: Socket): void {
    this.socket = socket;
    socket.on('error', () => undefined);
    socket.on('data', (data: Buffer) => {
      this.rest = Buffer.concat([this.rest, data]);
      while (this.rest.length >= 4 && this.rest.length >= 4 + this.rest.readUInt32BE(0)) {
        this.rest = this.rest.subarray(4 + this.rest.readUInt32BE(0));
        this.frames++;
      }
    });
  }
}
