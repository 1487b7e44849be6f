// The right column: which two arms are compared, the verdict in words, the table of sections, sessions, and answers.
import { Fragment, useMemo } from 'react';
import { answers, type Answer } from '../../engine/lab/answers.ts';
import { bySession, runSums, type ArmRuns } from '../../engine/lab/runs.ts';
import { median } from '../../engine/lab/statistics.ts';
import { ms, signed, verdictOf, type Verdict } from '../../engine/lab/verdict.ts';
import { labStore } from '../../store/lab/lab-store.ts';
import { PanelHeader } from '../primitives/PanelHeader.tsx';
import { ScrollRegion } from '../primitives/ScrollRegion.tsx';
import { SectionTable } from './SectionTable.tsx';
import { labCsv, labMarkdown, saveText } from './save-table.ts';
import { labActions, ORIGIN, ORIGIN_WORDS, useArms, useLab, useShownArms } from './use-lab.ts';
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
        {verdict && (
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
        {arms.length > 1 && <Pair arms={arms} base={baseId} other={otherId} />}
        <div className={css.verdict} aria-live="polite" data-testid="lab-verdict">
          {verdict && (
            <>
              <h3>
                {verdict.title} <span className={css.origin}>{ORIGIN[source]}</span>
              </h3>
              {source === 'browser' && base && other ? (
                <Ratio base={base} other={other} />
              ) : (
                <Words verdict={verdict} />
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

function Words({ verdict }: { readonly verdict: Verdict }) {
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

function Ratio({ base, other }: { readonly base: ArmRuns; readonly other: ArmRuns }) {
  const [a, b] = [median(runSums(base)), median(runSums(other))];
  return (
    <p>
      In this browser {other.label} takes {b > 0 && a > 0 ? (b / a).toFixed(2) : '—'} times as long as {base.label}.
      Measured on our engine: it says nothing of QEMU’s times.
    </p>
  );
}

function verdictText(verdict: Verdict, words: string): string {
  const { title, paragraphs, limits } = verdict;
  return [`${title} (${words})`, ...paragraphs.map(({ lead, text }) => `${lead} ${text}`), ...limits].join('\n\n');
}

interface PairProps {
  readonly arms: readonly ArmRuns[];
  readonly base: string;
  readonly other: string;
}

function Pair({ arms, base, other }: PairProps) {
  const options = arms.map(({ id, label }) => (
    <option key={id} value={id}>
      {label}
    </option>
  ));
  return (
    <div className={css.pair}>
      <select
        aria-label="Arm compared"
        value={other}
        onChange={(event) => labActions().choose(base, event.target.value)}
      >
        {options}
      </select>
      against
      <select
        aria-label="Arm it is compared with"
        value={base}
        onChange={(event) => labActions().choose(event.target.value, other)}
      >
        {options}
      </select>
    </div>
  );
}

function SessionTable({ base, other }: { readonly base: ArmRuns; readonly other: ArmRuns }) {
  const [a, b] = [base, other].map((arm) => bySession(runSums(arm), arm.sessions));
  return (
    <>
      <h3 className={css.tableTitle}>
        By session <span>sum of all non-iterable sections, ms, medians</span>
      </h3>
      <table className={css.table}>
        <thead>
          <tr>
            <th>session</th>
            <th>{base.label}</th>
            <th>{other.label}</th>
            <th>difference</th>
          </tr>
        </thead>
        <tbody>
          {a?.map((values, i) => {
            const against = b?.[i] ?? [];
            return (
              <tr key={i}>
                <th scope="row">
                  {i + 1} <span className={css.about}>{values.length} runs</span>
                </th>
                <td>{ms(median(values))}</td>
                <td>{ms(median(against))}</td>
                <td>
                  <b>{signed(median(against) - median(values))}</b>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}

function Answers() {
  const live = useLab((state) => state.measured?.live);
  const list = useMemo(() => answers(live?.[0] && live[2] ? [live[0], live[2]] : null), [live]);
  return (
    <>
      <h3 className={css.tableTitle}>Questions the list asked</h3>
      <dl className={css.answers}>
        {list.map((answer) => (
          <Fragment key={answer.number}>
            <dt>
              {answer.number}. {answer.question} <span>{answer.asked}</span>
            </dt>
            <dd>
              {answer.answer}{' '}
              <button
                type="button"
                className={css.link}
                aria-label={`Show question ${answer.number}`}
                onClick={() => show(answer)}
              >
                Show
              </button>
            </dd>
          </Fragment>
        ))}
      </dl>
    </>
  );
}

function show({ show: { source, calibration, mechanisms, base, other } }: Answer): void {
  const { setSource, setCalibration, setModel, choose } = labStore.getState();
  setSource(source);
  if (source === 'modelled') {
    setCalibration(calibration);
    setModel({ mechanisms });
  }
  choose(base, other);
}
