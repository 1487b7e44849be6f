// The tree of branches: which is shown, what each changes, names and notes, undo and redo. Enter shows a branch.
import { useState, type KeyboardEvent } from 'react';
import { actionText } from '../../engine/scenario/actions.ts';
import { strategyText } from '../../engine/scenario/scenario.ts';
import { branchRows, type Branch } from '../../store/branches/branch-tree.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { Button } from '../primitives/Button.tsx';
import { BranchEdit } from './BranchEdit.tsx';
import css from './branches.module.css';

/** What a branch does that its parent does not, in words. */
function changes(branch: Branch, parent: Branch | undefined): string {
  if (!parent) return branch.scenario.name;
  const before = new Set(parent.scenario.interventions.map((each) => JSON.stringify(each)));
  const added = branch.scenario.interventions.filter((each) => !before.has(JSON.stringify(each)));
  const words = added.map(({ action }) => actionText(action));
  if (branch.scenario.strategy !== parent.scenario.strategy)
    words.unshift(`strategy ${strategyText(branch.scenario.strategy)}`);
  return words.join(' · ') || 'other scenario';
}

export function Branches() {
  const history = useApp((state) => state.branches);
  const shown = useApp((state) => (state.document?.kind === 'run' ? state.branches.present.current : -1));
  const { showBranch, pruneBranch, undoBranch, redoBranch, setSheet, compareWith } = useActions();
  const tree = history.present;
  const rows = branchRows(tree);
  const [focused, setFocused] = useState(tree.current);
  const [editing, setEditing] = useState<'name' | 'note' | null>(null);
  const at = Math.max(
    0,
    rows.findIndex(({ branch }) => branch.id === focused),
  );
  const { branch: here } = rows[at]!;
  const isRoot = here.parent < 0;

  const focusRow = (index: number): void => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))]!;
    setFocused(row.branch.id);
    document.getElementById(`branch-${row.branch.id}`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const keys: Record<string, () => void> = {
      ArrowDown: () => focusRow(at + 1),
      ArrowUp: () => focusRow(at - 1),
      Home: () => focusRow(0),
      End: () => focusRow(rows.length - 1),
      Enter: () => void showBranch(here.id),
      F2: () => setEditing('name'),
      Delete: () => void pruneBranch(here.id),
    };
    const run = keys[event.key];
    if (!run || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  };
  return (
    <div className={css.branches}>
      <div className={css.bar} role="toolbar" aria-label="Branches">
        <Button onPress={() => setSheet('intervene')} title="Do something at the cursor (i)">
          Do it here…
        </Button>
        <Button disabled={history.past.length === 0} title="Undo (Ctrl Z)" onPress={() => void undoBranch()}>
          Undo
        </Button>
        <Button disabled={history.future.length === 0} title="Redo (Ctrl Shift Z)" onPress={() => void redoBranch()}>
          Redo
        </Button>
        <span className={css.grow} />
        <Button title="Rename (F2)" onPress={() => setEditing('name')}>
          Rename
        </Button>
        <Button onPress={() => setEditing('note')}>Note</Button>
        <Button
          disabled={here.id === shown}
          title="Compare with what is shown"
          onPress={() => void compareWith({ with: 'branch', id: here.id })}
        >
          Compare
        </Button>
        <Button disabled={isRoot} title="Delete with all below it (Del)" onPress={() => void pruneBranch(here.id)}>
          Delete
        </Button>
      </div>
      {editing && (
        <BranchEdit key={`${editing}-${here.id}`} branch={here} what={editing} onEnd={() => setEditing(null)} />
      )}
      <div className={css.tree} role="tree" aria-label="Branches" tabIndex={-1} onKeyDown={onKeyDown}>
        {rows.map(({ branch, depth }, i) => (
          <div
            key={branch.id}
            id={`branch-${branch.id}`}
            role="treeitem"
            aria-level={depth + 1}
            aria-selected={branch.id === shown}
            tabIndex={i === at ? 0 : -1}
            className={branch.id === shown ? `${css.row} ${css.shown}` : css.row}
            onFocus={() => setFocused(branch.id)}
            onDoubleClick={() => void showBranch(branch.id)}
            onPointerDown={() => focusRow(i)}
          >
            <span style={{ paddingLeft: depth * 16 }} className={css.name}>
              <span aria-hidden="true">{branch.id === shown ? '●' : '○'}</span> {branch.name}
            </span>
            <span className={css.what}>
              {changes(
                branch,
                tree.branches.find(({ id }) => id === branch.parent),
              )}
              {branch.note && <i> {branch.note}</i>}
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
