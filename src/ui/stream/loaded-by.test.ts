import { describe, expect, it } from 'vitest';
import { runDocument } from '../../testing/documents.ts';
import { loadedBy } from './loaded-by.ts';

const run = runDocument();

describe('how far a run is loaded', () => {
  it('is nothing at the start and everything at the end', () => {
    expect(loadedBy(run.frames, 0)).toBe(0);
    expect(loadedBy(run.frames, run.endTime)).toBe(run.stream.length);
  });

  it('takes in a section when it is loaded whole, not when it has arrived', () => {
    const init = run.frames.find(({ flag }) => flag === 'INIT')!;
    expect(init.arrived).toBeLessThan(init.loadEnd);
    expect(loadedBy(run.frames, init.loadEnd - 1)).toBe(init.start);
    expect(loadedBy(run.frames, init.loadEnd)).toBe(init.end);
  });

  it('never goes back, and never beyond what was sent', () => {
    let before = 0;
    for (let i = 0; i <= 200; i++) {
      const time = (run.endTime * i) / 200;
      const loaded = loadedBy(run.frames, time);
      expect(loaded).toBeGreaterThanOrEqual(before);
      expect(loaded).toBeLessThanOrEqual(run.link.sentBy(time));
      before = loaded;
    }
  });

  it('stops before a section whose load broke', () => {
    const at = run.frames.findIndex(({ loadEnd }) => loadEnd >= 0);
    const broken = run.frames.map((frame, i) => (i < at ? frame : { ...frame, loadEnd: -1 }));
    expect(loadedBy(broken, run.endTime)).toBe(run.frames[at]!.start);
  });
});
