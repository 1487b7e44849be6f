// What belongs together stands at the same place of the axis.
import { describe, expect, it } from 'vitest';
import { diffStreams } from '../../engine/compare/stream-diff.ts';
import { fileDocument, runDocument } from '../../testing/documents.ts';
import { STRAIGHT } from '../timeline/axis.ts';
import { linkedAxis, warpOfKnots } from './linked-axis.ts';

const iterative = runDocument('iterative');
const baseline = runDocument('baseline');

describe('an axis for two', () => {
  it('by time is that of both, from the first to the last', () => {
    const axis = linkedAxis(iterative, baseline, 'time', []);
    expect([axis.a, axis.b]).toEqual([STRAIGHT, STRAIGHT]);
    expect(axis.whole).toEqual({
      from: Math.min(iterative.startTime, baseline.startTime),
      to: Math.max(iterative.endTime, baseline.endTime),
    });
  });

  it('by phase has phases begin together', () => {
    const { a, b } = linkedAxis(iterative, baseline, 'phase', []);
    for (const kind of ['setup', 'iterate', 'stop', 'resumed'] as const) {
      const [x, y] = [iterative, baseline].map(({ phases }) => phases.find((phase) => phase.kind === kind)!.start);
      expect(b.position(y!)).toBeCloseTo(a.position(x!), 6);
    }
  });

  it('with a file has sections begin together', () => {
    const file = fileDocument();
    const sections = diffStreams(file, baseline, { ignore: [] });
    const { a, b, whole } = linkedAxis(file, baseline, 'time', sections);
    const nic = sections.find(({ key }) => key === 'FULL 0000:00:03.0/virtio-net')!;
    const [inFile, inRun] = [file.inspection.spans.start[nic.a]!, baseline.inspection.spans.start[nic.b]!];
    expect(b.position(inRun)).toBe(a.position(inFile));
    expect(inRun).not.toBe(inFile);
    expect(whole).toEqual({ from: 0, to: file.stream.length });
  });
});

describe('a warp through knots', () => {
  it('leaves out those that go back', () => {
    const warp = warpOfKnots([
      [0, 0],
      [10, 100],
      [5, 120],
      [20, 90],
      [30, 200],
    ]);
    expect([0, 10, 20, 30].map((value) => warp.position(value))).toEqual([0, 100, 150, 200]);
  });

  it('needs two', () => {
    expect(warpOfKnots([[3, 4]])).toBe(STRAIGHT);
  });
});
