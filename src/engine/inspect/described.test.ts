// Devices that the engine does not know, by all forms that descriptions of QEMU 7.2 and 10.0 have; and virtio devices,
// which a description shows as one field without parts.
import { describe, expect, it } from 'vitest';
import { StreamBuilder } from '../../testing/stream-builder.ts';
import { wire } from '../../testing/wire.ts';
import { ByteWriter } from '../bytes/writer.ts';
import { findByPath, readValue, valueText, vmstateOf } from '../capture/span-query.ts';
import { SpanKind } from '../capture/spans.ts';
import { OTHER_VIRTIO, unknownVirtio } from '../devices/virtio-others.ts';
import type { WireState } from '../vmstate/description.ts';
import { saveVmstate } from '../vmstate/save.ts';
import { parseDescription } from './description.ts';
import { inspect } from './inspect.ts';
import { unownedBytes } from './ownership.ts';

function device(payload: Uint8Array, described: object, idstr = 'dev') {
  const bytes = new StreamBuilder()
    .section(1, 1, 'slirp', new Uint8Array(0))
    .device(2, idstr, payload, described)
    .end();
  const inspection = inspect(bytes);
  expect(unownedBytes(inspection.spans, bytes.length)).toBe(0);
  const { spans } = inspection;
  const root = vmstateOf(spans, inspection.sections[1]!.row);
  return {
    inspection,
    messages: inspection.diagnostics.map(({ message }) => message),
    opaque: Array.from({ length: spans.length }, (_, row) => row).filter((row) => spans.kind[row] === SpanKind.Opaque)
      .length,
    value: (path: string): unknown => {
      const row = findByPath(spans, root, path);
      expect(row, path).toBeGreaterThan(0);
      return readValue(bytes, spans, row);
    },
    text: (path: string): string => valueText(bytes, spans, findByPath(spans, root, path)),
  };
}

describe('a described device', () => {
  const u16 = { type: 'uint16', size: 2 };

  it('reads plain fields of every kind', () => {
    const fields = [
      { name: 'a', type: 'uint8 equal', size: 1 },
      { name: 'b', type: 'int32 le', size: 4 },
      { name: 'c', type: 'timer', size: 8 },
      { name: 'd', type: 'cpudouble', size: 8 },
      { name: 'e', type: 'bool', size: 1, version_id: 3 },
      { name: 'unused', type: 'unused_buffer', size: 2 },
      { name: 'map', type: 'bitmap', size: 8 },
      { name: 'conf.macaddr', type: 'buffer', size: 6 },
      { name: 'reqs', type: 'scsi-requests', size: 3 },
    ];
    const dev = device(
      wire('09 fffffffe ffffffffffffffff 3ff8000000000000 01 0000 0000000000000005 525400123456 010200'),
      { fields },
    );
    expect([dev.value('a'), dev.value('b'), dev.value('c'), dev.value('d'), dev.text('e')]).toEqual([
      9n,
      -2n,
      -1n,
      '1.5',
      'true',
    ]);
    expect([dev.text('unused'), dev.text('map'), dev.text('conf.macaddr'), dev.text('reqs')]).toEqual([
      'unused',
      '2 of 64 bits set',
      '52:54:00:12:34:56',
      '01 02 00',
    ]);
    expect(dev.messages).toEqual([]);
  });

  it('reads arrays: alike, with positions, with null pointers', () => {
    const item = (value: number) => ({
      vmsd_name: 'item',
      version: 1,
      fields: [{ name: 'v', ...u16 }, ...(value > 1 ? [{ name: 'w', type: 'uint8', size: 1 }] : [])],
    });
    const fields = [
      { name: 'words', array_len: 3, ...u16 },
      { name: 'alike', array_len: 2, type: 'struct', struct: item(1), size: 2 },
      { name: 'varied', index: 0, type: 'struct', struct: item(1), size: 2 },
      { name: 'varied', index: 1, type: 'struct', struct: item(2), size: 3 },
      { name: 'css', type: 'nullptr', size: 1 },
      { name: 'css', type: 'struct', struct: item(1), size: 2 },
      { name: 'css', array_len: 2, type: 'nullptr', size: 1 },
    ];
    const dev = device(wire('0001 0002 0003  0004 0005  0006 0007 08  30 0009 30 30'), { fields });
    expect([
      dev.value('words/2'),
      dev.value('alike/1/v'),
      dev.value('varied/0/v'),
      dev.value('varied/1/w'),
      dev.value('css/1/v'),
      dev.text('css/3'),
    ]).toEqual([3n, 5n, 6n, 8n, 9n, 'nullptr']);
    expect(dev.messages).toEqual([]);
  });

  it('reads structures, inlined ones, lists and subsections', () => {
    const inner = {
      vmsd_name: 'inner',
      version: 2,
      fields: [{ name: 'x', ...u16 }],
      subsections: [{ vmsd_name: 'inner/more', version: 1, fields: [{ name: 'y', ...u16 }] }],
    };
    const fields = [
      { name: 'part', type: 'struct', struct: inner, size: 2 + 2 + 10 + 4 + 2 },
      { name: 'tmp', type: 'tmp', vmsd_name: 'tmp_dev', version: 1, fields: [{ name: 'z', ...u16 }], size: 2 },
      { name: 'queue', type: 'qtailq', vmsd_name: 'entry', version: 1, fields: [{ name: 'q', ...u16 }], size: 7 },
      { name: 'irq_state', type: 'pci irq state', size: 16 },
    ];
    const dev = device(
      wire(`
      0001 05 0a 'inner/more' 00000001 0002
      0003
      01 0004 01 0005 00
      00000000 00000001 00000000 00000000
      05 07 'dev/sub' 00000002 0006
    `),
      { fields, subsections: [{ vmsd_name: 'dev/sub', version: 2, fields: [{ name: 's', ...u16 }] }] },
    );
    expect([
      dev.value('part/x'),
      dev.value('part/more/y'),
      dev.value('tmp/z'),
      dev.value('queue/1/q'),
      dev.value('irq_state/1'),
      dev.value('sub/s'),
    ]).toEqual([1n, 2n, 3n, 5n, 1n, 6n]);
    expect(dev.messages).toEqual([]);
  });

  it('keeps a structure in one piece when its fields do not make up its size', () => {
    const entry = {
      name: 'odd',
      type: 'struct',
      struct: { vmsd_name: 'odd', version: 1, fields: [{ name: 'x', ...u16 }] },
      size: 5,
    };
    const dev = device(wire('0001020304 0007'), { fields: [entry, { name: 'after', ...u16 }] });
    expect([dev.text('odd'), dev.value('after')]).toEqual(['00 01 02 03 04', 7n]);
  });

  it('says where bytes do not fit the description, and reads on behind the footer', () => {
    const dev = device(wire('0001'), {
      fields: [{ name: 'x', ...u16 }],
      subsections: [{ vmsd_name: 'dev/gone', version: 1, fields: [] }],
    });
    expect(dev.messages).toEqual(['FULL dev: subsection dev/gone is described but not here']);
    expect(dev.inspection.sections).toHaveLength(2);
  });

  it.each([
    ['elements of nothing', { name: 'x', array_len: 4e9, type: 'uint8', size: 0 }],
    [
      'structures of nothing',
      { name: 'x', array_len: 4e9, type: 'struct', struct: { vmsd_name: 's', version: 1, fields: [] }, size: 0 },
    ],
    ['more elements than bytes', { name: 'x', array_len: 4e9, type: 'uint8', size: 1 }],
  ])('refuses endless %s', (_, field) => {
    expect(device(wire('0001'), { fields: [field] }).messages).toHaveLength(1);
  });

  it('does not follow endless nesting', () => {
    const depth = 3000;
    const text = `${'{"name":"x","type":"struct","size":0,"struct":{"vmsd_name":"s","version":1,"fields":['.repeat(depth)}${']}}'.repeat(depth)}`;
    const found = parseDescription(`{"devices":[{"name":"dev","instance_id":0,"fields":[${text}]}]}`);
    expect(found?.device('dev', 0)?.fields[0]?.struct?.fields[0]?.name).toBe('x');
  });
});

/** A virtio device with two queues and no MSI-X. */
function virtio(own: WireState | undefined): WireState {
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
    ...(own ? { device: own } : {}),
    started: { subsectionVersion: 1, started: 1 },
  };
}

describe('a virtio device', () => {
  function payload(name: string, known: WireState, own: WireState | undefined): Uint8Array {
    const writer = new ByteWriter();
    saveVmstate(
      OTHER_VIRTIO.get(name) ?? unknownVirtio(name, 1),
      { ...known, vectors: 0, express: false, virtio: virtio(own) },
      writer,
    );
    return writer.finish().slice();
  }

  it.each([
    ['virtio-scsi', {}, undefined],
    ['virtio-blk', {}, { rq: [] }],
    ['virtio-blk', { packedHost: true }, { rq: [{ vqIndex: 0, elem: new Uint8Array(49_168), ndescs: 1 }] }],
    [
      'virtio-console',
      {},
      {
        cols: 0,
        rows: 0,
        maxNrPorts: 31,
        portsMap: [1],
        nrActivePorts: 1,
        ports: [{ id: 0, guestConnected: 1, hostConnected: 1, elemPopped: 0 }],
      },
    ],
    ['virtio-new', { deviceBytes: 3 }, { deviceState: Uint8Array.of(9, 8, 7) }],
    ['virtio-plain', { deviceBytes: 0 }, {}],
  ])('%s is read to its last field', (name, known, own) => {
    const bytes = payload(name, known, own);
    const dev = device(
      bytes,
      { vmsd_name: name, fields: [{ name: 'virtio', type: 'virtio', size: bytes.length }] },
      `0000:00:05.0/${name}`,
    );
    expect(dev.messages).toEqual([]);
    expect(dev.opaque).toBe(0);
    expect([dev.value('virtio/vqs/1/last_avail_idx'), dev.value('virtio/started/started')]).toEqual([3n, 1n]);
  });

  it('stays one piece when even the common part does not fit', () => {
    const dev = device(
      new Uint8Array(50).fill(0x33),
      { vmsd_name: 'virtio-odd', fields: [{ name: 'virtio', type: 'virtio', size: 50 }] },
      '0000:00:05.0/virtio-odd',
    );
    expect(dev.messages).toEqual([]);
    expect(dev.opaque).toBe(1);
  });
});
