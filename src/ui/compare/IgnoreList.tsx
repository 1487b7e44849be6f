// What is left out of the comparison: groups of fields that always differ, and patterns of a person's own.
import { useId, useState } from 'react';
import { IGNORE_GROUPS, ignorePatterns } from '../../engine/compare/ignore-groups.ts';
import type { ComparisonStore } from '../../store/compare/comparison-store.ts';
import css from './compare.module.css';

export function IgnoreList({ streams }: { readonly streams: ComparisonStore }) {
  const id = useId();
  const [groups, setGroups] = useState<ReadonlySet<string>>(new Set());
  const [typed, setTyped] = useState('');
  const apply = (nextGroups: ReadonlySet<string>, text: string): void => {
    setGroups(nextGroups);
    setTyped(text);
    const patterns = ignorePatterns(nextGroups, text);
    const before = streams.getState().ignore;
    if (patterns.join() !== before.join()) streams.getState().setIgnore(patterns);
  };
  return (
    <fieldset className={css.ignore}>
      <legend>Leave out</legend>
      {IGNORE_GROUPS.map(({ id: group, label, patterns }) => (
        <label key={group} title={patterns.join(', ')}>
          <input
            type="checkbox"
            checked={groups.has(group)}
            onChange={(event) => {
              const next = new Set(groups);
              if (event.target.checked) next.add(group);
              else next.delete(group);
              apply(next, typed);
            }}
          />
          {label}
        </label>
      ))}
      <label htmlFor={id} className="visually-hidden">
        Patterns of fields to leave out
      </label>
      <input
        id={id}
        className="mono"
        value={typed}
        placeholder="FULL vga/*, *features"
        title="Patterns of type, section and field, with commas between them; * stands for anything"
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => apply(groups, event.target.value)}
      />
    </fieldset>
  );
}
