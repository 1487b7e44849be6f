// Streams of a real QEMU beyond the references: other devices and buses, no description, no footers, capabilities that
// change RAM's records, postcopy. Every byte has an owner, and what the engine describes comes out the same.
import { describe, expect, it } from 'vitest';
import { CAPTURE_NAMES, captureStream } from '../../testing/fixtures.ts';
import { findByPath, readValue, vmstateOf } from '../capture/span-query.ts';
import { SpanKind } from '../capture/spans.ts';
import { RamFlag } from '../ram/ram-flags.ts';
import { describeFrame } from './describe-frame.ts';
import { inspect } from './inspect.ts';
import { verify } from './reencode.ts';

/** Notes and warnings of each; nothing of those that are not here. */
const SAID: Readonly<Record<string, readonly string[]>> = {
  'no-description': ['note No description follows the end mark'],
  'no-footers': ['warning Missing section footer for ram'],
  postcopy: ['note No description follows the end mark'],
};

const VIRTIO: readonly (readonly [capture: string, idstr: string, queues: number, features: bigint])[] = [
  ['devices', '0000:00:02.0/virtio-scsi', 3, 0n],
  ['devices', '0000:00:03.0/virtio-blk', 1, 0n],
  ['devices', '0000:00:04.0/virtio-console', 64, 0n],
  ['devices', '0000:00:05.0/virtio-rng', 1, 0n],
  ['devices', '0000:00:06.0/virtio-balloon', 4, 0n],
  ['devices', '0000:00:07.0/virtio-input', 2, 0n],
  ['devices', '0000:00:08.0/virtio-gpu', 2, 0n],
  ['no-description', '0000:00:01.0/virtio-scsi', 3, 0n],
  ['no-description', '0000:00:02.0/virtio-blk', 1, 0n],
  ['no-description', '0000:00:03.0/virtio-console', 64, 0n],
  ['no-description', '0000:00:06.0/virtio-net', 3, 0n],
  ['microvm', 'virtio-mmio@00000000feb02e00/virtio-net', 3, 0n],
  ['microvm', 'virtio-mmio@00000000feb02c00/virtio-blk', 1, 0n],
  ['postcopy', '0000:00:02.0/virtio-net', 3, 0n],
];

const streams = new Map(
  CAPTURE_NAMES.map((name) => {
    const bytes = captureStream(name);
    return [name, { bytes, inspection: inspect(bytes) }];
  }),
);

describe.each(CAPTURE_NAMES)('%s', (name) => {
  const { bytes, inspection } = streams.get(name)!;

  it('is owned whole and comes out the same', () => {
    expect(verify(bytes, inspection)).toEqual({
      bytes: bytes.length,
      owned: bytes.length,
      differ: 0,
      firstDifference: -1,
    });
    expect(inspection.diagnostics.map(({ severity, message }) => `${severity} ${message}`)).toEqual(SAID[name] ?? []);
  });

  it('leaves only what nobody describes in one piece', () => {
    const { spans } = inspection;
    for (let row = 0; row < spans.length; row++) {
      if (spans.kind[row] !== SpanKind.Opaque) continue;
      expect(SAID[name]).toBeDefined();
      expect(spans.names[spans.name[row]!]).toBe('payload');
    }
  });
});

describe('virtio devices', () => {
  it.each(VIRTIO)('%s: %s', (name, idstr, queues, features) => {
    const { bytes, inspection } = streams.get(name)!;
    const { spans } = inspection;
    const section = inspection.sections.find((entry) => entry.idstr === idstr)!;
    const row = vmstateOf(spans, section.row);
    const value = (path: string): unknown => readValue(bytes, spans, findByPath(spans, row, path));
    expect(value('virtio/queues')).toBe(BigInt(queues));
    expect(findByPath(spans, row, `virtio/vqs/${queues - 1}/last_avail_idx`)).toBeGreaterThan(0);
    expect(value('virtio/64bit_features/guest_features')).toBe(features);
  });
});

describe('records and commands', () => {
  const flagsOf = (name: string, flag: number): number => {
    const { records } = streams.get(name)!.inspection;
    return records.flags.subarray(0, records.length).filter((flags) => (flags & flag) !== 0).length;
  };

  it('XBZRLE, compressed pages', () => {
    expect(flagsOf('xbzrle', RamFlag.Xbzrle)).toBe(24);
    expect(flagsOf('compress', RamFlag.Compress)).toBe(15);
  });

  it('multifd: flushes and no page', () => {
    expect(flagsOf('multifd', RamFlag.Page)).toBe(0);
    const { spans } = streams.get('multifd')!.inspection;
    const names = Array.from({ length: spans.length }, (_, row) => spans.names[spans.name[row]!]);
    expect(names.filter((text) => text === 'RAM_SAVE_FLAG_EOS').length).toBeGreaterThan(2);
  });

  it('x-ignore-shared: addresses in the block list', () => {
    const { spans } = streams.get('ignore-shared')!.inspection;
    const names = Array.from({ length: spans.length }, (_, row) => spans.names[spans.name[row]!]);
    expect(names.filter((text) => text === 'mr_addr')).toHaveLength(6);
  });

  it('postcopy: its commands, and pages after the switch', () => {
    const { inspection } = streams.get('postcopy')!;
    const order = Array.from(inspection.frames, (row) => describeFrame(inspection, row))
      .filter(({ type, idstr }) => type === 'COMMAND' || idstr === 'ram')
      .map(({ type, idstr }) => (type === 'COMMAND' ? idstr : type));
    expect(order).toEqual([
      'open return path',
      'ping',
      'postcopy advise',
      'START',
      ...Array.from({ length: 4 }, () => 'PART'),
      ...Array.from({ length: 6 }, () => 'postcopy ram discard'),
      'ping',
      'packaged',
      'postcopy listen',
      'ping',
      'postcopy run',
      'ping',
      'PART',
      'END',
    ]);
  });
});
