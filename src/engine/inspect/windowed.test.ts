// A stream that is read through a window is read the same as one that is in memory, and every byte that was decoded to a
// value stays in memory afterwards.
import { describe, expect, it } from 'vitest';
import { CAPTURE_NAMES, captureStream, fixtureStream, STREAM_NAMES } from '../../testing/fixtures.ts';
import { WindowedSource } from '../bytes/byte-source.ts';
import { extentAt, KeptBytesLog } from '../bytes/kept-bytes.ts';
import { isLeaf } from '../capture/span-query.ts';
import { isRun, SpanKind } from '../capture/spans.ts';
import { inspect } from './inspect.ts';

/** Pieces of a stream that were asked for. */
function windowed(bytes: Uint8Array, window: number) {
  const reads: (readonly [number, number])[] = [];
  const source = new WindowedSource(
    bytes.length,
    (start, end) => {
      reads.push([start, end]);
      return bytes.slice(start, end);
    },
    window,
  );
  return { source, reads };
}

describe.each([
  ...STREAM_NAMES.map((name) => [name, fixtureStream(name)] as const),
  ...CAPTURE_NAMES.map((name) => [name, captureStream(name)] as const),
])('%s', (_, bytes) => {
  it('reads the same through a small window', () => {
    const whole = inspect(bytes);
    const seen = inspect(windowed(bytes, 4099).source);
    expect(seen.spans.length).toBe(whole.spans.length);
    for (const column of ['kind', 'type', 'mark', 'start', 'end', 'parent', 'next', 'index', 'value'] as const)
      expect(firstDifference(seen.spans[column], whole.spans[column], whole.spans.length)).toBe(-1);
    for (const column of ['offset', 'page', 'flags', 'block'] as const)
      expect(firstDifference(seen.records[column], whole.records[column], whole.records.length)).toBe(-1);
    // Not the steps: a window's end takes one more now and then.
    const rest = { spans: null, records: null, steps: 0 };
    expect({ ...seen, ...rest }).toEqual({ ...whole, ...rest });
  });

  it('keeps what was decoded, and only little of the pages', () => {
    const log = new KeptBytesLog();
    const { spans } = inspect(windowed(bytes, 65_536).source, bytes.length, undefined, log);
    const kept = log.columns();
    for (let row = 0; row < spans.length; row++) {
      const [start, end] = [spans.start[row]!, spans.end[row]!];
      if (!isLeaf(spans, row) || isRun(spans, row) || spans.kind[row] === SpanKind.Opaque || start === end) continue;
      const i = extentAt(kept, start);
      expect([row, i >= 0 && kept.ends[i]! >= end]).toEqual([row, true]);
      const at = kept.places[i]! + start - kept.starts[i]!;
      expect(firstDifference(kept.bytes.subarray(at), bytes.subarray(start), end - start)).toBe(-1);
    }
    let pages = 0;
    for (let row = 0; row < spans.length; row++) if (isRun(spans, row)) pages += spans.end[row]! - spans.start[row]!;
    expect(kept.bytes.length).toBeLessThan(bytes.length - 0.9 * pages + 1);
  });
});

function firstDifference(a: ArrayLike<number>, b: ArrayLike<number>, length: number): number {
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return i;
  return -1;
}

describe('a windowed source', () => {
  const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251);

  it('has each byte at its offset, in any order of asking, and none outside', () => {
    const { source } = windowed(bytes, 4096);
    source.moveTo(100_000, 1);
    for (const at of [0, 299_999, 100_000, 104_095, 104_096, 99_999, 1]) expect(source.at(at)).toBe(bytes[at]);
    expect(source.at(300_000)).toBeUndefined();
    expect(source.at(-1)).toBeUndefined();
    expect(source.subarray(299_998)).toEqual(bytes.subarray(299_998));
    expect(source.subarray(104_000, 104_200)).toEqual(bytes.subarray(104_000, 104_200));
    expect(source.subarray(5, 5).length).toBe(0);
  });

  it('does not read again what lies in its window', () => {
    const { source, reads } = windowed(bytes, 4096);
    source.moveTo(0, 1);
    for (let at = 0; at < 4096; at++) source.at(at);
    source.subarray(10, 4096);
    expect(reads).toEqual([[0, 4096]]);
  });
});
