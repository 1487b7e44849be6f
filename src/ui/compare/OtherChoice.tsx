// The choice of the other side: the run's own destination, a branch, another strategy, a file, or what is shown now.
import { useRef } from 'react';
import { STRATEGIES, strategyText } from '../../engine/scenario/scenario.ts';
import type { OpenDocument } from '../../store/documents.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { Button } from '../primitives/Button.tsx';
import css from './compare.module.css';

export function OtherChoice({ document }: { readonly document: OpenDocument }) {
  const compared = useApp((state) => state.compared);
  const tree = useApp((state) => state.branches.present);
  const { compareWith } = useActions();
  const input = useRef<HTMLInputElement>(null);
  const isRun = document.kind === 'run';
  const choose = (value: string): void => {
    const [kind, ...rest] = value.split(' ');
    const strategy = STRATEGIES.find((each) => each === rest[0]);
    if (kind === 'sides') void compareWith({ with: 'sides' });
    else if (kind === 'branch') void compareWith({ with: 'branch', id: Number(rest[0]) });
    else if (kind === 'strategy' && strategy) void compareWith({ with: 'strategy', strategy });
    else if (kind === 'file') input.current?.click();
  };
  return (
    <>
      <select
        className={css.other}
        aria-label="Compare with"
        data-first
        value={compared ? 'now' : isRun ? 'sides' : 'none'}
        onChange={(event) => choose(event.target.value)}
      >
        {compared && <option value="now">{compared.name}</option>}
        {isRun && <option value="sides">source against destination</option>}
        {!isRun && <option value="none">…</option>}
        <optgroup label="Branch">
          {tree.branches
            .filter(({ id }) => !isRun || id !== tree.current)
            .map(({ id, name }) => (
              <option key={id} value={`branch ${id}`}>
                {name}
              </option>
            ))}
        </optgroup>
        {isRun && (
          <optgroup label="The same with strategy">
            {STRATEGIES.filter((each) => each !== document.scenario.strategy).map((each) => (
              <option key={each} value={`strategy ${each}`}>
                {strategyText(each)}
              </option>
            ))}
          </optgroup>
        )}
        <optgroup label="File">
          <option value="file">a stream file…</option>
        </optgroup>
      </select>
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        tabIndex={-1}
        aria-label="File to compare with"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) void compareWith({ with: 'file', file });
        }}
      />
      <Button
        title="Keep what is shown on this side, then open something else"
        onPress={() => void compareWith({ with: 'shown' })}
      >
        Hold this
      </Button>
    </>
  );
}
