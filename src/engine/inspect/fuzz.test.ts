// Damaged streams, by seed: whatever is cut, flipped, dropped, doubled or inserted, the inspection returns, every byte has
// one owner, and spans nest and stay in order.
import { describe, expect, it } from 'vitest';
import { damage } from '../../testing/damage.ts';
import { fixtureStream, STREAM_NAMES } from '../../testing/fixtures.ts';
import { SeededRandom } from '../bytes/random.ts';
import type { SpanColumns } from '../capture/spans.ts';
import { describeFrame } from './describe-frame.ts';
import { inspect } from './inspect.ts';
import { unownedBytes } from './ownership.ts';

/** The first span that breaks the shape of a span tree, in words; empty when there is none. */
function brokenSpan(spans: SpanColumns): string {
  for (let row = 0; row < spans.length; row++) {
    const parent = spans.parent[row]!;
    const start = spans.start[row]!;
    const end = spans.end[row]!;
    if (end < start) return `row ${row} ends before it starts`;
    if (spans.next[row]! <= row || spans.next[row]! > spans.length) return `row ${row} has next ${spans.next[row]}`;
    if (parent >= row) return `row ${row} has parent ${parent}`;
    if (
      parent >= 0 &&
      (start < spans.start[parent]! || end > spans.end[parent]! || spans.next[row]! > spans.next[parent]!)
    ) {
      return `row ${row} (${start}-${end}) leaves its parent ${parent} (${spans.start[parent]}-${spans.end[parent]})`;
    }
  }
  return '';
}

function check(bytes: Uint8Array): void {
  const inspection = inspect(bytes);
  expect(brokenSpan(inspection.spans)).toBe('');
  expect(unownedBytes(inspection.spans, bytes.length)).toBe(0);
  for (const row of inspection.frames) expect(describeFrame(inspection, row).type).not.toBe('');
  expect(inspection.spans.length).toBeLessThanOrEqual(1024 + 4 * bytes.length);
  expect(inspection.records.length * 9).toBeLessThanOrEqual(bytes.length);
}

describe('damaged streams', () => {
  it.each(STREAM_NAMES)('%s', (name) => {
    const whole = fixtureStream(name);
    const random = new SeededRandom(1, STREAM_NAMES.indexOf(name));
    for (let round = 0; round < 12; round++) check(damage(whole, random));
  });

  it('says something about every cut', () => {
    const whole = fixtureStream('deb72-mq4');
    const random = new SeededRandom(2);
    for (let round = 0; round < 60; round++) {
      const cut = whole.subarray(0, random.below(whole.length));
      const inspection = inspect(cut);
      expect(unownedBytes(inspection.spans, cut.length)).toBe(0);
      expect(inspection.diagnostics.length).toBeGreaterThan(0);
    }
  });

  it('reads noise', () => {
    const random = new SeededRandom(3);
    for (let round = 0; round < 40; round++) {
      const noise = Uint8Array.from({ length: 8 + random.below(4000) }, () => random.below(256));
      if (round % 2 === 0) noise.set([0x51, 0x45, 0x56, 0x4d, 0, 0, 0, 3]);
      check(noise);
    }
  });
});
