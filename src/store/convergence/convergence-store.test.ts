// A search for a first converging value: trials are kept in order, a new search ends the one before, cancelling keeps what
// was tried.
import { beforeEach, describe, expect, it } from 'vitest';
import type { FoundValue } from '../../engine/migration/first-converging.ts';
import { DEFAULT_SCENARIO } from '../../engine/scenario/default-scenario.ts';
import type { ReportTrial, Session } from '../session-types.ts';
import { convergenceStore } from './convergence-store.ts';

/** A session whose searches are driven by the test. */
function fake() {
  const jobs: {
    parameter: string;
    report: ReportTrial;
    done: (found: FoundValue) => void;
    fail: (error: Error) => void;
    cancelled: boolean;
  }[] = [];
  const firstConverging: Session['firstConverging'] = (_, parameter, report) => {
    let cancel = (): void => undefined;
    const result = new Promise<FoundValue>((done, fail) => {
      const job = { parameter, report, done, fail, cancelled: false };
      jobs.push(job);
      cancel = () => {
        job.cancelled = true;
      };
    });
    return { result, cancel };
  };
  return { jobs, firstConverging };
}

const state = () => convergenceStore.getState();

describe('finding the first converging value', () => {
  beforeEach(() => convergenceStore.setState({ parameter: 'bandwidth', search: null }));

  it('keeps every trial with what came of it', async () => {
    const { jobs, firstConverging } = fake();
    const ended = state().find(DEFAULT_SCENARIO, firstConverging);
    const { report, done } = jobs[0]!;
    report(100, 14, null);
    expect(state().search).toMatchObject({ trying: 100, left: 14, tried: [], state: 'running' });
    report(200, 7, { converged: false });
    report(150, 0, { converged: true });
    done({ kind: 'found', value: 200, worse: 150, trials: 3 });
    await ended;
    expect(state().search).toMatchObject({
      tried: [
        { value: 100, converged: false },
        { value: 200, converged: true },
        { value: 150, converged: false },
      ],
      trying: null,
      state: 'done',
      found: { kind: 'found', value: 200 },
    });
  });

  it('cancelled, it keeps what was tried, and late news are dropped', async () => {
    const { jobs, firstConverging } = fake();
    const ended = state().find(DEFAULT_SCENARIO, firstConverging);
    jobs[0]!.report(100, 14, null);
    jobs[0]!.report(200, 7, { converged: false });
    state().cancel();
    expect(jobs[0]!.cancelled).toBe(true);
    jobs[0]!.report(300, 7, { converged: false });
    jobs[0]!.done({ kind: 'already', value: 1 });
    await ended;
    expect(state().search).toMatchObject({
      state: 'cancelled',
      found: null,
      tried: [{ value: 100, converged: false }],
    });
  });

  it('a new one ends the one before', async () => {
    const { jobs, firstConverging } = fake();
    void state().find(DEFAULT_SCENARIO, firstConverging);
    state().setParameter('downtimeLimit');
    const ended = state().find(DEFAULT_SCENARIO, firstConverging);
    expect(jobs[0]!.cancelled).toBe(true);
    jobs[0]!.done({ kind: 'already', value: 1 });
    jobs[1]!.done({ kind: 'none', value: 5, trials: 2 });
    await ended;
    expect(state().search).toMatchObject({ parameter: 'downtimeLimit', found: { kind: 'none', value: 5 } });
  });

  it('says why it failed', async () => {
    const { jobs, firstConverging } = fake();
    const ended = state().find(DEFAULT_SCENARIO, firstConverging);
    jobs[0]!.fail(new Error('The trials worker stopped: out of memory'));
    await ended;
    expect(state().search).toMatchObject({ state: 'failed', problem: 'The trials worker stopped: out of memory' });
  });
});
