// Medians of each session of two arms, with their difference.
import { bySession, runSums, type ArmRuns } from '../../engine/lab/runs.ts';
import { median } from '../../engine/lab/statistics.ts';
import { ms, signed } from '../../engine/lab/verdict.ts';
import css from './lab.module.css';

export function SessionTable({ base, other }: { readonly base: ArmRuns; readonly other: ArmRuns }) {
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
