// virtio-net's section: where its fields lie in a captured one, and the forms that no capture has.
import { describe, expect, it } from 'vitest';
import { fixtureStream } from '../../testing/fixtures.ts';
import { SlowReader } from '../../testing/slow-reader.ts';
import { hexText, wire } from '../../testing/wire.ts';
import { ByteReader } from '../bytes/reader.ts';
import { ByteWriter } from '../bytes/writer.ts';
import type { WireState } from '../vmstate/description.ts';
import { LoadError } from '../vmstate/errors.ts';
import { loadVmstate } from '../vmstate/load.ts';
import { saveVmstate } from '../vmstate/save.ts';
import { findCapability, msixVectors } from './pci.ts';
import { virtioNet, virtioNetDevice, type VirtioNetWire } from './virtio-net.ts';

/** Payload of the FULL section of a captured stream: 46,172 bytes in the documented layout. */
function payload(name: string, header: string): Uint8Array {
  const bytes = fixtureStream(name);
  const at = Buffer.from(bytes).lastIndexOf(header);
  return bytes.slice(at + header.length + 8);
}

const SPLIT = payload('deb72-split-modern', '\x170000:00:03.0/virtio-net');

function load(
  bytes: Uint8Array,
  known: WireState = { multiqueue: false },
): { state: VirtioNetWire; end: number; offsets: WireState } {
  const reader = new ByteReader(bytes);
  const offsets: WireState = {};
  const state = loadVmstate(virtioNet, 11, reader, { known, offsets }) as VirtioNetWire;
  return { state, end: reader.offset, offsets };
}

describe('a captured modern section', () => {
  const { state, end, offsets } = load(SPLIT);
  const at = (offsets.virtio ?? {}) as Record<string, WireState>;

  it('has its fields at the documented offsets', () => {
    expect(end).toBe(46_172);
    expect([at.configVector, at.status, at.configLen, at.config, at.queues]).toEqual([341, 343, 351, 355, 363]);
    expect((at.vqs as unknown as WireState[]).map(({ lastAvailIdx }) => lastAvailIdx)).toEqual([379, 395, 411]);
    expect(at.device!.mac).toBe(415);
    expect([at.features64!.guestFeatures, at.started!.started]).toEqual([995, 46_171]);
  });

  it('reads MSI-X and config space off the capability list', () => {
    const { config } = state.virtio.pci;
    expect(msixVectors(config)).toBe(4);
    expect(findCapability(config, 0x11)).toBe(0x98);
    expect(state.virtio.msixTable).toHaveLength(4);
  });

  it('is the same state from 7 bytes at a time', () => {
    expect(
      loadVmstate(virtioNet, 11, new SlowReader(SPLIT.subarray(0, end), 7), { known: { multiqueue: false } }),
    ).toEqual(state);
  });

  it('asks the device at QEMU’s checks, where QEMU stops reading', () => {
    const seen: (string | number)[][] = [];
    loadVmstate(virtioNet, 11, new ByteReader(SPLIT), {
      known: { multiqueue: false },
      check: (name, _own, _root, { offset, index }) => void seen.push([name, offset, index]),
    });
    expect(seen).toEqual([
      ['pci.config', 260, -1],
      ['pci.irq_state', 276, -1],
      ['virtio-pci.config_vector', 343, -1],
      ['virtio.queue_sel', 347, -1],
      ['virtio.queues', 367, -1],
      ['virtio.queue', 381, 0],
      ['virtio-pci.vector', 383, 0],
      ['virtio.queue', 397, 1],
      ['virtio-pci.vector', 399, 1],
      ['virtio.queue', 413, 2],
      ['virtio-pci.vector', 415, 2],
      ['virtio-net.has_vnet_hdr', 953, -1],
      ['virtio-net.has_ufo', 960, -1],
      ['virtio-net-device.loaded', 968, -1],
      ['virtio.loaded', 46_172, -1],
    ]);
  });

  it.each([
    [
      2000,
      [
        'Failed to load virtqueue_state:vring.used',
        'Failed to load virtio/virtqueues:vq',
        'Failed to load virtio-net:virtio',
      ],
    ],
    [
      20_010,
      [
        'Failed to load virtio_pci/modern_queue_state:desc',
        'Failed to load virtio_pci/modern_state:vqs',
        'Failed to load virtio/extra_state:extra_state',
        'Failed to load virtio-net:virtio',
      ],
    ],
    [100, ['Failed to load PCIDevice:config', 'Failed to load virtio-net:virtio']],
    [350, ['Failed to load virtio-net:virtio']],
    [420, ['Failed to load virtio-net-device:mac', 'Failed to load virtio-net:virtio']],
  ])('cut at %i fails in QEMU’s words', (length, lines) => {
    let error: unknown;
    try {
      load(SPLIT.subarray(0, length));
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(LoadError);
    expect((error as LoadError).lines).toEqual(lines);
  });
});

const DEVICE = wire(`
  52 54 00 12 34 56          | mac
  00000001                   | tx_waiting of queue pair 0
  0000000c                   | mergeable_rx_bufs: header of 12 bytes
  0001 00 01                 | status, promisc, allmulti
  00000002                   | mac_table.in_use
  52 54 00 aa 00 01          | first
  01 00 5e 00 00 01          | second
  80 00 x511                 | vlans
  0000000c                   | has_vnet_hdr
  00 x6                      | overflows, alluni, nomulti, nouni, nobcast
  01                         | has_ufo
`);
const PAIRS = wire('0002 0002 00000000 | max_queue_pairs, curr_queue_pairs, tx_waiting of pair 1');
const RSS_1 = wire(`
  05 15 'virtio-net-device/rss' 00000001
  01 01 00                   | enabled, redirect, populate_hash
  00000007                   | hash_types
  0002 0001                  | indirections_len, default_queue
  5a x40                     | key
  0000 0001                  | table
`);
const RSS_2 = wire(`
  05 15 'virtio-net-device/rss' 00000002
  01 01 00
  00000007                   | runtime_hash_types
  0000003f                   | supported_hash_types
  0002 0001
  5a x40
  0000 0001
`);
const BACKEND = wire("05 19 'virtio-net-device/backend' 00000000 00000003 010203 00000000");

function roundTrip(bytes: Uint8Array, known: WireState): WireState {
  const reader = new ByteReader(bytes);
  const state = loadVmstate(virtioNetDevice, 11, reader, { known });
  expect(reader.remaining).toBe(0);
  const writer = new ByteWriter();
  saveVmstate(virtioNetDevice, state, writer);
  expect(hexText(writer.finish())).toBe(hexText(bytes));
  return state;
}

describe('virtio-net-device', () => {
  const single = { multiqueue: false, virtio: { guestFeatures: 0 } };
  const several = { multiqueue: true, virtio: { guestFeatures: 4 } };

  it('reads and writes one queue pair without offloads', () => {
    const state = roundTrip(DEVICE, single);
    expect(state).toMatchObject({
      txWaiting: 1,
      mergeableRxBufs: 12,
      status: 1,
      allmulti: 1,
      macTableInUse: 2,
      hasUfo: 1,
    });
    expect(state).not.toHaveProperty('maxQueuePairs');
  });

  it('reads and writes several queue pairs and guest offloads', () => {
    const state = roundTrip(Uint8Array.from([...DEVICE, ...PAIRS, ...wire('0000000000000182')]), several);
    expect(state).toMatchObject({ maxQueuePairs: 2, currQueuePairs: 2, txWaitingRest: [0], currGuestOffloads: 0x182n });
  });

  it.each([
    ['version 1, of QEMU up to 10.0', RSS_1, undefined],
    ['version 2', RSS_2, 0x3f],
  ])('reads and writes the RSS subsection, %s', (_, rss, supported) => {
    const { rss: state } = roundTrip(Uint8Array.from([...DEVICE, ...rss]), single);
    expect(state).toMatchObject({
      enabled: 1,
      hashTypes: 7,
      indirectionsLen: 2,
      defaultQueue: 1,
      indirectionsTable: [0, 1],
    });
    expect((state as WireState).supportedHashTypes).toBe(supported);
  });

  it('reads and writes a back-end’s own state', () => {
    const state = roundTrip(Uint8Array.from([...DEVICE, ...BACKEND]), single);
    expect(state.backend).toMatchObject({ backend: [Uint8Array.of(1, 2, 3)] });
  });

  it.each([DEVICE, Uint8Array.from([...DEVICE, ...RSS_2])])('fails at an offset inside when cut anywhere', (whole) => {
    for (let length = 0; length < whole.length; length++) {
      // A subsection whose name is not there yet is no subsection.
      if (length >= DEVICE.length && length < DEVICE.length + 23) continue;
      expect(() =>
        loadVmstate(virtioNetDevice, 11, new ByteReader(whole.subarray(0, length)), {
          known: { multiqueue: false, virtio: { guestFeatures: 0 } },
        }),
      ).toThrow(LoadError);
    }
  });
});
