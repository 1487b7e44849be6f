// The other virtio devices, by sections that their descriptions write.
import { describe, expect, it } from 'vitest';
import { hexText } from '../../testing/wire.ts';
import { ByteReader } from '../bytes/reader.ts';
import { ByteWriter } from '../bytes/writer.ts';
import type { WireState } from '../vmstate/description.ts';
import { loadVmstate } from '../vmstate/load.ts';
import { saveVmstate } from '../vmstate/save.ts';
import { OTHER_VIRTIO, unknownVirtio } from './virtio-others.ts';

/** A device with two queues and no MSI-X. */
export function common(device: WireState | undefined): WireState {
  const queue = { num: 128, desc: 0x1000n, lastAvailIdx: 3 };
  return {
    pci: { versionId: 2, config: new Uint8Array(256), irqState: [0, 0, 0, 0] },
    status: 15,
    isr: 0,
    queueSel: 0,
    guestFeatures: 0,
    configLen: 4,
    config: Uint8Array.of(1, 2, 3, 4),
    queues: 2,
    vqs: [queue, queue],
    ...(device ? { device } : {}),
    features64: { subsectionVersion: 1, guestFeatures: 0x100000000n },
    started: { subsectionVersion: 1, started: 1 },
  };
}

const element = new Uint8Array(49_168).fill(7);

const CASES: readonly (readonly [string, WireState | undefined, WireState])[] = [
  ['virtio-scsi', undefined, {}],
  ['virtio-rng', undefined, {}],
  ['virtio-balloon', { numPages: 5, actual: 4, pagePoison: { subsectionVersion: 1, poisonVal: 9 } }, {}],
  ['virtio-blk', { rq: [] }, { packedHost: false }],
  ['virtio-blk', { rq: [{ vqIndex: 1, elem: element }] }, { packedHost: false }],
  ['virtio-blk', { rq: [{ vqIndex: 0, elem: element, ndescs: 2 }] }, { packedHost: true }],
  [
    'virtio-console',
    {
      cols: 80,
      rows: 25,
      maxNrPorts: 33,
      portsMap: [3, 1],
      nrActivePorts: 2,
      ports: [
        { id: 0, guestConnected: 1, hostConnected: 0, elemPopped: 0 },
        { id: 1, guestConnected: 1, hostConnected: 1, elemPopped: 1, iovIdx: 0, iovOffset: 12n, elem: element },
      ],
    },
    { packedHost: false },
  ],
];

describe.each(CASES)('%s', (name, device, known) => {
  it('comes back the same', () => {
    const vmstate = OTHER_VIRTIO.get(name)!;
    const root = { ...known, vectors: 0, express: false };
    const writer = new ByteWriter();
    saveVmstate(vmstate, { ...root, virtio: common(device) }, writer);
    const bytes = writer.finish().slice();
    const reader = new ByteReader(bytes);
    const state = loadVmstate(vmstate, vmstate.versionId, reader, { known });
    expect(reader.remaining).toBe(0);
    expect(state.virtio).toMatchObject(common(device));
    const again = new ByteWriter();
    saveVmstate(vmstate, state, again);
    expect(hexText(again.finish().slice(0, 400))).toBe(hexText(bytes.slice(0, 400)));
    expect(again.offset).toBe(bytes.length);
  });
});

describe('a virtio device that nobody describes', () => {
  it('is read around its own state', () => {
    const vmstate = unknownVirtio('virtio-new', 1);
    const own = { deviceState: Uint8Array.of(9, 8, 7) };
    const writer = new ByteWriter();
    saveVmstate(vmstate, { deviceBytes: 3, vectors: 0, express: false, virtio: common(own) }, writer);
    const state = loadVmstate(vmstate, 1, new ByteReader(writer.finish()), { known: { deviceBytes: 3 } });
    expect(state.virtio).toMatchObject({ device: own, started: { started: 1 } });
  });
});
