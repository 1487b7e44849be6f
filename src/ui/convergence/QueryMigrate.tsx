// What query-migrate would answer at the cursor, under its QMP names.
import { useMemo } from 'react';
import { formatMs, groupThousands } from '../../engine/bytes/text.ts';
import { countsAfterHead } from '../../engine/capture/timeline.ts';
import { queryMigrate } from '../../engine/migration/query-migrate.ts';
import type { RunDocument } from '../../store/documents.ts';
import { useApp } from '../app/use-app.ts';
import { ScrollRegion } from '../primitives/ScrollRegion.tsx';
import css from './convergence.module.css';

/** Units of the figures that are no plain counts; ms and bytes as in qapi/migration.json. */
const UNITS: Readonly<Record<string, string>> = {
  transferred: 'bytes',
  remaining: 'bytes',
  total: 'bytes',
  'normal-bytes': 'bytes',
  'page-size': 'bytes',
  'precopy-bytes': 'bytes',
  'downtime-bytes': 'bytes',
  duplicate: 'pages',
  normal: 'pages',
  'dirty-pages-rate': 'pages/s',
  'pages-per-second': 'pages/s',
  mbps: 'Mbit/s',
  'total-time': 'ms',
  'setup-time': 'ms',
  'expected-downtime': 'ms',
  downtime: 'ms',
  'cpu-throttle-percentage': '%',
};

export function QueryMigrate({ document }: { readonly document: RunDocument }) {
  const cursor = useApp((state) => state.cursor);
  const time = useApp((state) => state.time);
  const { capture, scenario, timeline } = document;
  const info = useMemo(
    () => queryMigrate(capture, scenario, countsAfterHead(timeline, cursor).source, time),
    [capture, scenario, timeline, cursor, time],
  );
  const { ram, ...rest } = info;
  const row = (name: string, value: string | number) => (
    <tr key={name}>
      <th scope="row">{name}</th>
      <td>
        {typeof value === 'number' ? groupThousands(Number.isInteger(value) ? value : Number(value.toFixed(2))) : value}
      </td>
      <td className="dim">{UNITS[name.replace(/^ram\./, '')] ?? ''}</td>
    </tr>
  );
  return (
    <section className={css.query} aria-label="query-migrate">
      <h3>
        query-migrate <span className="dim">at {formatMs(time)} virtual</span>
      </h3>
      <ScrollRegion label="Figures of query-migrate" className={css.scroll}>
        <table className={css.figures}>
          <tbody>
            {Object.entries(rest).map(([name, value]) => row(name, value))}
            {Object.entries(ram).map(([name, value]) => row(`ram.${name}`, value as number))}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  );
}
