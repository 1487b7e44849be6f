// The right column: which two arms are compared, the verdict in words, the table of sections, sessions, and answers.
import { useMemo } from 'react';
import { verdictOf, type Verdict } from '../../engine/lab/verdict.ts';
import { PanelHeader } from '../primitives/PanelHeader.tsx';
import { ScrollRegion } from '../primitives/ScrollRegion.tsx';
import { Answers } from './Answers.tsx';
import { ArmPair } from './ArmPair.tsx';
import { BrowserRatio } from './BrowserRatio.tsx';
import { SectionTable } from './SectionTable.tsx';
import { SessionTable } from './SessionTable.tsx';
import { labCsv, labMarkdown, saveText } from './save-table.ts';
import { ORIGIN, ORIGIN_WORDS, useArms, useLab, useShownArms } from './use-lab.ts';
import { VerdictWords } from './VerdictWords.tsx';
import css from './lab.module.css';

export function VerdictPanel() {
  const source = useLab((state) => state.source);
  const baseId = useLab((state) => state.base);
  const otherId = useLab((state) => state.other);
  const arms = useArms();
  const shown = useShownArms();
  const base = arms.find(({ id }) => id === baseId);
  const other = arms.find(({ id }) => id === otherId);
  const verdict = useMemo(
    () => (base && other && base !== other ? verdictOf(base, other, ORIGIN[source]) : null),
    [base, other, source],
  );
  const words = ORIGIN_WORDS[source];
  return (
    <section className={css.panel} aria-label="Verdict">
      <PanelHeader title="Verdict">
        <span className={css.grow} />
        {verdict && source !== 'browser' && (
          <button
            type="button"
            className={css.link}
            onClick={() => void navigator.clipboard.writeText(verdictText(verdict, words))}
          >
            Copy as text
          </button>
        )}
        <button
          type="button"
          className={css.link}
          onClick={() => saveText('lab.csv', 'text/csv', labCsv(shown, words))}
        >
          CSV
        </button>
        <button
          type="button"
          className={css.link}
          onClick={() => saveText('lab.md', 'text/markdown', labMarkdown(shown, words))}
        >
          Markdown
        </button>
      </PanelHeader>
      <ScrollRegion label="Verdict and table" className={css.scroll}>
        {arms.length > 1 && <ArmPair arms={arms} base={baseId} other={otherId} />}
        <div className={css.verdict} aria-live="polite" data-testid="lab-verdict">
          {verdict && (
            <>
              <h3>
                {source === 'browser' ? 'A ratio of our own engine.' : verdict.title}{' '}
                <span className={css.origin}>{ORIGIN[source]}</span>
              </h3>
              {source === 'browser' && base && other ? (
                <BrowserRatio base={base} other={other} />
              ) : (
                <VerdictWords verdict={verdict} />
              )}
            </>
          )}
          {!verdict && <p className={css.note}>Choose two arms to compare.</p>}
        </div>
        {shown.length > 0 && <SectionTable arms={shown} origin={words} />}
        {base?.sessions && other && <SessionTable base={base} other={other} />}
        <Answers />
      </ScrollRegion>
    </section>
  );
}

function verdictText(verdict: Verdict, words: string): string {
  const { title, paragraphs, limits } = verdict;
  return [`${title} (${words})`, ...paragraphs.map(({ lead, text }) => `${lead} ${text}`), ...limits].join('\n\n');
}
