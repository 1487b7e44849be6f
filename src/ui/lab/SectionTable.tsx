// Medians and quartiles by section and arm, µs: the twin of the drawings.
import { runSums, type ArmRuns } from '../../engine/lab/runs.ts';
import { summarise, type Summary } from '../../engine/lab/statistics.ts';
import { deviceGroups } from './device-groups.ts';
import { ScrollRegion } from '../primitives/ScrollRegion.tsx';
import css from './lab.module.css';

const ROWS = 6;

export const us = (ns: number): string =>
  Math.round(ns / 1000)
    .toLocaleString('en')
    .replace(/,/g, ' ');

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
            <Row key={`${name} ${i}`} name={name} cells={cells} marked={name === 'virtio-net'} />
          ))}
          {others.count > 0 && (
            <tr>
              <th scope="row">{others.count} others</th>
              {others.sums.map((sum, i) => (
                <td key={arms[i]!.id}>{us(sum)}</td>
              ))}
            </tr>
          )}
          <Row name="sum of a run" cells={sums} marked={false} />
        </tbody>
      </table>
    </ScrollRegion>
  );
}

interface RowProps {
  readonly name: string;
  readonly cells: readonly (Summary | null)[];
  readonly marked: boolean;
}

function Row({ name, cells, marked }: RowProps) {
  return (
    <tr className={marked ? css.marked : undefined}>
      <th scope="row">{name}</th>
      {cells.map((cell, i) => (
        <td key={i}>
          {cell ? us(cell.median) : '—'}
          {cell && cell.count > 1 && (
            <small>
              {us(cell.lower)}–{us(cell.upper)}
            </small>
          )}
        </td>
      ))}
    </tr>
  );
}
