// A list of scenarios to begin with, each with a line about it.
import { draftActions } from './use-draft.ts';

export interface PresetRow {
  readonly name: string;
  readonly title: string;
  readonly line: string;
}

export function PresetRows({ rows, base }: { readonly rows: readonly PresetRow[]; readonly base: string }) {
  return (
    <ul>
      {rows.map(({ name, title, line }) => (
        <li key={name}>
          <button type="button" aria-current={name === base} onClick={() => draftActions().choose(name)}>
            {title}
            <small>{line}</small>
          </button>
        </li>
      ))}
    </ul>
  );
}
