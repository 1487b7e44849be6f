// Spans of RAM records where pages and zero pages take turns: a few records are runs of a kind, thousands one mixed run.
import { describe, expect, it } from 'vitest';
import { ramPart, ramStart, StreamBuilder, type RamRecord } from '../../testing/stream-builder.ts';
import { deepestAt } from '../capture/span-query.ts';
import { SpanKind } from '../capture/spans.ts';
import { describeFrame } from './describe-frame.ts';
import { inspect } from './inspect.ts';
import type { Inspection } from './inspection.ts';
import { unownedBytes } from './ownership.ts';
import { verify } from './reencode.ts';
import { inspectionText } from './to-text.ts';

/** [kind, first record, count] of each run. */
function runsOf({ spans }: Inspection): (readonly [number, number, number])[] {
  return Array.from({ length: spans.length }, (_, row) => row)
    .filter((row) => [SpanKind.PageRun, SpanKind.ZeroRun, SpanKind.MixedRun].some((kind) => kind === spans.kind[row]))
    .map((row) => [spans.kind[row]!, spans.value[row]!, spans.index[row]!] as const);
}

function read(records: readonly RamRecord[]): { bytes: Uint8Array; inspection: Inspection; part: number } {
  const builder = new StreamBuilder();
  builder.section(1, 2, 'ram', ramStart(records.length), 4);
  const part = builder.offset;
  const bytes = builder.part(2, 2, ramPart(records)).end();
  const inspection = inspect(bytes);
  expect(inspection.diagnostics).toEqual([]);
  expect(unownedBytes(inspection.spans, bytes.length)).toBe(0);
  expect(verify(bytes, inspection)).toMatchObject({ owned: bytes.length, differ: 0 });
  return { bytes, inspection, part };
}

const records = (count: number, isZero: (i: number) => boolean): RamRecord[] =>
  Array.from({ length: count }, (_, i) => [isZero(i) ? 'zero' : 'page', i]);

describe('runs of RAM records', () => {
  it('are of one kind while they are few', () => {
    const { inspection } = read(records(4096, (i) => i % 2 === 0));
    const runs = runsOf(inspection);
    expect(runs).toHaveLength(4096);
    expect(runs.slice(0, 2)).toEqual([
      [SpanKind.ZeroRun, 0, 1],
      [SpanKind.PageRun, 1, 1],
    ]);
  });

  it('are of one kind where the kind changes seldom', () => {
    const { inspection } = read(records(6000, (i) => i % 2000 < 1990));
    expect(runsOf(inspection)).toEqual([
      [SpanKind.ZeroRun, 0, 1990],
      [SpanKind.PageRun, 1990, 10],
      [SpanKind.ZeroRun, 2000, 1990],
      [SpanKind.PageRun, 3990, 10],
      [SpanKind.ZeroRun, 4000, 1990],
      [SpanKind.PageRun, 5990, 10],
    ]);
  });

  it('are one mixed run where thousands change kind every few records', () => {
    // The first record names the block and stands for itself.
    const { bytes, inspection, part } = read(records(4097, (i) => i % 3 !== 2));
    expect(runsOf(inspection)).toEqual([
      [SpanKind.ZeroRun, 0, 1],
      [SpanKind.MixedRun, 1, 4096],
    ]);
    const { spans } = inspection;
    const first = part + 5 + 16;
    const row = deepestAt(spans, first + 9 + 2000);
    expect(spans.names[spans.name[row]!]).toBe('pages and zero pages');
    expect([spans.start[row], spans.end[row]]).toEqual([first, first + 2731 * 9 + 1365 * 4104]);
    const frame = [...inspection.frames].find((at) => spans.start[at] === part)!;
    expect(describeFrame(inspection, frame).note).toBe('1,365 pages, 2,732 zero');
    expect([...inspectionText(bytes, inspection, 1)]).toContain(
      `0x${first.toString(16).padStart(8, '0')}   pages and zero pages = 4,096`,
    );
  });

  it('goes on after a mixed run with runs of a kind', () => {
    const { inspection } = read(records(1 + 65_536 + 500, (i) => (i <= 65_536 ? i % 12 !== 0 : i < 66_000)));
    expect(runsOf(inspection)).toEqual([
      [SpanKind.PageRun, 0, 1],
      [SpanKind.MixedRun, 1, 65_536],
      [SpanKind.ZeroRun, 65_537, 463],
      [SpanKind.PageRun, 66_000, 37],
    ]);
  }, 30_000);
});
