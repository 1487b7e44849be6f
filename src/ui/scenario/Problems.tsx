// What is wrong, all of it: each goes to its field, or to its place in the JSON. When nothing is, what the field with the
// focus is.
import { useMemo } from 'react';
import { groupThousands } from '../../engine/bytes/text.ts';
import { jsonTextOf, olderVersion } from '../../store/scenario-draft/draft.ts';
import { lineOf, placeOf, readJsonText } from '../../store/scenario-draft/json-text.ts';
import { Sign } from '../primitives/Sign.tsx';
import { aboutOf } from './field-words.ts';
import { draftActions, fieldId, useDraft, useEditing } from './use-draft.ts';
import { JSON_FIELD } from './JsonText.tsx';
import css from './scenario.module.css';

export function Problems({ focused }: { readonly focused: string }) {
  const { draft, problems, isBroken } = useEditing();
  const tab = useDraft((state) => state.tab);
  const text = jsonTextOf(draft);
  const read = useMemo(() => readJsonText(text), [text]);
  const older = useMemo(() => olderVersion(draft), [draft]);

  const rangeOf = (path: string): readonly [number, number] => {
    if (!read.ok) return [read.at, Math.min(text.length, read.at + 1)];
    const { start, end } = placeOf(read.places, path);
    return [start, end];
  };
  const go = (path: string): void => {
    const field = [path, path.slice(0, path.lastIndexOf('.'))].map(fieldId).find((id) => document.getElementById(id));
    if (tab === 'fields' && field && !isBroken) {
      document.getElementById(field)?.focus();
      return;
    }
    draftActions().setTab('json');
    const [start, end] = rangeOf(path);
    requestAnimationFrame(() => {
      const area = document.getElementById(JSON_FIELD);
      if (!(area instanceof HTMLTextAreaElement)) return;
      area.focus();
      area.setSelectionRange(start, end);
      area.scrollTop = Math.max(0, (lineOf(text, start).line - 4) * LINE_HEIGHT);
    });
  };
  return (
    <div className={css.problems} role="status" aria-label="Problems of the scenario">
      {problems.length > 0 ? (
        <>
          <b>{problems.length === 1 ? '1 problem' : `${groupThousands(problems.length)} problems`}</b>
          <ul>
            {problems.map(({ path, message }) => {
              const { line, column } = lineOf(text, rangeOf(path)[0]);
              return (
                <li key={`${path} ${message}`}>
                  <Sign severity="error" />
                  <button type="button" onClick={() => go(path)}>
                    <span className="mono">{path}</span> {message}
                    {tab === 'json' && !isBroken && ` (line ${line}, column ${column})`}
                  </button>
                </li>
              );
            })}
          </ul>
        </>
      ) : focused !== '' && tab === 'fields' ? (
        <span>
          <span className="mono">{focused}</span> <span className="dim">{aboutOf(focused)}</span>
        </span>
      ) : (
        <span className="dim">
          {older === null
            ? 'All in order.'
            : `All in order. The text has version ${older}; it is brought up to date when it is run.`}
        </span>
      )}
    </div>
  );
}

/** Of the JSON, px. */
const LINE_HEIGHT = 18;
