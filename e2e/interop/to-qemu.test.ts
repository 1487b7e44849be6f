// What `npm run migrate` writes, loaded by a stock QEMU: it must say of its devices what our own destination holds, and
// its RAM must be our guest's.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Expectation } from '../../src/engine/migration/expectation.ts';
import { PRESETS, STOCK_SCENARIO } from '../../src/engine/scenario/presets.ts';
import type { NicScenario, Scenario } from '../../src/engine/scenario/scenario.ts';
import { guestRam } from './guest-ram.ts';
import { migrateFromFile } from './migration.ts';
import { until } from './lines.ts';
import { GUEST_MAC } from './net-driver.ts';
import { frame, PEER_MAC, StreamPeer } from './peer.ts';
import { hasQemu, inFolder, Qemu } from './qemu.ts';
import type { QTest } from './qtest.ts';
import { deviceNumbers, rxFilter, type QueueNumbers, type RxFilter } from './report.ts';
import { seededScenario } from './seeded-scenario.ts';
import { hasTap, TapPeer } from './tap.ts';

const SEEDS = [1, 2, 3, 4];
const FRAMES = 5;
const FRAME_BYTES = 300;
/** struct virtio_net_hdr with num_buffers. */
const NET_HEADER_BYTES = 12;

interface Written {
  readonly path: string;
  readonly expectation: Expectation;
}

/** Runs the command as a person would. */
async function migrate(folder: string, scenario: Scenario): Promise<Written> {
  const [path, file, expected] = ['stream', 'scenario.json', 'expected.json'].map((name) => join(folder, name));
  writeFileSync(file!, JSON.stringify(scenario));
  const args = [resolve('.ci/cli.mjs'), 'migrate', file!, '-o', path!, '--expect', expected!];
  await promisify(execFile)(process.execPath, args);
  return { path: path!, expectation: JSON.parse(readFileSync(expected!, 'utf8')) as Expectation };
}

interface Loaded {
  readonly status: string;
  readonly stderr: readonly string[];
  readonly devices: readonly unknown[];
  readonly filters: readonly RxFilter[];
  readonly ram: string;
}

/** Loads a stream into a QEMU with those arguments and asks it. */
function load(folder: string, { path, expectation }: Written, { machine }: Scenario): Promise<Loaded> {
  const wrapper = needsTap(expectation) ? TapPeer.wrapper : [];
  const args = [...expectation.qemuArgs, '-S', '-incoming', 'defer'];
  return Qemu.with({ args, folder, tag: 'destination', wrapper }, async (qemu) => {
    const status = await migrateFromFile(qemu, path);
    if (status === 'failed') return { status, stderr: qemu.stderr, devices: [], filters: [], ram: '' };
    const devices: unknown[] = [];
    const filters: RxFilter[] = [];
    for (let i = 0; i < expectation.devices.length; i++) {
      const { guestFeatures, status: byte, queues } = await deviceNumbers(qemu.qmp, `net${i}`);
      devices.push({ guestFeatures: `0x${guestFeatures.toString(16)}`, status: byte, queues });
      filters.push(await rxFilter(qemu.qmp, `net${i}`));
    }
    const ram = await guestRam(qemu, folder, machine.type, machine.memoryMiB * 1048576);
    return { status, stderr: qemu.stderr, devices, filters, ram: createHash('sha256').update(ram).digest('hex') };
  });
}

const needsTap = ({ qemuArgs }: Expectation): boolean => qemuArgs.some((argument) => argument.startsWith('tap,'));

/** The filter that a scenario's driver has set; one that nobody drives is as a reset leaves it. */
function filterOf({ driver, mac, filters }: NicScenario): RxFilter {
  const { promisc, allmulti, unicast, multicast } = filters;
  return {
    promiscuous: driver ? promisc : true,
    multicast: driver && allmulti ? 'all' : 'normal',
    'unicast-table': driver ? [...unicast].sort() : [],
    'multicast-table': driver ? [...multicast].sort() : [],
    'main-mac': mac,
  };
}

function test([name, scenario]: readonly [string, Scenario]): void {
  it(name, async () => {
    await inFolder(async (folder) => {
      const written = await migrate(folder, scenario);
      expect(written.expectation.devices).toHaveLength(scenario.nics.length);
      const loaded = await load(folder, written, scenario);
      expect(loaded).toEqual({
        status: 'completed',
        stderr: [],
        devices: written.expectation.devices,
        filters: scenario.nics.map(filterOf),
        ram: written.expectation.ram['pc.ram'],
      });
    });
  });
}

/** The first NIC with a network on its other side. */
function plugged(qemuArgs: readonly string[], peer: StreamPeer): string[] {
  return [
    ...peer.args,
    ...qemuArgs.map((arg) => (arg.startsWith('virtio-net-pci,id=net0,') ? `${arg},netdev=n0` : arg)),
  ];
}

/** Frames that the device has put into receive queue 0 since it had used `from` buffers, as guest memory has them. */
async function receivedFrames(qtest: QTest, queue: QueueNumbers, from: number, count: number): Promise<Uint8Array[]> {
  const frames: Uint8Array[] = [];
  for (let i = from; i < from + count; i++) {
    const element = await qtest.readBytes(queue.used + 4 + 8 * (i % queue.num), 8);
    const descriptor = await qtest.readBytes(queue.desc + 16 * element.readUInt32LE(0), 16);
    const buffer = await qtest.readBytes(Number(descriptor.readBigUInt64LE(0)), element.readUInt32LE(4));
    frames.push(new Uint8Array(buffer.subarray(NET_HEADER_BYTES)));
  }
  return frames;
}

/** Loads a stream, lets the guest's CPU go on, sends it frames, and finds them where its ring says. */
async function goesOn(folder: string, { path, expectation }: Written): Promise<void> {
  await StreamPeer.with(folder, 'net', (peer) => {
    const args = [...plugged(expectation.qemuArgs, peer), '-S', '-incoming', 'defer'];
    return Qemu.with({ args, folder, tag: 'running' }, async (qemu) => {
      expect(await migrateFromFile(qemu, path)).toBe('completed');
      await qemu.qmp.execute('cont');
      const before = (await deviceNumbers(qemu.qmp, 'net0')).queues[0]!;
      await peer.deliver(FRAMES, GUEST_MAC, FRAME_BYTES);
      const used = (before.usedIdx + FRAMES) & 0xffff;
      await until('used receive buffers', async () => (await qemu.qtest.read(2, before.used + 2)) === used);
      const sent = Array.from(
        { length: FRAMES },
        (_, i) => new Uint8Array(frame(GUEST_MAC, PEER_MAC, i + 1, FRAME_BYTES)),
      );
      expect(await receivedFrames(qemu.qtest, before, before.usedIdx, FRAMES)).toEqual(sent);
      const after = (await deviceNumbers(qemu.qmp, 'net0')).queues[0]!;
      expect(after).toEqual({ ...before, usedIdx: used, lastAvailIdx: (before.lastAvailIdx + FRAMES) & 0xffff });
    });
  });
}

const stock = Object.entries(PRESETS).filter(([, { destination }]) => destination.qemu === '7.2');
/** The same rings, drivers and pairs on the other machine. */
const q35 = ['deb72-packed', 'deb72-legacy', 'deb72-filters', 'deb72-mq4', 'deb72-rss'].map((name) => {
  const preset = PRESETS[name]!;
  return [`${name} on q35`, { ...preset, machine: { ...preset.machine, type: 'q35' as const } }] as const;
});
const onTap = ([, { nics }]: readonly [string, Scenario]): boolean => nics.some(({ peer }) => peer === 'tap');

describe.skipIf(!hasQemu)('a stock QEMU that loads what we wrote', () => {
  const all = [...stock, ...q35];
  all.filter((preset) => !onTap(preset)).forEach(test);
  const taps = all.filter(onTap);
  SEEDS.forEach((seed) => test([`seed ${seed}`, seededScenario(seed)]));
  it('goes on receiving into the rings of our guest', async () => {
    await inFolder(async (folder) => goesOn(folder, await migrate(folder, STOCK_SCENARIO)));
  });
  if (taps.length > 0) describe.skipIf(!hasTap)('over a tap', () => taps.forEach(test));
});
