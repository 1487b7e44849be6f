// Every stream that a real QEMU wrote: sections as an independent walk found them, every byte owned, virtio-net's fields
// as QEMU reported them, and its section encoded again to the same bytes.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fixtureLayout, fixtureStream, STREAM_INDEX, STREAM_NAMES } from '../../testing/fixtures.ts';
import { ByteReader } from '../bytes/reader.ts';
import { ByteWriter } from '../bytes/writer.ts';
import { findByPath, readValue, vmstateOf } from '../capture/span-query.ts';
import { virtioNet } from '../devices/virtio-net.ts';
import { saveVmstate } from '../vmstate/save.ts';
import { describeFrame } from './describe-frame.ts';
import { loadVirtioNetWire } from './devices.ts';
import { inspect } from './inspect.ts';
import { verify } from './reencode.ts';
import { unownedBytes } from './ownership.ts';
import type { Inspection } from './inspection.ts';

/** virtio-net vmstates of a stream: rows of their spans. */
function netStates(inspection: Inspection): { row: number; idstr: string; type: number }[] {
  return inspection.sections
    .filter(
      ({ idstr, type }) => idstr.endsWith('/virtio-net') || (idstr.endsWith('/virtio-net-iterative') && type === 1),
    )
    .map(({ row, idstr, type }) => ({ row: vmstateOf(inspection.spans, row), idstr, type }));
}

describe.each(STREAM_NAMES)('%s', (name) => {
  const bytes = fixtureStream(name);
  const inspection = inspect(bytes);

  it('is the stream that was captured', () => {
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(STREAM_INDEX[name]!.sha256);
  });

  it('has the sections of the independent walk', () => {
    const ours = Array.from(inspection.frames, (row) => {
      const { type, sectionId, idstr } = describeFrame(inspection, row);
      const start = inspection.spans.start[row]!;
      return { start, type, length: inspection.spans.end[row]! - start, sectionId, idstr: sectionId < 0 ? '' : idstr };
    });
    expect(ours).toEqual(fixtureLayout(name));
  });

  it('has an owner for every byte and nothing to complain about', () => {
    expect(unownedBytes(inspection.spans, bytes.length)).toBe(0);
    expect(inspection.diagnostics).toEqual([]);
  });

  it('leaves no byte of a described device opaque, but for virtio devices not modelled yet', () => {
    const opaque = Array.from({ length: inspection.spans.length }, (_, row) => row).filter(
      (row) => inspection.spans.kind[row] === 18,
    );
    expect(opaque).toEqual([]);
  });

  it('shows the queues as QEMU reported them at the stop', () => {
    const report = STREAM_INDEX[name]!.sourceStopped;
    if (!report) return;
    const { spans } = inspection;
    const full = netStates(inspection).filter(({ type }) => type === 4);
    // x-query-virtio lists devices in another order than the stream; match by the ring addresses.
    const ours = full.map(({ row }) => {
      const count = Number(readValue(bytes, spans, findByPath(spans, row, 'virtio/queues')));
      return Array.from({ length: count }, (_, q) =>
        ['vring.num', 'vring.desc', 'last_avail_idx'].map((field) =>
          Number(readValue(bytes, spans, findByPath(spans, row, `virtio/vqs/${q}/${field}`))),
        ),
      );
    });
    const theirs = report.map((device) =>
      device.queues.map((queue) => [queue['vring-num'], queue['vring-desc'], queue['last-avail-idx']]),
    );
    const sorted = (list: number[][][]): string[] => list.map((item) => JSON.stringify(item)).sort();
    expect(sorted(ours)).toEqual(sorted(theirs));
  });

  it('comes out the same when its decoded form is written again', () => {
    expect(verify(bytes, inspection)).toEqual({
      bytes: bytes.length,
      owned: bytes.length,
      differ: 0,
      firstDifference: -1,
    });
  });

  it('encodes every virtio-net state to the same bytes', () => {
    const states = netStates(inspection);
    expect(states.length).toBeGreaterThan(0);
    for (const { row } of states) {
      const start = inspection.spans.start[row]!;
      const end = inspection.spans.end[row]!;
      const reader = new ByteReader(bytes, start, end);
      const state = loadVirtioNetWire(reader, () => reader.offset === end);
      const writer = new ByteWriter(65536);
      saveVmstate(virtioNet, state, writer);
      expect(Buffer.compare(Buffer.from(writer.finish()), Buffer.from(bytes.subarray(start, end)))).toBe(0);
    }
  });
});
