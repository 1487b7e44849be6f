// Figures of both: bytes, pages, iterations, and times, which are virtual; loads are modelled.
import { formatMs, groupThousands } from '../../engine/bytes/text.ts';
import type { Figure } from '../../engine/compare/figures.ts';
import type { Comparison } from '../../store/compare.ts';
import type { OpenDocument } from '../../store/documents.ts';
import { changeText } from './change-text.ts';
import css from './compare.module.css';

const NAMES: Readonly<Record<Figure, string>> = {
  bytes: 'bytes of the stream',
  sections: 'sections',
  pages: 'pages with data',
  zeroPages: 'zero pages',
  iterations: 'dirty syncs',
  totalTime: 'total time, virtual',
  downtime: 'downtime, virtual, modelled',
  loadTime: 'loads in all, modelled',
  loadTimeStopped: 'loads while the guest stood still, modelled',
  voidStates: 'early states that were void: wasted preparation',
  voidBytes: 'bytes of early states that were void',
};
const TIMES: ReadonlySet<Figure> = new Set(['totalTime', 'downtime', 'loadTime', 'loadTimeStopped']);

function text(figure: Figure, value: number | null): string {
  if (value === null) return '—';
  return TIMES.has(figure) ? formatMs(value) : groupThousands(value);
}

/** Where the figures of a side come from: a run of the engine is a model, a file was made elsewhere. */
const originOf = ({ kind }: OpenDocument): string => (kind === 'run' ? 'modelled' : 'imported');

/** How a run ended, with what was said; null for a file. */
function outcomeText(document: OpenDocument): string | null {
  if (document.kind === 'file') return null;
  const { status, stderr, sourceStderr, guest } = document.capture.outcome;
  const place =
    guest === 'both' ? ', the guest runs on both sides' : guest === 'nowhere' ? ', the guest runs nowhere' : '';
  const said = [...stderr, ...sourceStderr][0];
  return said === undefined ? `${status}${place}` : `${status}${place}: ${said}`;
}

export function Figures({ comparison }: { readonly comparison: Comparison }) {
  const { a, b, figures } = comparison;
  const [endA, endB] = [outcomeText(a), outcomeText(b)];
  return (
    <table className={css.table}>
      <caption>
        Bytes, pages and sections are counted; times are virtual and come from the cost model. — is what a file cannot
        contain.
      </caption>
      <thead>
        <tr>
          <th>figure</th>
          <th className={css.number}>
            shown <span className={css.origin}>{originOf(a)}</span>
          </th>
          <th className={css.number}>
            other <span className={css.origin}>{originOf(b)}</span>
          </th>
          <th className={css.number}>other − shown</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <td>how it ended</td>
          <td className={css.number}>{endA ?? '—'}</td>
          <td className={css.number}>{endB ?? '—'}</td>
          <td className={css.number}>{endA === null || endB === null ? '' : endA === endB ? '=' : '≠'}</td>
        </tr>
        {figures.map(({ figure, a: shown, b: other, change }) => (
          <tr key={figure}>
            <td>{NAMES[figure]}</td>
            <td className={css.number}>{text(figure, shown)}</td>
            <td className={css.number}>{text(figure, other)}</td>
            <td className={css.number}>{change === null ? '' : changeText(change, (value) => text(figure, value))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
