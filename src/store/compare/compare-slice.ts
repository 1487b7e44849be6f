// The part of the store about comparing: the other document beside the one that is shown. It is made like any other, by
// the workers, and what is shown stays.
import { currentBranch, type BranchTree } from '../branches/branch-tree.ts';
import type { Strategy } from '../../engine/scenario/scenario.ts';
import type { OpenDocument } from '../documents.ts';
import type { History } from '../branches/history.ts';
import type { ReportWork, Session } from '../session-types.ts';

/** What stands on the other side: the name says how it came. */
export interface Compared {
  readonly name: string;
  readonly document: OpenDocument;
}

export interface CompareState {
  /** Null: the two sides of the run are compared with each other. */
  readonly compared: Compared | null;
}

export interface CompareActions {
  /** Runs another branch and compares it with what is shown. */
  readonly compareBranch: (id: number) => Promise<void>;
  /** Runs the scenario that is shown with another strategy. */
  readonly compareStrategy: (strategy: Strategy) => Promise<void>;
  readonly compareFile: (file: File) => Promise<void>;
  /** Keeps what is shown on the other side, to open something else and compare it. */
  readonly compareShown: () => void;
  readonly compareSides: () => void;
}

export const COMPARE_INITIAL: CompareState = { compared: null };

interface Around {
  readonly document: OpenDocument | null;
  readonly branches: History<BranchTree>;
}

/** Does a job whose document is not shown; null when it failed or was given up. */
type Fetch = (job: (report: ReportWork) => Promise<OpenDocument | null>) => Promise<OpenDocument | null>;

export function createCompareSlice(
  session: Session,
  set: (part: Partial<CompareState> & { readonly sheet?: 'compare' }) => void,
  get: () => Around,
  fetch: Fetch,
): CompareActions {
  const beside = async (name: string, job: Parameters<Fetch>[0]): Promise<void> => {
    const document = await fetch(job);
    if (document) set({ compared: { name, document }, sheet: 'compare' });
  };
  return {
    compareBranch: async (id) => {
      const branch = get().branches.present.branches.find((each) => each.id === id);
      if (branch) await beside(branch.name, (report) => session.run(branch.scenario, report));
    },
    compareStrategy: async (strategy) => {
      const { scenario, name } = currentBranch(get().branches.present);
      await beside(`${name}, ${strategy}`, (report) => session.run({ ...scenario, strategy }, report));
    },
    compareFile: (file) => beside(file.name, (report) => session.openFile(file, report)),
    compareShown: () => {
      const { document, branches } = get();
      const name = document?.kind === 'run' ? currentBranch(branches.present).name : document?.name;
      if (document) set({ compared: { name: `${name}, as it was`, document }, sheet: 'compare' });
    },
    compareSides: () => set({ compared: null, sheet: 'compare' }),
  };
}
