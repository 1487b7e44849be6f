// Figures of both: bytes, pages, iterations, and times, which are virtual; loads are modelled.
import { formatMs, groupThousands } from '../../engine/bytes/text.ts';
import type { Figure, FigureDifference } from '../../engine/compare/figures.ts';
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
  voidStates: 'early states that were void',
  voidBytes: 'bytes of early states that were void',
};
const TIMES: ReadonlySet<Figure> = new Set(['totalTime', 'downtime', 'loadTime', 'loadTimeStopped']);

function text(figure: Figure, value: number | null): string {
  if (value === null) return '—';
  return TIMES.has(figure) ? formatMs(value) : groupThousands(value);
}

function changeText(figure: Figure, change: number | null): string {
  if (change === null) return '';
  if (change === 0) return '=';
  return `${change > 0 ? '+' : '−'}${text(figure, Math.abs(change))}`;
}

export function Figures({ figures }: { readonly figures: readonly FigureDifference[] }) {
  return (
    <table className={css.table}>
      <caption>Times are virtual; — is what a file cannot contain.</caption>
      <thead>
        <tr>
          <th>figure</th>
          <th className={css.number}>shown</th>
          <th className={css.number}>other</th>
          <th className={css.number}>other − shown</th>
        </tr>
      </thead>
      <tbody>
        {figures.map(({ figure, a, b, change }) => (
          <tr key={figure}>
            <td>{NAMES[figure]}</td>
            <td className={css.number}>{text(figure, a)}</td>
            <td className={css.number}>{text(figure, b)}</td>
            <td className={css.number}>{changeText(figure, change)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
