// The figures of the marked stretch, lane by lane.
import type { RangeStats } from './range-stats.ts';
import css from './timeline.module.css';

export function RangeTable({ stats }: { readonly stats: RangeStats }) {
  return (
    <div className={css.figures}>
      <table>
        <caption className="visually-hidden">Figures of the marked stretch, by lane</caption>
        <thead>
          <tr>
            <th scope="col">lane</th>
            <th scope="col">count</th>
            <th scope="col">in all</th>
            <th scope="col">least</th>
            <th scope="col">mean</th>
            <th scope="col">most</th>
            <th scope="col" className={css.of}>
              of
            </th>
          </tr>
        </thead>
        <tbody>
          {stats.lanes.map((lane) => (
            <tr key={lane.lane}>
              <th scope="row">{lane.lane}</th>
              <td>{lane.count}</td>
              <td>{lane.sum}</td>
              <td>{lane.min}</td>
              <td>{lane.mean}</td>
              <td>{lane.max}</td>
              <td className={css.of}>{lane.of}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
