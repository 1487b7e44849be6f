// The command as a person calls it: what it prints, what a destination's JSON may say, exit codes.
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { FileFolder, runCommand, type CommandRun } from '../testing/command-run.ts';
import { fixtureStream } from '../testing/fixtures.ts';
import { main } from './load.ts';

const folder = new FileFolder('load');
afterAll(() => folder.remove());
const file = (name: string, bytes: Uint8Array | string): string => folder.put(name, bytes);
const run = (...argv: readonly string[]): Promise<CommandRun> => runCommand(main, argv);

const stream = fixtureStream('q10-iterative-traffic');

const NIC = { name: '0000:00:03.0/virtio-net', broken: false };
const QUEUES = [
  [18, 18, 82, 0],
  [22, 22, 22, 0],
  [0, 0, 0, 0],
];

async function into(destination: unknown): Promise<{ code: number; report: Record<string, unknown>; err: string }> {
  const path = file('destination.json', JSON.stringify(destination));
  const { code, out, err } = await run(file('stream', stream), '--destination', path);
  return { code, report: (out === '' ? {} : JSON.parse(out)) as Record<string, unknown>, err };
}

describe('load', () => {
  it('loads into a machine that matches the stream', async () => {
    const { code, out } = await run(file('stream.gz', gzipSync(stream)));
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      outcome: 'completed',
      stderr: [],
      guestErrors: [],
      devices: [{ ...NIC, queues: QUEUES }],
    });
  });

  it('a cut stream fails in QEMU’s words', async () => {
    const { code, out } = await run(file('cut', stream.subarray(0, 301)));
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      outcome: 'failed',
      stderr: [
        "error while loading state for instance 0x0 of device '0000:00:03.0/virtio-net-iterative'",
        'load of migration failed: Invalid argument',
      ],
      guestErrors: ['virtio_net_load_state: Uknown flag 0xffffffff00000000'],
      devices: [],
    });
  });

  it.each<[unknown, string]>([
    [{ memory: '32M' }, 'Size mismatch: pc.ram: 0x1000000 != 0x2000000: Invalid argument'],
    [{ memory: 32 }, 'Size mismatch: pc.ram: 0x1000000 != 0x2000000: Invalid argument'],
    [{ machine: 'q35' }, "Machine type received is 'pc-i440fx-10.0' and local is 'pc-q35-10.0'"],
    [{ qemu: '10.0' }, 'Received unknown capability virtio-iterative'],
    [
      { capabilities: { 'virtio-iterative': false } },
      'Capability virtio-iterative is off, but received capability is on',
    ],
    [{ capabilities: [] }, 'Capability virtio-iterative is off, but received capability is on'],
    [{ nics: [{ featuresOff: ['ctrl_vq'] }] }, 'Features 0x130bf8024 unsupported. Allowed features: 0x10179bd8064'],
    [{ nics: [{ ctrl_vq: 'off' }] }, 'Features 0x130bf8024 unsupported. Allowed features: 0x10179bd8064'],
    [
      { nics: [{ vectors: 8 }] },
      'get_pci_config_device: Bad config data: i=0x9a read: 3 device: 7 cmask: ff wmask: 0 w1cmask:0',
    ],
    [
      { nics: [{ queuePairs: 4 }] },
      'get_pci_config_device: Bad config data: i=0x9a read: 3 device: 9 cmask: ff wmask: 0 w1cmask:0',
    ],
    [{ patches: [1, 2, 3, 4] }, 'VQ 0 size 0x400 Guest index 0x0 inconsistent with Host index 0x9: delta 0xfff7'],
  ])('into %j: %s', async (destination, line) => {
    const { report } = await into(destination);
    expect((report.stderr as string[])[0]).toBe(line);
  });

  it('without patch 5 the last section does not heal the device', async () => {
    const { code, report } = await into({ patches: [1, 2, 3, 4, 6] });
    expect(code).toBe(0);
    expect(report).toMatchObject({ outcome: 'completed', devices: [{ broken: true, queues: QUEUES }] });
  });

  it.each<[unknown, string]>([
    [[], 'destination: must be an object'],
    [{ quemu: '7.2' }, 'quemu: is not known; known are qemu, machine, memory, nics, capabilities, patches'],
    [{ qemu: '8.0' }, 'qemu: must be one of 7.2, 10.0, 10.0+rfc'],
    [{ machine: 'virt' }, 'machine: must be pc, q35 or a versioned type such as pc-i440fx-7.2'],
    [{ memory: 'much' }, 'memory: must be a size such as 32M, or MiB as a number'],
    [{ nics: [{}, { vectors: -1 }] }, 'nics[1].vectors: must be a whole number from 0 to 2048'],
    [{ nics: [{ featuresOff: ['tso'] }] }, 'nics[0].featuresOff[0]: virtio-net-pci has no feature property tso'],
    [{ nics: [{ rxQueueSize: 300 }] }, 'nics[0].rxQueueSize: must be a power of two'],
    [{ capabilities: { multifdd: true } }, 'capabilities.multifdd: QEMU 10.0+rfc does not know this capability'],
  ])('wrong usage %j: %s', async (destination, message) => {
    const { code, err } = await into(destination);
    expect(code).toBe(2);
    expect(err).toBe(`${join(folder.path, 'destination.json')}: ${message}\n`);
  });

  it('says what is wrong with its arguments', async () => {
    expect((await run()).code).toBe(2);
    expect((await run(join(folder.path, 'absent'))).code).toBe(2);
    expect((await run(file('stream', stream), '--destination', file('bad.json', '{'))).code).toBe(2);
    const help = await run('--help');
    expect(help.code).toBe(0);
    expect(help.out).toContain('--destination JSON-FILE');
  });
});
