// A network with several queues. Of QEMU's back ends only `-netdev tap` has them and really moves frames, so QEMU runs in
// a network namespace of its own (util-linux's unshare), makes its tap there, and this computer's own IP stack in that
// namespace is the peer. Needs /dev/net/tun, the right to make namespaces, and `ip`.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { within } from './lines.ts';
import type { NetPeer } from './peer.ts';

const NAMESPACE = ['unshare', '--map-root-user', '--net'] as const;
const PORT = 4000;

/** Whether this computer lets us make such a network. */
export const hasTap =
  spawnSync(NAMESPACE[0], [...NAMESPACE.slice(1), 'sh', '-c', 'ip link show lo && exec 3<>/dev/net/tun']).status === 0;

/** Sends `count` datagrams of `bytes` from as many ports, so that they spread over the queues. Run inside the namespace. */
const SENDER = `
const { createSocket } = require('node:dgram');
const [count, bytes] = process.argv.slice(1).map(Number);
for (let i = 0; i < count; i++) {
  const socket = createSocket('udp4');
  socket.bind(20000 + i, () => socket.send(Buffer.alloc(bytes, i), ${PORT}, '10.0.0.2', () => socket.close()));
}
`;

export class TapPeer implements NetPeer {
  /** What QEMU is started with so that it has a namespace. */
  static readonly wrapper: readonly string[] = NAMESPACE;
  readonly args: readonly string[];
  /** Process whose namespace holds the tap; known once QEMU runs. */
  pid = 0;

  /** A tap of `queues` queues for a guest with the address `mac`. */
  constructor(folder: string, queues: number, mac: string) {
    const script = join(folder, 'tap.up');
    const lines = [
      '#!/bin/sh',
      'set -e',
      'ip link set dev "$1" addrgenmode none', // no IPv6, which would send frames of its own
      'ip link set dev "$1" up',
      'ip addr replace 10.0.0.1/24 dev "$1"',
      `ip neigh replace 10.0.0.2 lladdr ${mac} dev "$1" nud permanent`,
    ];
    writeFileSync(script, `${lines.join('\n')}\n`);
    chmodSync(script, 0o755);
    this.args = ['-netdev', `tap,id=n0,ifname=guest0,queues=${queues},script=${script},downscript=no,vhost=off`];
  }

  async deliver(count: number, _to: Uint8Array, bytes: number): Promise<void> {
    const enter = ['--preserve-credentials', '--user', '--net', '--target', String(this.pid)];
    const sender = [process.execPath, '-e', SENDER, String(count), String(bytes)];
    const child = spawn('nsenter', [...enter, ...sender], { stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
    const done = new Promise<number | null>((resolve) => child.once('close', resolve));
    try {
      if ((await within(done, 'end of the sender')) !== 0) throw new Error(`the sender failed: ${errors}`);
    } finally {
      child.kill('SIGKILL');
    }
  }
}
