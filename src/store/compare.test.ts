// Two documents beside each other: runs, files, and one of each.
import { describe, expect, it } from 'vitest';
import { fileDocument, runDocument } from '../testing/documents.ts';
import { compareDocuments, differencesAt } from './compare.ts';
import { headTime, seekStates } from './documents.ts';

const iterative = runDocument('iterative');
const baseline = runDocument('baseline');
const file = fileDocument();

describe('compareDocuments', () => {
  it('of two runs: figures, cells at linked cursors', () => {
    const both = compareDocuments(iterative, baseline);
    expect(both.figures.find(({ figure }) => figure === 'bytes')).toMatchObject({
      a: iterative.stream.length,
      b: baseline.stream.length,
    });
    const head = Math.floor(iterative.timeline.heads.length / 2);
    const other = both.linked(head, 'time')!;
    expect(headTime(baseline, other)).toBeLessThanOrEqual(headTime(iterative, head));
    expect(both.cells('destination', 0, 0)).toEqual([]);
    expect(both.cells('destination', head, other).map(({ name }) => name)).toContain('status');
    expect(iterative.state.source.position).toBe(0);
  });

  it.each(['time', 'phase', 'frame'] as const)('cursors linked by %s, there and back', (link) => {
    const there = compareDocuments(iterative, baseline);
    const back = compareDocuments(baseline, iterative);
    for (let head = 0; head < baseline.timeline.heads.length; head += 53) {
      expect(there.linkedBack(head, link)).toBe(back.linked(head, link));
      const shown = there.linkedBack(head, link)!;
      expect(shown).toBeGreaterThanOrEqual(0);
      expect(shown).toBeLessThan(iterative.timeline.heads.length);
    }
    if (link === 'time') {
      const head = Math.floor(baseline.timeline.heads.length / 2);
      const time = headTime(iterative, there.linkedBack(head, link)!);
      expect(time).toBeLessThanOrEqual(headTime(baseline, head));
      const next = headTime(iterative, there.linkedBack(head, link)! + 1);
      expect(next).toBeGreaterThan(headTime(baseline, head));
    }
  });

  it('with a file: what it has is compared, the rest is empty', () => {
    const both = compareDocuments(file, iterative);
    expect(both.figures.find(({ figure }) => figure === 'downtime')).toMatchObject({ a: null, change: null });
    expect(both.linked(5, 'time')).toBeNull();
    expect(both.linkedBack(5, 'time')).toBeNull();
    expect(both.cells('source', 0, 0)).toEqual([]);
  });
});

describe('differencesAt', () => {
  it('gives every cell that differs at the cursor, with a reason', () => {
    const cursor = Math.floor(iterative.timeline.heads.length / 3);
    seekStates(iterative, cursor);
    const found = differencesAt(iterative, cursor);
    const { source, destination } = iterative.state;
    const expected = iterative.capture.cells.filter(({ id }) => source.values[id] !== destination.values[id]);
    expect(found.map(({ def }) => def.id)).toEqual(expected.map(({ id }) => id));
    for (const { def, reason } of found) if (def.mark === 'none') expect(reason).toBe('not migrated');
    seekStates(iterative, 0);
  });
});
