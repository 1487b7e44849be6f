// The verdict in words, and what the data cannot show.
import type { Verdict } from '../../engine/lab/verdict.ts';
import css from './lab.module.css';

export function VerdictWords({ verdict }: { readonly verdict: Verdict }) {
  return (
    <>
      {verdict.paragraphs.map(({ lead, text }) => (
        <p key={lead}>
          <b>{lead}</b> {text}
        </p>
      ))}
      {verdict.limits.map((text) => (
        <p key={text} className={css.limit}>
          {text}
        </p>
      ))}
    </>
  );
}
