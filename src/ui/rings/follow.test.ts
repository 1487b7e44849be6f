// The life of a buffer, the check of virtio_load() and what is said of a broken device, in whole runs.
import { describe, expect, it } from 'vitest';
import { inspect } from '../../engine/inspect/inspect.ts';
import { runScenario } from '../../engine/migration/run.ts';
import { headAtTime, makeRunDocument, seekStates, type RunDocument } from '../../store/documents.ts';
import { runDocument, smallScenario } from '../../testing/documents.ts';
import { brokenSince } from '../devices/broken-since.ts';
import { nicView, vhostHasRing } from '../devices/device-view.ts';
import { sideState } from '../devices/side-state.ts';
import { followBuffer } from './follow-buffer.ts';
import { checkAt, ringChecks, stateAtCheck } from './ring-check.ts';
import { ringOf } from './ring-view.ts';

describe('followBuffer', () => {
  const document = runDocument();
  const middle = Math.floor(document.timeline.heads.length / 2);
  const headAt = (cursor: number): number => {
    seekStates(document, cursor);
    const found = ringOf(document, nicView(document, 'source', 0), 0);
    if (found?.format !== 'split') throw new Error('no split ring');
    return found.ring.head((found.ring.usedIdx - 1) & 0xffff);
  };

  it('goes from the driver to the device and back, in order of time', () => {
    const buffer = headAt(middle);
    const { arena } = document.capture;
    expect(arena.pageCount).toBeGreaterThan(0);
    const steps = followBuffer(document, 0, 0, buffer, middle);
    const kinds = steps.map(({ kind }) => kind);
    expect(kinds).toContain('taken');
    expect(kinds.indexOf('used')).toBeGreaterThan(kinds.indexOf('taken'));
    const times = steps.map(({ time }) => time);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('leads to the events that it names', () => {
    for (const { head, time } of followBuffer(document, 0, 0, headAt(middle), middle)) {
      seekStates(document, head);
      expect(document.timeline.heads[head]).toBeDefined();
      expect(time).toBeGreaterThanOrEqual(document.startTime);
    }
  });

  it('finds nothing of a buffer that there is not', () => {
    expect(followBuffer(document, 0, 0, 5000, middle)).toEqual([]);
  });
});

describe('the check', () => {
  it('is skipped at the early load and passes at FULL with the RFC', () => {
    const document = runDocument();
    const checks = ringChecks(document, nicView(document, 'destination', 0).device, 0, 0);
    expect(checks.map(({ outcome }) => outcome)).toEqual(['skipped', 'passed']);
    expect(checkAt(checks, checks[0]!.time - 1)).toBeNull();
    expect(checkAt(checks, document.endTime)?.outcome).toBe('passed');
  });

  it('without patch 5 breaks the device, and can be looked back at when indices are healthy again', () => {
    const document = withoutPatch5();
    const device = nicView(document, 'destination', 0).device;
    const checks = ringChecks(document, device, 0, 0);
    const check = checkAt(checks, document.endTime)!;
    expect(check).toMatchObject({ outcome: 'broken', heads: 0xfff7 });
    const nic = nicView(document, 'destination', 0, stateAtCheck(document, check));
    const found = ringOf(document, nic, 0);
    expect(nic.cell('last_avail_idx', 0).value).toBe(9);
    expect(found?.format === 'split' && found.ring.availIdx).toBe(0);
    expect(brokenSince(document, 'destination', nic.cell('broken').def.id, device, document.endTime)).toMatch(
      /^since START, .* ms; FULL did not clear it$/,
    );
  });
});

describe('a vhost back-end', () => {
  it('has the data queues while its guest runs, and gives the indices back at the stop', () => {
    const base = smallScenario();
    const scenario = { ...base, backend: 'vhost-net' as const, nics: [{ ...base.nics[0]!, peer: 'tap' as const }] };
    const capture = runScenario(scenario);
    const document = makeRunDocument(scenario, capture, inspect(capture.stream));
    const stop = document.phases.find(({ kind }) => kind === 'stop')!;
    const seen = (time: number, queue: number): readonly [boolean, number] => {
      seekStates(document, headAtTime(document, time));
      const nic = nicView(document, 'source', 0);
      return [vhostHasRing(document, 'source', nic, queue, time), nic.cell('last_avail_idx', queue).value];
    };
    expect(seen(stop.start - 1, 0)).toEqual([true, 0]);
    expect(seen(stop.start - 1, 2)[0]).toBe(false);
    const [hasRing, last] = seen(stop.end, 0);
    expect([hasRing, last > 0]).toEqual([false, true]);
  });
});

describe('sideState', () => {
  it('speaks as query-status and query-migrate do', () => {
    const document = runDocument();
    expect(sideState(document, 'source', document.startTime - 1)).toMatchObject({ run: 'running' });
    expect(sideState(document, 'source', document.endTime)).toMatchObject({
      run: 'postmigrate',
      migration: 'completed',
    });
    expect(sideState(document, 'destination', document.startTime)).toMatchObject({ run: 'inmigrate' });
    expect(sideState(document, 'destination', document.endTime)).toMatchObject({ run: 'running' });
  });
});

function withoutPatch5(): RunDocument {
  const base = smallScenario();
  const scenario = {
    ...base,
    patches: { ...base.patches, relaxedIndexCheck: false },
    workload: { ...base.workload, rxPerSecond: 0 },
    nics: [{ ...base.nics[0]!, startIndex: 9 }],
  };
  const capture = runScenario(scenario);
  return makeRunDocument(scenario, capture, inspect(capture.stream));
}
