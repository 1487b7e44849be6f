// Verification is no comparison of bytes with themselves: what decodes to other values comes out otherwise.
import { describe, expect, it } from 'vitest';
import { captureStream, fixtureStream } from '../../testing/fixtures.ts';
import { ramPart, ramStart, StreamBuilder } from '../../testing/stream-builder.ts';
import { findByPath, vmstateOf } from '../capture/span-query.ts';
import { SpanKind } from '../capture/spans.ts';
import { inspect } from './inspect.ts';
import { verify } from './reencode.ts';

/** Inspects `bytes`, then changes them at `at`, and compares the changed ones with what was decoded before. */
function differing(bytes: Uint8Array, at: number, value: number): number[] {
  const inspection = inspect(bytes);
  const changed = bytes.slice();
  changed[at] = value;
  const { differ, firstDifference } = verify(changed, inspection);
  return [differ, firstDifference];
}

describe('verification', () => {
  const builder = new StreamBuilder();
  const start = builder.offset;
  builder.section(1, 2, 'ram', ramStart(16), 4);
  const part = builder.offset;
  builder.part(
    2,
    2,
    ramPart([
      ['page', 1],
      ['zero', 2],
      ['zero', 3],
    ]),
  );
  const eof = builder.offset;
  const bytes = builder.end();

  it.each([
    ['the magic', 1],
    ['the section id of START', start + 4],
    ['the idstr of START', start + 7],
    ['the version id of START', start + 16],
    ['the size of a block', start + 17 + 8 + 7 + 6],
    ['the name of a block', start + 17 + 8 + 2],
    ['the header of a page', part + 5 + 6],
    ['the name in a page', part + 5 + 10],
    ['the header of a zero page', part + 5 + 15 + 4096 + 5],
    ['a footer', eof - 1],
    ['the end mark', eof],
    ['the length of the description', eof + 4],
  ])('notices a change of %s', (_, at) => {
    expect(differing(bytes, at, bytes[at]! ^ 0x01)).toEqual([1, at]);
  });

  it('counts what has no meaning as not owned', () => {
    const damaged = bytes.slice();
    damaged[part + 5 + 15 + 4096 + 7] = 0xff; // a record's flags
    expect(verify(damaged, inspect(damaged))).toMatchObject({
      bytes: bytes.length,
      owned: bytes.length - 9,
      differ: 0,
    });
    const cut = bytes.subarray(0, part + 100);
    expect(verify(cut, inspect(cut)).owned).toBe(part + 5);
  });

  it('decodes a device again: a value that does not come back is a difference', () => {
    const whole = captureStream('microvm');
    const inspection = inspect(whole);
    const { spans } = inspection;
    const net = inspection.sections.find(({ idstr }) => idstr.endsWith('/virtio-net'))!;
    const row = vmstateOf(spans, net.row);
    const enabled = findByPath(spans, row, 'virtio/extra_state/extra_state/state/vqs/0/enabled');
    const at = spans.start[enabled]!;
    const changed = whole.slice();
    changed[at] = 7; // a bool is written as 0 or 1
    expect(verify(changed, inspect(changed))).toMatchObject({ owned: whole.length, differ: 1, firstDifference: at });
  });

  it('a device that does not decode any more is lost, not copied', () => {
    const whole = fixtureStream('q10-iterative-change');
    const inspection = inspect(whole);
    const { spans } = inspection;
    const rows = Array.from({ length: spans.length }, (_, row) => row);
    const virtio = rows.filter(
      (row) => spans.kind[row] === SpanKind.Vmstate && spans.names[spans.name[row]!] === 'virtio',
    );
    expect(virtio).toHaveLength(2); // INIT_STATE and FULL
    const changed = whole.slice();
    const queues = findByPath(spans, virtio[0]!, 'queues');
    changed[spans.end[queues]! - 1] = 200;
    const length = spans.end[virtio[0]!]! - spans.start[virtio[0]!]!;
    expect(verify(changed, inspection)).toMatchObject({ differ: length, firstDifference: spans.start[virtio[0]!]! });
  });
});
