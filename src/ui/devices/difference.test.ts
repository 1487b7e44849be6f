// The reasons for differences, at the moments where each must be the one.
import { describe, expect, it } from 'vitest';
import { runDocument } from '../../testing/documents.ts';
import { cellReason, memoryReason } from './difference.ts';

describe('why a cell differs', () => {
  const iterative = runDocument('iterative');
  const baseline = runDocument('baseline');
  const full = (run: typeof iterative) =>
    run.frames.find(({ type, idstr }) => type === 'FULL' && idstr.endsWith('/virtio-net'))!;

  it('before anything is sent', () => {
    expect(cellReason(iterative, 'migrated', iterative.startTime)).toBe('not sent');
    expect(cellReason(baseline, 'recomputed', baseline.startTime)).toBe('not sent');
  });

  it('after the early load: what is recomputed waits for FULL, the rest has changed since', () => {
    const early = iterative.frames.find(({ idstr, type }) => type === 'START' && idstr.endsWith('-iterative'))!;
    expect(cellReason(iterative, 'migrated', early.sent)).toBe('in flight');
    expect(cellReason(iterative, 'recomputed', early.loadEnd)).toBe('at FULL');
    expect(cellReason(iterative, 'migrated', early.loadEnd)).toBe('not sent');
  });

  it('around the FULL section, and once the guest runs there', () => {
    for (const run of [iterative, baseline]) {
      expect(cellReason(run, 'migrated', full(run).sent)).toBe('in flight');
      expect(cellReason(run, 'migrated', full(run).loadEnd)).toBe('lost');
      expect(cellReason(run, 'recomputed', full(run).loadEnd)).toBe('read anew');
      expect(cellReason(run, 'migrated', run.endTime)).toBe('moved on');
      expect(cellReason(run, 'none', run.endTime)).toBe('not migrated');
    }
  });

  it('of guest memory goes by its page', () => {
    const { address } = iterative.capture.arena;
    expect(memoryReason(iterative, address, iterative.startTime)).toBe('not sent');
    expect(memoryReason(iterative, address, iterative.endTime)).toBe('moved on');
  });
});
