// What stands on the other side of Compare: it is made like any other document, by the workers, and what is shown stays.
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

export type CompareChoice =
  /** The two sides of what is shown. */
  | { readonly with: 'sides' }
  /** Another branch is run. */
  | { readonly with: 'branch'; readonly id: number }
  /** The scenario that is shown is run with another strategy. */
  | { readonly with: 'strategy'; readonly strategy: Strategy }
  | { readonly with: 'file'; readonly file: File }
  /** What is shown is kept on the other side, to open something else and compare it. */
  | { readonly with: 'shown' };

interface Around {
  readonly document: OpenDocument | null;
  readonly branches: History<BranchTree>;
}

/** Does a job whose document goes to the other side, unless it fails or is given up. */
type Beside = (name: string, job: (report: ReportWork) => Promise<OpenDocument | null>) => Promise<void>;

export async function compareWith(
  choice: CompareChoice,
  session: Session,
  set: (part: { readonly compared: Compared | null; readonly sheet: 'compare' }) => void,
  get: () => Around,
  beside: Beside,
): Promise<void> {
  const { document, branches } = get();
  const { scenario, name } = currentBranch(branches.present);
  switch (choice.with) {
    case 'sides':
      return set({ compared: null, sheet: 'compare' });
    case 'branch': {
      const branch = branches.present.branches.find(({ id }) => id === choice.id);
      if (branch) await beside(branch.name, (report) => session.run(branch.scenario, report));
      return;
    }
    case 'strategy':
      return beside(`${name}, ${choice.strategy}`, (report) =>
        session.run({ ...scenario, strategy: choice.strategy }, report),
      );
    case 'file':
      return beside(choice.file.name, (report) => session.openFile(choice.file, report));
    case 'shown': {
      const shown = document?.kind === 'run' ? name : document?.name;
      if (document) set({ compared: { name: `${shown}, as it was`, document }, sheet: 'compare' });
    }
  }
}
