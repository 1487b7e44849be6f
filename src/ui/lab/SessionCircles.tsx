// Medians of sessions below a distribution's line: numbered circles, the ones that would cover another a row lower.
import { median } from '../../engine/lab/statistics.ts';
import css from './lab.module.css';

/** Heights of circles below the line, px: the first that is free is taken. */
const ROWS = [5, 16, 27] as const;
/** Circles closer than this would cover each other, px. */
const APART = 11.2;

interface Props {
  readonly groups: readonly (readonly number[])[];
  readonly x: (ns: number) => number;
  readonly y: number;
}

export function SessionCircles({ groups, x, y }: Props) {
  const placed: (readonly [at: number, down: number])[] = [];
  const circles = groups
    .map((group, i) => [x(median(group)), i + 1] as const)
    .sort((a, b) => a[0] - b[0])
    .map(([at, number]) => {
      const down =
        ROWS.find((row) => !placed.some(([other, taken]) => taken === row && Math.abs(other - at) < APART)) ?? ROWS[2];
      placed.push([at, down]);
      return { at, number, down };
    });
  return circles.map(({ at, number, down }) => (
    <g key={number}>
      <circle cx={at} cy={y + down} r="5.5" className={css.session} />
      <text x={at} y={y + down + 3} textAnchor="middle" className={css.sessionNumber}>
        {number}
      </text>
    </g>
  ));
}
