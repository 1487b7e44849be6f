// The store through its actions, over a session that hands out documents without workers.
import { describe, expect, it, vi } from 'vitest';
import { fileDocument, runDocument } from '../testing/documents.ts';
import { fakeSession } from '../testing/fake-session.ts';
import { createAppStore, type AppStore } from './app-store.ts';
import { headTime, type OpenDocument } from './documents.ts';
import type { ReportWork, Session } from './session-types.ts';

const run = runDocument();
const file = fileDocument();

function storeOf(parts: Partial<Session> = {}): { store: AppStore; session: Session } {
  const session = fakeSession({
    run: () => Promise.resolve(run),
    openFile: () => Promise.resolve(file),
    openSample: () => Promise.resolve(file),
    search: () => ({ result: Promise.resolve({ done: 0, state: 'done' }), cancel: () => undefined }),
    cancel: vi.fn(),
    describe: (error) => ({ title: String(error), where: 'here', advice: 'try' }),
    ...parts,
  });
  return { store: createAppStore(session), session };
}

/** The state without what is open: a capture is too large to compare field by field. */
function part(store: AppStore): object {
  return { ...store.getState(), document: null };
}

async function withRun(): Promise<AppStore> {
  const { store } = storeOf();
  await store.getState().run(run.scenario);
  return store;
}

describe('opening', () => {
  it('shows a run with the cursor on its first event', async () => {
    const store = await withRun();
    expect(store.getState().document === run).toBe(true);
    expect(part(store)).toMatchObject({ cursor: 0, time: run.startTime, work: null, problem: null });
  });

  it('keeps what was open when a job fails, and says why', async () => {
    const { store } = storeOf({ openFile: () => Promise.reject(new Error('no file')) });
    await store.getState().run(run.scenario);
    await store.getState().openFile(new File([], 'x'));
    expect(store.getState().document === run).toBe(true);
    expect(part(store)).toMatchObject({ problem: { title: 'Error: no file' }, work: null });
    store.getState().dismissProblem();
    expect(store.getState().problem).toBeNull();
  });

  it('keeps what was open when a job is cancelled', async () => {
    const cancelled = new Promise<OpenDocument | null>((resolve) => setTimeout(() => resolve(null)));
    const { store, session } = storeOf({ openFile: () => cancelled });
    await store.getState().run(run.scenario);
    const job = store.getState().openFile(new File([], 'x'));
    store.getState().cancelWork();
    await job;
    expect(session.cancel).toHaveBeenCalledOnce();
    expect(store.getState().document === run).toBe(true);
    expect(part(store)).toMatchObject({ problem: null, work: null });
  });

  it('drops what a worker tells of progress after its result, or of a job that was followed by another', async () => {
    const told: ReportWork[] = [];
    const { store } = storeOf({
      openFile: (opened, report) => {
        told.push(report);
        report({ label: opened.name, done: 0, total: 9 });
        return opened.name === 'slow' ? new Promise(() => undefined) : Promise.resolve(file);
      },
    });
    void store.getState().openFile(new File([], 'slow'));
    expect(store.getState().work).toEqual({ label: 'slow', done: 0, total: 9, rate: 0 });
    await store.getState().openFile(new File([], 'quick'));
    for (const report of told) report({ label: 'late', done: 9, total: 9 });
    expect(store.getState().work).toBeNull();
  });

  it('a job that another one ended does not hide the work of that one', async () => {
    const given: (() => void)[] = [];
    const { store } = storeOf({
      openFile: ({ name }, report) => {
        report({ label: name, done: 0, total: 0 });
        given.pop()?.();
        return new Promise((resolve) => given.push(() => resolve(null)));
      },
    });
    const first = store.getState().openFile(new File([], 'first'));
    void store.getState().openFile(new File([], 'second'));
    await first;
    expect(store.getState().work).toMatchObject({ label: 'second', done: 0, total: 0 });
  });

  it('after a run that failed or was given up, the scenario is that of the run shown', async () => {
    const results = [Promise.resolve(run), Promise.reject(new Error('no')), Promise.resolve(null)];
    const { store } = storeOf({ run: () => results.shift()! });
    await store.getState().run(run.scenario);
    for (const expected of ['Error: no', undefined]) {
      const job = store.getState().setStrategy('baseline');
      expect(store.getState().scenario.strategy).toBe('baseline');
      await job;
      expect(store.getState().problem?.title).toBe(expected);
      expect(store.getState().scenario === run.scenario).toBe(true);
    }
  });

  it('runs the other strategy with all else alike', async () => {
    const ran: string[] = [];
    const { store } = storeOf({
      run: (scenario) => {
        ran.push(`${scenario.strategy} ${scenario.seed}`);
        return Promise.resolve(run);
      },
    });
    await store.getState().setStrategy('baseline');
    expect(ran).toEqual([`baseline ${run.scenario.seed}`]);
  });
});

describe('the cursor', () => {
  it('steps by event and stays inside the run', async () => {
    const store = await withRun();
    const { step, stepToEnd } = store.getState();
    step(-1);
    expect(store.getState().cursor).toBe(0);
    step(1);
    step(1);
    expect(store.getState().cursor).toBe(2);
    stepToEnd(1);
    step(1);
    expect(store.getState().cursor).toBe(run.timeline.heads.length - 1);
  });

  it('phase steps forward meet the same phases as phase steps back', async () => {
    const store = await withRun();
    const { step } = store.getState();
    const forward = [0];
    for (let i = 1; i < run.phases.length; i++) {
      step(1, 'phase');
      forward.push(store.getState().cursor);
    }
    expect(new Set(forward).size).toBe(run.phases.length);
    const back = [store.getState().cursor];
    for (let i = 1; i < run.phases.length; i++) {
      step(-1, 'phase');
      back.push(store.getState().cursor);
    }
    expect(back.reverse()).toEqual(forward);
  });

  it('frame steps stand where the source begins a frame, and select it', async () => {
    const store = await withRun();
    const starts = new Set(run.frames.map(({ start }) => start));
    for (let i = 0; i < 10; i++) {
      store.getState().step(1, 'frame');
      const { selection } = store.getState();
      expect(starts.has(selection!.start)).toBe(true);
    }
  });

  it('goes to a time: the last event at or before it', async () => {
    const store = await withRun();
    const { moveToTime } = store.getState();
    const middle = (run.startTime + run.endTime) / 2;
    moveToTime(middle);
    const { cursor, time } = store.getState();
    expect(time).toBe(middle);
    expect(run.timeline.heads.length).toBeGreaterThan(cursor);
    moveToTime(-5);
    expect(part(store)).toMatchObject({ time: run.startTime });
    expect(headTime(run, store.getState().cursor)).toBe(run.startTime);
    moveToTime(Infinity);
    expect(store.getState().time).toBe(run.endTime);
  });

  it('plays at its speed and stops at the end', async () => {
    const store = await withRun();
    store.getState().setSpeed(0.1);
    store.getState().playOn(1e6);
    expect(store.getState().time).toBe(run.startTime);
    store.getState().setPlaying(true);
    store.getState().playOn(1e6);
    expect(store.getState().time).toBe(run.startTime + 1e5);
    store.getState().playOn(1e12);
    expect(part(store)).toMatchObject({ playing: false, time: run.endTime });
    store.getState().setPlaying(true);
    expect(store.getState().cursor).toBe(0);
  });
});

describe('the selection', () => {
  it('of a byte finds its field; of a field its cell; of a cell its field', async () => {
    const store = await withRun();
    const { spans } = run.inspection;
    const cell = run.capture.cells.find(({ name, queue }) => name === 'last_avail_idx' && queue === 0)!;
    store.getState().selectCell(cell.id, 'source');
    const first = store.getState().selection!;
    expect(spans.names[spans.name[first.row]!]).toBe('last_avail_idx');
    store.getState().selectBytes(first.start + 1, first.start + 2, 'hex');
    expect(store.getState().selection).toMatchObject({ row: first.row, cell: cell.id, start: first.start + 1 });
    store.getState().clearSelection();
    expect(store.getState().selection).toBeNull();
  });

  it('ignores rows that are not there', async () => {
    const store = await withRun();
    store.getState().selectRow(-1, 'tree');
    store.getState().selectRow(run.inspection.spans.length, 'tree');
    expect(store.getState().selection).toBeNull();
  });

  it('steps through the frames of a file', async () => {
    const { store } = storeOf();
    await store.getState().openFile(new File([], 'x'));
    const at = (): number => file.frames.findIndex(({ start }) => start === store.getState().selection?.start);
    store.getState().step(1);
    expect(at()).toBe(0);
    store.getState().step(1);
    store.getState().step(1);
    store.getState().step(-1);
    expect(at()).toBe(1);
    store.getState().stepToEnd(1);
    expect(at()).toBe(file.frames.length - 1);
  });
});
