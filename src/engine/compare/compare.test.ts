// Compare: sides at a cursor, captures at linked cursors, streams by section and field, RAM by page, figures.
import { describe, expect, it } from 'vitest';
import { fileDocument, runDocument, smallScenario } from '../../testing/documents.ts';
import { reasonSpaceOf, runSpaceOf } from '../../store/reason-space.ts';
import { makeRunDocument, type RunDocument } from '../../store/documents.ts';
import { SideState } from '../capture/seek.ts';
import { countsAfterHead } from '../capture/timeline.ts';
import { headTime } from '../../store/documents.ts';
import { inspect } from '../inspect/inspect.ts';
import { runScenario } from '../migration/run.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { alignFrames } from './align.ts';
import { diffFigures, figuresOf } from './figures.ts';
import { linkedHead, LINKS } from './linked.ts';
import { diffRam } from './ram-diff.ts';
import { diffSides, diffStates, pairCells } from './state-diff.ts';
import { diffFields, diffStreams } from './stream-diff.ts';

function runOf(scenario: Scenario): RunDocument {
  const capture = runScenario(scenario);
  return makeRunDocument(scenario, capture, inspect(capture.stream));
}

const iterative = runDocument('iterative');
const baseline = runDocument('baseline');
const NIC = '0000:00:03.0/virtio-net';

function stateAt(run: RunDocument, side: 'source' | 'destination', head: number): SideState {
  const state = new SideState(run.capture[side], run.capture.arena, run.stream);
  state.seek(countsAfterHead(run.timeline, head)[side]);
  return state;
}

describe('source against destination', () => {
  const at = (head: number): ReadonlyMap<string, string> => {
    const [source, destination] = [stateAt(iterative, 'source', head), stateAt(iterative, 'destination', head)];
    const time = headTime(iterative, head);
    const found = diffSides(reasonSpaceOf(iterative), source.values, destination.values, time);
    return new Map(found.map(({ def, reason }) => [`${def.queue} ${def.name}`, reason]));
  };

  it('lists each value that differs with its reason', () => {
    const first = at(0);
    expect(first.get('-1 status')).toBe('not sent');
    expect(first.has('-1 mac')).toBe(false);
    const last = at(iterative.timeline.heads.length - 1);
    expect([...last.values()].every((reason) => reason === 'moved on' || reason === 'not migrated')).toBe(true);
    expect(last.has('-1 status')).toBe(false);
  });
});

describe('two captures', () => {
  it('pairs cells by device, queue and name', () => {
    const cells = iterative.capture.cells;
    const fewer = cells.filter(({ name }) => name !== 'isr');
    const renamed = fewer.map((def) => (def.name === 'mac' ? { ...def, name: 'address' } : def));
    const pairs = pairCells(cells, renamed);
    expect(pairs.filter(({ b }) => b === null).map(({ name }) => name)).toEqual(['isr', 'mac']);
    expect(pairs.filter(({ a }) => a === null).map(({ name }) => name)).toEqual(['address']);
    expect(pairs).toHaveLength(cells.length + 1);
  });

  it('state at the beginning is alike, later only what the strategies make differ', () => {
    const pairs = pairCells(iterative.capture.cells, baseline.capture.cells);
    const at = (headA: number, headB: number): readonly string[] =>
      diffStates(
        pairs,
        stateAt(iterative, 'destination', headA).values,
        stateAt(baseline, 'destination', headB).values,
      ).map(({ name }) => name);
    expect(at(0, 0)).toEqual([]);
    const early = iterative.frames.find(({ flag, type }) => flag === 'INIT' && type === 'START')!;
    const head = Array.from(iterative.timeline.heads, (_, i) => i).findIndex(
      (i) => headTime(iterative, i) >= early.loadEnd,
    );
    const linked = linkedHead(runSpaceOf(iterative), runSpaceOf(baseline), head, 'time');
    expect(at(head, linked)).toEqual(expect.arrayContaining(['status', 'started', 'last_avail_idx']));
  });
});

describe('linked cursors', () => {
  it.each(LINKS)('by %s: a capture beside itself stays in step', (link) => {
    const space = runSpaceOf(iterative);
    for (let head = 0; head < iterative.timeline.heads.length; head += 37) {
      const other = linkedHead(space, space, head, link);
      if (link === 'frame') continue;
      expect(headTime(iterative, other)).toBe(headTime(iterative, head));
    }
  });

  it('by phase: into the same phase', () => {
    const [a, b] = [runSpaceOf(iterative), runSpaceOf(baseline)];
    const stop = iterative.phases.find(({ kind }) => kind === 'stop')!;
    const other = baseline.phases.find(({ kind }) => kind === 'stop')!;
    const head = Array.from(iterative.timeline.heads, (_, i) => i).find((i) => headTime(iterative, i) > stop.start)!;
    const time = headTime(baseline, linkedHead(a, b, head, 'phase'));
    expect(time).toBeGreaterThanOrEqual(other.start);
    expect(time).toBeLessThan(other.end);
  });

  it('by frame: where the same section is begun', () => {
    const [a, b] = [runSpaceOf(iterative), runSpaceOf(baseline)];
    const { events, names } = iterative.capture.source;
    const full = Array.from(iterative.timeline.heads, (_, i) => i).find((i) => {
      const packed = iterative.timeline.order[iterative.timeline.heads[i]!]!;
      const row = packed >>> 1;
      return (packed & 1) === 0 && events.kind[row] === 34 && names[events.after[row]!] === NIC;
    })!;
    const other = linkedHead(a, b, full, 'frame');
    const packed = baseline.timeline.order[baseline.timeline.heads[other]!]!;
    const columns = baseline.capture.source;
    expect(columns.events.kind[packed >>> 1]).toBe(34);
    expect(columns.names[columns.events.after[packed >>> 1]!]).toBe(NIC);
  });
});

describe('two streams', () => {
  const none = { ignore: [] };

  it('a stream beside itself does not differ', () => {
    for (const document of [iterative, fileDocument()]) {
      const found = diffStreams(document, document, none);
      expect(found.every(({ state }) => state === 'same')).toBe(true);
      expect(found.map(({ a }) => a)).toEqual([...document.inspection.frames]);
      expect(diffRam(document, document)).toMatchObject({ added: 0, removed: 0, changed: 0, pages: [] });
    }
  });

  it('what the strategy adds is added, and nothing else is taken for it', () => {
    const found = diffStreams(baseline, iterative, none);
    const added = found.filter(({ state, type }) => state === 'added' && type !== 'PART').map(({ key }) => key);
    expect(added).toEqual([`START ${NIC}-iterative`, `END ${NIC}-iterative`]);
    const config = found.find(({ type }) => type === 'CONFIG')!;
    expect(config.state).toBe('changed');
    const platform = found.filter(({ type, idstr }) => type === 'FULL' && idstr !== NIC);
    expect(platform.length).toBeGreaterThan(10);
    expect(platform.every(({ state }) => state === 'same')).toBe(true);
  });

  it('a changed field has both values, each at its own offset', () => {
    const scenario = smallScenario('baseline');
    const other = runOf({ ...scenario, seed: scenario.seed + 1 });
    const pair = alignFrames(baseline.inspection, other.inspection).find(({ key }) => key === `FULL ${NIC}`)!;
    const found = diffFields(baseline, other, pair, none);
    expect(found.every(({ state }) => state === 'changed')).toBe(true);
    const index = found.find(({ path }) => path.endsWith('vqs/0/last_avail_idx'))!;
    for (const [document, place] of [
      [baseline, index.a!],
      [other, index.b!],
    ] as const) {
      const value = document.stream[place.start]! * 256 + document.stream[place.start + 1]!;
      expect(place.text.replace(',', '')).toBe(String(value));
      expect(place.end - place.start).toBe(2);
    }
    const ignored = diffFields(baseline, other, pair, { ignore: ['*last_avail_idx'] });
    expect(ignored).toHaveLength(found.length - found.filter(({ path }) => path.endsWith('last_avail_idx')).length);
  });

  it('pages: one that was written differently is found with its records', () => {
    const scenario = smallScenario('baseline');
    const other = runOf({ ...scenario, seed: scenario.seed + 1 });
    const ram = diffRam(baseline, other);
    expect(ram.changed).toBeGreaterThan(0);
    expect(ram.added + ram.removed).toBe(0);
    expect(ram.same + ram.changed).toBe(baseline.capture.source.memory.length / 4096);
    for (const { a, b, page } of ram.pages.slice(0, 5)) {
      for (const [document, offset] of [
        [baseline, a],
        [other, b],
      ] as const) {
        const { records } = document.inspection;
        const record = records.offset.indexOf(offset);
        expect(records.page[record]).toBe(page);
      }
    }
    expect(diffRam(baseline, other, 2).pages).toHaveLength(2);
  });

  it('a file against a run: sections of a QEMU beside ours', () => {
    const found = diffStreams(fileDocument('q10-iterative-change'), iterative, none);
    const nic = found.find(({ key }) => key === `FULL ${NIC}`)!;
    expect(nic.a).toBeGreaterThanOrEqual(0);
    expect(nic.b).toBeGreaterThanOrEqual(0);
    expect(nic.state).toBe('changed');
  });
});

describe('a run with switches beside one without', () => {
  it('the form with used queues only differs by its name, its count, and what it leaves out', () => {
    const scenario = smallScenario('baseline');
    const used = runOf({ ...scenario, switches: { ...scenario.switches, usedQueuesOnly: true } });
    const options = { ignore: [] };
    const pair = diffStreams(baseline, used, options).find(({ key }) => key === `FULL ${NIC}`)!;
    const found = diffFields(baseline, used, pair, options);
    const of = (state: string): readonly string[] => found.filter((one) => one.state === state).map(({ path }) => path);
    expect(of('added').filter((path) => path.endsWith('/count'))).toHaveLength(2);
    expect(of('removed').filter((path) => path.endsWith('vring.avail'))).toHaveLength(1021);
    expect(of('changed').filter((path) => path.includes('/vq'))).toEqual([]);
  });

  it('an early state that was void is a figure', () => {
    const scenario = smallScenario();
    const interventions = [{ at: 100_000_000, action: { do: 'set-mac', nic: 0, mac: '52:54:00:ab:cd:ef' } }];
    const changed = runOf({ ...scenario, interventions });
    const table = diffFigures(
      figuresOf(iterative.inspection, iterative.capture),
      figuresOf(changed.inspection, changed.capture),
    );
    expect(table.filter(({ figure }) => figure.startsWith('void')).map(({ a, b }) => [a, b])).toEqual([
      [0, 1],
      [0, 46_172],
    ]);
  });
});

describe('figures', () => {
  it('of a run, beside those of another', () => {
    const [a, b] = [baseline, iterative].map((run) => figuresOf(run.inspection, run.capture));
    expect(a).toMatchObject({ bytes: baseline.stream.length, downtime: baseline.capture.outcome.downtime });
    expect(a!.loadTimeStopped!).toBeLessThanOrEqual(a!.loadTime!);
    const loads = baseline.frames.reduce(
      (sum, { loadStart, loadEnd }) => sum + (loadStart < 0 ? 0 : loadEnd - loadStart),
      0,
    );
    expect(a!.loadTime).toBeLessThanOrEqual(loads);
    const table = diffFigures(a!, b!);
    expect(table.find(({ figure }) => figure === 'bytes')!.change).toBe(
      iterative.stream.length - baseline.stream.length,
    );
  });

  it('of a file, which has no times', () => {
    const file = fileDocument();
    const figures = figuresOf(file.inspection, null);
    expect(figures.pages! + figures.zeroPages!).toBe(file.inspection.records.length);
    expect(
      diffFigures(figures, figures)
        .filter(({ change }) => change === null)
        .map(({ figure }) => figure),
    ).toEqual(['iterations', 'totalTime', 'downtime', 'loadTime', 'loadTimeStopped', 'voidStates', 'voidBytes']);
  });
});
