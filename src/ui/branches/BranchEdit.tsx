// Renames a branch or writes its note. Enter takes it, Escape leaves it as it was.
import { useState, type SyntheticEvent } from 'react';
import { branchNameProblem, MAX_BRANCH_NOTE, type Branch } from '../../store/branches/branch-tree.ts';
import { useActions, useApp } from '../app/use-app.ts';
import css from './branches.module.css';

interface Props {
  readonly branch: Branch;
  readonly what: 'name' | 'note';
  readonly onEnd: () => void;
}

export function BranchEdit({ branch, what, onEnd }: Props) {
  const tree = useApp((state) => state.branches.present);
  const { renameBranch, noteBranch } = useActions();
  const [text, setText] = useState(branch[what]);
  const problem =
    what === 'name'
      ? branchNameProblem(tree, branch.id, text)
      : text.length > MAX_BRANCH_NOTE
        ? `A note has at most ${MAX_BRANCH_NOTE} characters; this one has ${text.length}.`
        : null;
  const end = (): void => {
    onEnd();
    requestAnimationFrame(() => document.getElementById(`branch-${branch.id}`)?.focus());
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (problem) return;
    if (what === 'name') renameBranch(branch.id, text);
    else noteBranch(branch.id, text);
    end();
  };
  return (
    <form className={css.edit} onSubmit={submit}>
      <label>
        {what === 'name' ? 'Name' : 'Note'}
        <input
          ref={(input) => input?.focus()}
          value={text}
          aria-invalid={problem !== null}
          aria-describedby="branch-problem"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.preventDefault();
            event.stopPropagation();
            end();
          }}
        />
      </label>
      <button type="submit" disabled={problem !== null}>
        Keep
      </button>
      <span id="branch-problem" aria-live="polite">
        {problem}
      </span>
    </form>
  );
}
