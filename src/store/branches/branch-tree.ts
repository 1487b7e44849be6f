// Branches: each what-if is a scenario of its own with a name, and hangs below the one it was made from. Values, never
// changed in place, so that undo is only an older tree.
import type { Scenario } from '../../engine/scenario/scenario.ts';

export interface Branch {
  readonly id: number;
  /** Id of the branch that this one was made from; -1 for the root. */
  readonly parent: number;
  readonly name: string;
  readonly note: string;
  readonly scenario: Scenario;
}

export interface BranchTree {
  /** In the order in which they were made; the root is first. */
  readonly branches: readonly Branch[];
  readonly current: number;
}

/** A row of the tree as a list: depth 0 is the root. */
export interface BranchRow {
  readonly branch: Branch;
  readonly depth: number;
}

/** Longest name, characters. */
export const MAX_BRANCH_NAME = 80;
/** Longest note, characters: what a link, a session and the form of it take. */
export const MAX_BRANCH_NOTE = 500;

/** A tree with one branch. */
export function plantTree(scenario: Scenario): BranchTree {
  return { branches: [{ id: 0, parent: -1, name: 'main', note: '', scenario }], current: 0 };
}

export function currentBranch(tree: BranchTree): Branch {
  return tree.branches.find(({ id }) => id === tree.current) ?? tree.branches[0]!;
}

/** Adds a branch below the current one and makes it the current one. Names that are taken get a number. */
export function growBranch(tree: BranchTree, name: string, scenario: Scenario): BranchTree {
  const id = tree.branches.reduce((most, branch) => Math.max(most, branch.id), 0) + 1;
  const branch = { id, parent: tree.current, name: freeName(tree, name), note: '', scenario };
  return { branches: [...tree.branches, branch], current: id };
}

/** Makes another branch the current one; an id that is not there changes nothing. */
export function selectBranch(tree: BranchTree, id: number): BranchTree {
  return tree.branches.some((branch) => branch.id === id) ? { ...tree, current: id } : tree;
}

/** What is wrong with a name for a branch, or null. */
export function branchNameProblem(tree: BranchTree, id: number, name: string): string | null {
  const trimmed = name.trim();
  if (trimmed === '') return 'A branch needs a name.';
  if (trimmed.length > MAX_BRANCH_NAME)
    return `A name has at most ${MAX_BRANCH_NAME} characters; this one has ${trimmed.length}.`;
  const taken = tree.branches.some((branch) => branch.id !== id && branch.name === trimmed);
  return taken ? `Another branch is called "${trimmed}".` : null;
}

/** Gives a branch another name; a name that is not in order changes nothing. */
export function renameBranch(tree: BranchTree, id: number, name: string): BranchTree {
  if (branchNameProblem(tree, id, name) !== null) return tree;
  return change(tree, id, (branch) => ({ ...branch, name: name.trim() }));
}

export function noteBranch(tree: BranchTree, id: number, note: string): BranchTree {
  return change(tree, id, (branch) => ({ ...branch, note }));
}

/** Deletes a branch with all below it; the root stays. If the current one goes, its parent becomes current. */
export function pruneBranch(tree: BranchTree, id: number): BranchTree {
  const gone = tree.branches.find((branch) => branch.id === id);
  if (!gone || gone.parent < 0) return tree;
  const ids = new Set([id]);
  // A branch always stands behind its parent, so one walk finds all that hang below.
  for (const branch of tree.branches) if (ids.has(branch.parent)) ids.add(branch.id);
  return {
    branches: tree.branches.filter((branch) => !ids.has(branch.id)),
    current: ids.has(tree.current) ? gone.parent : tree.current,
  };
}

/** The tree as rows, each branch followed by those below it. */
export function branchRows(tree: BranchTree): readonly BranchRow[] {
  const rows: BranchRow[] = [];
  const below = (parent: number, depth: number): void => {
    for (const branch of tree.branches) {
      if (branch.parent !== parent) continue;
      rows.push({ branch, depth });
      below(branch.id, depth + 1);
    }
  };
  below(-1, 0);
  return rows;
}

function change(tree: BranchTree, id: number, by: (branch: Branch) => Branch): BranchTree {
  return { ...tree, branches: tree.branches.map((branch) => (branch.id === id ? by(branch) : branch)) };
}

function freeName(tree: BranchTree, wanted: string): string {
  const base = wanted.trim().slice(0, MAX_BRANCH_NAME) || 'branch';
  const taken = new Set(tree.branches.map(({ name }) => name));
  if (!taken.has(base)) return base;
  for (let n = 2; ; n++) {
    const end = ` ${n}`;
    const name = base.slice(0, MAX_BRANCH_NAME - end.length) + end;
    if (!taken.has(name)) return name;
  }
}
