// The reasons for differences, at the moments where each must be the one.
import { describe, expect, it } from 'vitest';
import { runDocument } from '../../testing/documents.ts';
import { reasonSpaceOf } from '../../store/reason-space.ts';
import type { RunDocument } from '../../store/documents.ts';
import { EventKind } from '../capture/event-kinds.ts';
import type { CellMark } from '../capture/cells.ts';
import { cellReason, memoryReason, type Reason } from './reason.ts';

const iterative = runDocument('iterative');
const baseline = runDocument('baseline');

function reason(run: RunDocument, mark: CellMark, time: number): Reason {
  return cellReason(reasonSpaceOf(run), { mark, device: run.capture.cells[0]!.device }, time);
}

describe('why a cell differs', () => {
  const full = (run: RunDocument) =>
    run.frames.find(({ type, idstr }) => type === 'FULL' && idstr.endsWith('/virtio-net'))!;

  it('before anything is sent', () => {
    expect(reason(iterative, 'migrated', iterative.startTime)).toBe('not sent');
    expect(reason(baseline, 'recomputed', baseline.startTime)).toBe('not sent');
  });

  it('after the early load: what is recomputed waits for FULL, the rest has changed since', () => {
    const early = iterative.frames.find(({ idstr, type }) => type === 'START' && idstr.endsWith('-iterative'))!;
    expect(reason(iterative, 'migrated', early.sent)).toBe('in flight');
    expect(reason(iterative, 'recomputed', early.loadEnd)).toBe('at FULL');
    expect(reason(iterative, 'migrated', early.loadEnd)).toBe('not sent');
  });

  it('around the FULL section, and once the guest runs there', () => {
    for (const run of [iterative, baseline]) {
      expect(reason(run, 'migrated', full(run).sent)).toBe('in flight');
      expect(reason(run, 'migrated', full(run).loadEnd)).toBe('lost');
      expect(reason(run, 'recomputed', full(run).loadEnd)).toBe('read anew');
      expect(reason(run, 'migrated', run.endTime)).toBe('moved on');
      expect(reason(run, 'none', run.endTime)).toBe('not migrated');
    }
  });
});

describe('why guest memory differs', () => {
  it('goes by the sends and loads of its page', () => {
    const space = reasonSpaceOf(iterative);
    const { address, firstPage } = iterative.capture.arena;
    const moments = space.lives.lifeOf(firstPage);
    const sent = moments.find(({ what }) => what === 'sent')!;
    const loaded = moments.find(({ what }) => what === 'loaded')!;
    expect(memoryReason(space, address, iterative.startTime)).toBe('not sent');
    expect(memoryReason(space, address, sent.time)).toBe('in flight');
    expect(memoryReason(space, address, loaded.time)).toBe('dirty again');
    expect(memoryReason(space, address, iterative.endTime)).toBe('moved on');
    expect(iterative.capture.destination.events.kind[loaded.row]).toBe(EventKind.PageLoad);
  });
});
