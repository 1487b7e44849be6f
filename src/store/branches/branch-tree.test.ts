// The tree of branches and its history, as values.
import { describe, expect, it } from 'vitest';
import { DEFAULT_SCENARIO } from '../../engine/scenario/default-scenario.ts';
import {
  branchNameProblem,
  branchRows,
  currentBranch,
  growBranch,
  noteBranch,
  plantTree,
  pruneBranch,
  renameBranch,
  selectBranch,
  type BranchTree,
} from './branch-tree.ts';
import { advance, amend, beginHistory, MAX_UNDO, redo, undo } from './history.ts';

const other = { ...DEFAULT_SCENARIO, seed: 8 };

/** main ─ a ─ b, main ─ c; c is current. */
function grown(): BranchTree {
  const a = growBranch(plantTree(DEFAULT_SCENARIO), 'a', other);
  const b = growBranch(a, 'b', other);
  return growBranch(selectBranch(b, 0), 'c', other);
}

const names = (tree: BranchTree): string[] =>
  branchRows(tree).map(({ branch, depth }) => '-'.repeat(depth) + branch.name);

describe('branches', () => {
  it('hang below the one they were made from', () => {
    expect(names(grown())).toEqual(['main', '-a', '--b', '-c']);
    expect(currentBranch(grown()).name).toBe('c');
    expect(currentBranch(grown()).scenario.seed).toBe(8);
  });

  it('get a number when a name is taken', () => {
    const tree = growBranch(growBranch(grown(), 'a', other), 'a', other);
    expect(names(tree)).toEqual(['main', '-a', '--b', '-c', '--a 2', '---a 3']);
    const long = growBranch(growBranch(tree, 'x'.repeat(90), other), 'x'.repeat(90), other);
    expect(currentBranch(long).name).toBe(`${'x'.repeat(78)} 2`);
  });

  it('are renamed to names that are in order, else not', () => {
    const tree = grown();
    expect(names(renameBranch(tree, 1, ' MAC changed '))).toEqual(['main', '-MAC changed', '--b', '-c']);
    expect(renameBranch(tree, 1, 'c')).toBe(tree);
    expect(renameBranch(tree, 1, '  ')).toBe(tree);
    expect(branchNameProblem(tree, 1, 'c')).toBe('Another branch is called "c".');
    expect(branchNameProblem(tree, 1, '')).toBe('A branch needs a name.');
    expect(branchNameProblem(tree, 1, 'y'.repeat(81))).toBe('A name has at most 80 characters; this one has 81.');
    expect(branchNameProblem(tree, 1, 'a')).toBeNull();
  });

  it('keep notes', () => {
    expect(noteBranch(grown(), 2, 'why').branches[2]?.note).toBe('why');
  });

  it('go with all that hang below; the root stays', () => {
    const tree = selectBranch(grown(), 2);
    const pruned = pruneBranch(tree, 1);
    expect(names(pruned)).toEqual(['main', '-c']);
    expect(pruned.current).toBe(0);
    expect(pruneBranch(tree, 0)).toBe(tree);
    expect(pruneBranch(tree, 99)).toBe(tree);
    expect(currentBranch(pruneBranch(tree, 3)).name).toBe('b');
  });
});

describe('history', () => {
  it('goes back and forth, and forgets what was undone when something new is done', () => {
    let history = advance(advance(beginHistory('a'), 'b'), 'c');
    history = undo(undo(history));
    expect(history.present).toBe('a');
    expect(undo(history)).toBe(history);
    history = redo(history);
    expect(history.present).toBe('b');
    history = advance(history, 'd');
    expect(redo(history)).toBe(history);
    expect(undo(history).present).toBe('b');
  });

  it('amends without a step, and takes no step for the same value', () => {
    const history = amend(advance(beginHistory('a'), 'b'), 'B');
    expect(undo(history).present).toBe('a');
    expect(redo(undo(history)).present).toBe('B');
    expect(advance(history, 'B')).toBe(history);
  });

  it('is bounded', () => {
    let history = beginHistory(0);
    for (let i = 1; i <= MAX_UNDO + 50; i++) history = advance(history, i);
    expect(history.past).toHaveLength(MAX_UNDO);
    expect(history.past[0]).toBe(50);
  });
});
