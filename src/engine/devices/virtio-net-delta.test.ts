// Changes of strategy `delta`: exact bytes, what is refused, and a state that comes back byte for byte.
import { describe, expect, it } from 'vitest';
import { ByteReader } from '../bytes/reader.ts';
import { ByteWriter } from '../bytes/writer.ts';
import { Machine } from '../machine/machine.ts';
import { PRESETS } from '../scenario/presets.ts';
import type { WireState } from '../vmstate/description.ts';
import { loadVmstate } from '../vmstate/load.ts';
import { ComposedState, type Composed } from './virtio-net-composed.ts';
import { SentState, writeChanges, type DeltaRecord } from './virtio-net-delta.ts';
import { presenceOf } from './virtio-net-delta-groups.ts';
import type { VirtioNetLive } from './virtio-net-live.ts';
import { encodeNic } from './virtio-net-save.ts';
import { virtioNetRss1, type VirtioNetWire } from './virtio-net.ts';

const decode = (device: VirtioNetLive): WireState =>
  loadVmstate(virtioNetRss1, 11, new ByteReader(encodeNic(device.saveState())), {
    known: { multiqueue: device.config.queuePairs > 1 },
  });
const bytesOf = (presence: number, records: readonly DeltaRecord[]): Uint8Array => {
  const writer = new ByteWriter();
  writeChanges(presence, records, writer);
  return writer.finish().slice();
};
const nic = (name: string): VirtioNetLive => {
  const { machine, ...rest } = PRESETS[name]!;
  return new Machine({ ...rest, machine: { ...machine, memoryMiB: 8, filledPerMille: 0 } }, 'source').nics[0]!;
};
const same = (wire: VirtioNetWire, device: VirtioNetLive): void => {
  expect(Buffer.compare(encodeNic(wire), encodeNic(device.saveState()))).toBe(0);
};

describe.each(Object.keys(PRESETS))('%s', (name) => {
  it('comes back from its groups byte for byte, and nothing changed is no change', () => {
    const device = nic(name);
    const composed = new ComposedState(decode(device));
    const sent = new SentState();
    expect(sent.changes(device.saveState())!.length).toBeGreaterThan(10);
    expect(sent.changes(device.saveState())).toBeNull();
    const presence = presenceOf(device.saveState());
    same(composed.apply(new ByteReader(bytesOf(presence, []))).wire, device);
  });

  it('a reset in the middle arrives whole, with what is absent absent', () => {
    const device = nic(name);
    const composed = new ComposedState(decode(device));
    const sent = new SentState();
    sent.changes(device.saveState());
    const wasStarted = device.get('started') === 1;
    device.reset();
    const after = device.saveState();
    const { wire, offsets } = composed.apply(
      new ByteReader(bytesOf(presenceOf(after), sent.changes(after, true) ?? [])),
    );
    expect(wire.virtio.started).toBeUndefined();
    // The flag that is gone has its value from the bitmap, the first bytes of the changes.
    expect(((offsets.virtio as WireState).started as WireState | undefined)?.started).toBe(wasStarted ? 0 : undefined);
    same(wire, device);
  });
});

describe('with used queues only', () => {
  it.each(['default', 'q10-iterative-change', 'q10-iterative-packed'])('%s comes back byte for byte', (name) => {
    const preset = PRESETS[name]!;
    const device = new Machine({ ...preset, switches: { ...preset.switches, usedQueuesOnly: true } }, 'source')
      .nics[0]!;
    const composed = new ComposedState(decode(device));
    const sent = new SentState();
    sent.changes(device.saveState());
    device.reset();
    const after = device.saveState();
    const bytes = bytesOf(presenceOf(after), sent.changes(after, true)!);
    same(composed.apply(new ByteReader(bytes)).wire, device);
  });
});

it('offloads that were not negotiated at START come with the driver', () => {
  const device = nic('q10-fresh');
  const composed = new ComposedState(decode(device));
  const sent = new SentState();
  sent.changes(device.saveState());
  device.negotiate(1n << 2n, true);
  const after = device.saveState();
  const records = sent.changes(after, true)!;
  expect(records.map(({ group }) => group.name)).toContain('offloads');
  same(composed.apply(new ByteReader(bytesOf(presenceOf(after), records))).wire, device);
});

describe('changes', () => {
  const device = nic('default');
  const start = decode(device);
  const presence = presenceOf(start);
  const read = (bytes: Uint8Array): Composed => new ComposedState(start).apply(new ByteReader(bytes));

  it('a changed MAC is one record of 14 bytes, and its value points into it', () => {
    const sent = new SentState();
    sent.changes(device.saveState());
    const before = device.get('mac');
    device.set('mac', 0x525400abcdef);
    const bytes = bytesOf(presence, sent.changes(device.saveState())!);
    device.set('mac', before);
    expect([...bytes]).toEqual([
      ...[0, 0, 0, 0x66], // subsections: 64bit_features, virtqueues, modern_state, started
      ...[0, 1], // records
      ...[0, 10], // group mac
      ...[0, 0], // index
      ...[0, 0, 0, 6], // length
      ...[0x52, 0x54, 0x00, 0xab, 0xcd, 0xef],
    ]);
    const { wire, offsets, records } = read(bytes);
    expect([...wire.virtio.device.mac]).toEqual([0x52, 0x54, 0, 0xab, 0xcd, 0xef]);
    expect(((offsets.virtio as WireState).device as WireState).mac).toBe(14);
    expect([...records]).toEqual([['mac', 1]]);
  });

  it('indices that move are no change by themselves, and stand among the last in any case', () => {
    const sent = new SentState();
    sent.changes(device.saveState());
    const moved = device.saveState();
    moved.virtio.vqs[0]!.lastAvailIdx = 7;
    expect(sent.changes(moved)).toBeNull();
    expect(sent.changes(moved, true)!.map(({ group, index }) => [group.name, index])).toEqual([
      ['last_avail_idx', 0],
      ['last_avail_idx', 1],
      ['last_avail_idx', 2],
    ]);
  });

  it.each([
    [[0, 99, 0, 0, 0, 0, 0, 0], 'unknown group 0x63'],
    [[0, 10, 0, 1, 0, 0, 0, 6], 'group mac: invalid index 1'],
    [[0, 7, 4, 0, 0, 0, 0, 12], 'group vring: invalid index 1024'],
    [[0, 10, 0, 0, 255, 255, 255, 255], 'group mac: length 0xffffffff is too large'],
    [[0, 10, 0, 0, 0, 0, 0, 6, 1, 2, 3], 'group mac: length 0x6 goes past the end'],
    [[0, 10, 0, 0, 0, 0, 0, 3, 1, 2, 3], 'group mac: length 0x3 is too short'],
    [[0, 10, 0, 0, 0, 0, 0, 7, 1, 2, 3, 4, 5, 6, 7], 'group mac: 0x1 bytes too many'],
  ])('%j is refused: %s', (bytes, why) => {
    expect(() => read(Uint8Array.of(0, 0, 0, presence, 0, 1, ...bytes))).toThrow(
      expect.objectContaining({ lines: [`virtio_net_load_delta: ${why}`], code: -22, offset: 6 }),
    );
  });

  it('are refused wherever they are cut', () => {
    const bytes = Uint8Array.of(0, 0, 0, presence, 0, 1, 0, 10, 0, 0, 0, 0, 0, 6, 1, 2, 3, 4, 5, 6);
    expect([...read(bytes).wire.virtio.device.mac]).toEqual([1, 2, 3, 4, 5, 6]);
    for (let cut = 0; cut < bytes.length; cut++) expect(() => read(bytes.subarray(0, cut))).toThrow();
  });
});
