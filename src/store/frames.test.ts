// Frames and link times of a run: ordered, gapless, and each sent before it is loaded.
import { describe, expect, it } from 'vitest';
import { runDocument } from '../testing/documents.ts';

const run = runDocument();

describe('frames', () => {
  it('cover the stream without a gap', () => {
    let at = 0;
    for (const frame of run.frames) {
      expect(frame.start).toBe(at);
      at = frame.end;
    }
    expect(at).toBe(run.stream.length);
  });

  it('are sent, arrive and are loaded in that order', () => {
    for (const { sent, arrived, loadStart, loadEnd, type } of run.frames) {
      expect(sent).toBeLessThan(arrived);
      if (loadStart < 0) expect(['HEADER', 'CONFIG', 'EOF', 'VMDESC', 'COMMAND']).toContain(type);
      else expect(loadEnd).toBeGreaterThanOrEqual(loadStart);
      if (loadEnd >= 0) expect(loadEnd).toBeGreaterThanOrEqual(sent);
    }
  });
});

describe('link times', () => {
  const { link } = run;

  it('count up to the whole stream and never back', () => {
    let before = 0;
    for (let time = run.startTime; time <= run.endTime; time += 1_000_000) {
      const sent = link.sentBy(time);
      expect(sent).toBeGreaterThanOrEqual(before);
      before = sent;
    }
    expect(link.sentBy(run.endTime)).toBe(run.stream.length);
  });

  it('every byte leaves before it arrives, by the latency at least', () => {
    for (let offset = 0; offset < run.stream.length; offset += 9973) {
      expect(link.arrivedAt(offset) - link.leftAt(offset)).toBeGreaterThanOrEqual(run.scenario.link.latency);
    }
    expect(link.leftAt(run.stream.length)).toBe(-1);
  });
});

describe('phases', () => {
  it('follow each other without a gap from the first event to the last', () => {
    expect(run.phases.map(({ kind }) => kind)).toEqual([
      'setup',
      ...run.phases.filter(({ kind }) => kind === 'iterate').map(() => 'iterate'),
      'stop',
      'resumed',
    ]);
    for (let i = 1; i < run.phases.length; i++) expect(run.phases[i]!.start).toBe(run.phases[i - 1]!.end);
  });

  it('the downtime is the phase stop-and-copy', () => {
    const stop = run.phases.find(({ kind }) => kind === 'stop')!;
    expect(stop.end - stop.start).toBe(run.capture.outcome.downtime);
  });
});
