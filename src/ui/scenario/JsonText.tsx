// The scenario as JSON: the same value as in the fields, free to type, with the lines numbered and those that are wrong
// marked.
import { useMemo, useRef } from 'react';
import { jsonTextOf } from '../../store/scenario-draft/draft.ts';
import { lineOf, placeOf, readJsonText } from '../../store/scenario-draft/json-text.ts';
import { draftActions, useEditing } from './use-draft.ts';
import css from './scenario.module.css';

export const JSON_FIELD = 'scenario-json';

export function JsonText() {
  const { draft, problems } = useEditing();
  const text = jsonTextOf(draft);
  const numbers = useRef<HTMLPreElement>(null);
  const wrong = useMemo(() => {
    const read = readJsonText(text);
    return new Set(
      read.ok
        ? problems.map(({ path }) => lineOf(text, placeOf(read.places, path).start).line)
        : [lineOf(text, read.at).line],
    );
  }, [text, problems]);
  const count = text.split('\n').length;
  return (
    <div className={css.json}>
      <pre ref={numbers} aria-hidden="true" className="mono">
        {Array.from({ length: count }, (_, i) => (
          <span key={i} className={wrong.has(i + 1) ? css.wrongLine : undefined}>
            {wrong.has(i + 1) ? '× ' : ''}
            {i + 1}
            {'\n'}
          </span>
        ))}
      </pre>
      <textarea
        id={JSON_FIELD}
        className="mono"
        value={text}
        wrap="off"
        spellCheck={false}
        aria-label="Scenario as JSON"
        aria-invalid={problems.length > 0}
        data-first
        onChange={(event) => draftActions().typeJson(event.target.value)}
        onScroll={(event) => {
          if (numbers.current) numbers.current.scrollTop = event.currentTarget.scrollTop;
        }}
      />
    </div>
  );
}
