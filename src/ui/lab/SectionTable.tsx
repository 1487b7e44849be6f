// Medians and quartiles by section and arm, µs: the twin of the drawings.
import { runSums, type ArmRuns } from '../../engine/lab/runs.ts';
import { summarise } from '../../engine/lab/statistics.ts';
import { deviceGroups } from './device-groups.ts';
import { microseconds } from './microseconds.ts';
import { SectionRow } from './SectionRow.tsx';
import { ScrollRegion } from '../primitives/ScrollRegion.tsx';
import css from './lab.module.css';

const ROWS = 6;

export function SectionTable({ arms, origin }: { readonly arms: readonly ArmRuns[]; readonly origin: string }) {
  const { rows, others } = deviceGroups(arms, ROWS);
  const sums = arms.map((arm) => summarise(runSums(arm)));
  return (
    <ScrollRegion label="Table of sections" className={css.wideTable}>
      <table className={css.table}>
        <caption>Median and quartiles, µs; {origin}</caption>
        <thead>
          <tr>
            <th>section, µs</th>
            {arms.map(({ id, label }) => (
              <th key={id}>{label}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, cells }, i) => (
            <SectionRow key={`${name} ${i}`} name={name} cells={cells} marked={name === 'virtio-net'} />
          ))}
          {others.count > 0 && (
            <tr>
              <th scope="row">{others.count} others</th>
              {others.sums.map((sum, i) => (
                <td key={arms[i]!.id}>{microseconds(sum)}</td>
              ))}
            </tr>
          )}
          <SectionRow name="sum of a run" cells={sums} marked={false} />
        </tbody>
      </table>
    </ScrollRegion>
  );
}
