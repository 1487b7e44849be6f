// The part of the store about branches: what-ifs that hang below one another, which is shown, undo and redo. A branch that
// cannot run, or whose run is given up, is not added.
import type { Action, Intervention } from '../../engine/scenario/action-groups.ts';
import type { Scenario } from '../../engine/scenario/scenario.ts';
import type { OpenDocument } from '../documents.ts';
import {
  currentBranch,
  growBranch,
  noteBranch,
  plantTree,
  pruneBranch,
  renameBranch,
  selectBranch,
  type BranchTree,
} from './branch-tree.ts';
import { advance, amend, beginHistory, redo, undo, type History } from './history.ts';
import type { Place } from './same-place.ts';

export interface BranchState {
  readonly branches: History<BranchTree>;
}

export interface BranchActions {
  /** Does something at the cursor: a branch of that name below the current one. Answers whether it is shown. */
  readonly intervene: (action: Action, name: string) => Promise<boolean>;
  /** A branch with this scenario below the current one; one that has it already is shown instead. */
  readonly branchOff: (scenario: Scenario, name: string) => Promise<boolean>;
  readonly showBranch: (id: number) => Promise<boolean>;
  readonly renameBranch: (id: number, name: string) => void;
  readonly noteBranch: (id: number, note: string) => void;
  /** Deletes a branch with all that hang below it. */
  readonly pruneBranch: (id: number) => Promise<void>;
  readonly undoBranch: () => Promise<void>;
  readonly redoBranch: () => Promise<void>;
  /** Takes a whole tree, of a saved session or of another scenario; the one before can be had back by undo. */
  readonly openTree: (tree: BranchTree) => Promise<boolean>;
}

export function branchInitial(scenario: Scenario): BranchState {
  return { branches: beginHistory(plantTree(scenario)) };
}

interface Around extends BranchState {
  readonly document: OpenDocument | null;
  readonly cursor: number;
  readonly time: number;
}

/** Runs a scenario and shows it at a place; answers whether it is shown now. */
type RunInPlace = (scenario: Scenario, place: Place | null) => Promise<boolean>;

/** The first ns after what has happened up to `time`: an intervention comes before the events of its own time. */
export const momentAfter = (time: number): number => Math.floor(time) + 1;

/** Interventions in the order of time; a new one comes behind those of its time. */
export function withIntervention(
  interventions: readonly Intervention[],
  added: Intervention,
): { readonly interventions: readonly Intervention[]; readonly index: number } {
  const index = interventions.filter(({ at }) => at <= added.at).length;
  return { interventions: interventions.toSpliced(index, 0, added), index };
}

export function createBranchSlice(
  set: (part: Partial<BranchState>) => void,
  get: () => Around,
  runInPlace: RunInPlace,
): BranchActions {
  const go = async (to: History<BranchTree>): Promise<boolean> => {
    const { branches: before, document, cursor, time } = get();
    const { scenario } = currentBranch(to.present);
    set({ branches: to });
    if (document?.kind === 'run' && document.scenario === scenario) return true;
    const shown = await runInPlace(scenario, document?.kind === 'run' ? { document, cursor, time } : null);
    if (!shown && get().branches === to) set({ branches: before });
    return shown;
  };
  const change = (tree: BranchTree): void => set({ branches: advance(get().branches, tree) });
  const branchOff = (scenario: Scenario, name: string): Promise<boolean> => {
    const { branches } = get();
    const wanted = JSON.stringify(scenario);
    const known = branches.present.branches.find((branch) => JSON.stringify(branch.scenario) === wanted);
    if (known) return go(amend(branches, selectBranch(branches.present, known.id)));
    return go(advance(branches, growBranch(branches.present, name, scenario)));
  };
  return {
    intervene: async (action, name) => {
      const { branches, time } = get();
      const { scenario } = currentBranch(branches.present);
      const { interventions } = withIntervention(scenario.interventions, { at: momentAfter(time), action });
      return go(advance(branches, growBranch(branches.present, name, { ...scenario, interventions })));
    },
    branchOff,
    showBranch: (id) => go(amend(get().branches, selectBranch(get().branches.present, id))),
    renameBranch: (id, name) => change(renameBranch(get().branches.present, id, name)),
    noteBranch: (id, note) => change(noteBranch(get().branches.present, id, note)),
    pruneBranch: async (id) => {
      await go(advance(get().branches, pruneBranch(get().branches.present, id)));
    },
    undoBranch: async () => {
      await go(undo(get().branches));
    },
    redoBranch: async () => {
      await go(redo(get().branches));
    },
    openTree: (tree) => go(advance(get().branches, tree)),
  };
}
