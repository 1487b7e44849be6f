// The convergence panel's own store: it comes with the panel. Which parameter is asked about, and the search for its first
// converging value with every trial that was made.
import { createStore } from 'zustand/vanilla';
import type { FoundValue } from '../../engine/migration/first-converging.ts';
import type { Scenario } from '../../engine/scenario/scenario.ts';
import type { Session } from '../session-types.ts';

export interface TriedValue {
  readonly value: number;
  readonly converged: boolean;
}

export interface ConvergenceSearch {
  /** What was asked about: an answer is of no use for another scenario. */
  readonly scenario: Scenario;
  readonly parameter: string;
  readonly tried: readonly TriedValue[];
  /** Value of the run that is going on. */
  readonly trying: number | null;
  /** About how many runs follow it. */
  readonly left: number;
  readonly state: 'running' | 'done' | 'cancelled' | 'failed';
  readonly found: FoundValue | null;
  /** Why it failed. */
  readonly problem: string;
}

export interface ConvergenceState {
  readonly parameter: string;
  readonly search: ConvergenceSearch | null;
}

export interface ConvergenceActions {
  readonly setParameter: (parameter: string) => void;
  /** Starts a search; one that is going on ends. */
  readonly find: (scenario: Scenario, firstConverging: Session['firstConverging']) => Promise<void>;
  readonly cancel: () => void;
}

export const convergenceStore = createStore<ConvergenceState & ConvergenceActions>()((set, get) => {
  let job: { readonly cancel: () => void } | null = null;
  const end = (): void => {
    job?.cancel();
    job = null;
  };
  return {
    parameter: 'bandwidth',
    search: null,
    setParameter: (parameter) => set({ parameter }),
    find: async (scenario, firstConverging) => {
      const { parameter } = get();
      end();
      let search: ConvergenceSearch = {
        scenario,
        parameter,
        tried: [],
        trying: null,
        left: 0,
        state: 'running',
        found: null,
        problem: '',
      };
      const tell = (part: Partial<ConvergenceSearch>): void => {
        search = { ...search, ...part };
        set({ search });
      };
      tell({});
      const mine = firstConverging(scenario, parameter, (value, left, before) => {
        if (job !== mine) return;
        const { tried, trying } = search;
        const known = before && trying !== null ? [...tried, { value: trying, converged: before.converged }] : tried;
        tell({ tried: known, trying: value, left });
      });
      job = mine;
      try {
        const found = await mine.result;
        if (job !== mine) return;
        // The last trial decides; its answer is told with the result.
        const { tried, trying } = search;
        const converged = found.kind !== 'none' && trying === found.value;
        tell({
          tried: trying === null ? tried : [...tried, { value: trying, converged }],
          trying: null,
          left: 0,
          found,
          state: 'done',
        });
      } catch (error) {
        if (job !== mine) return;
        tell({ trying: null, state: 'failed', problem: error instanceof Error ? error.message : String(error) });
      }
      job = null;
    },
    cancel: () => {
      const { search } = get();
      end();
      if (search?.state === 'running') set({ search: { ...search, trying: null, state: 'cancelled' } });
    },
  };
});
