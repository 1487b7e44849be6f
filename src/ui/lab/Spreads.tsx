// Distributions, one for each arm: every run as a faint histogram, the quartiles as a line, the median as a bar, and the
// medians of sessions as numbered circles where runs come in sessions.
import { bySession, present } from '../../engine/lab/runs.ts';
import { histogram, summarise } from '../../engine/lab/statistics.ts';
import { ms } from '../../engine/lab/verdict.ts';
import { axisTo } from './axis.ts';
import { AxisChart, GUTTER } from './AxisChart.tsx';
import { SessionCircles } from './SessionCircles.tsx';
import css from './lab.module.css';

export interface Spread {
  readonly label: string;
  readonly accent: boolean;
  readonly values: readonly number[];
  readonly sessions: readonly number[] | undefined;
}

interface Props {
  readonly label: string;
  readonly spreads: readonly Spread[];
}

const BINS = 72;

export function Spreads({ label, spreads }: Props) {
  const rows = spreads.map((spread) => ({ ...spread, summary: summarise(present(spread.values)) }));
  const hasSessions = rows.some(({ sessions }) => sessions);
  const pitch = hasSessions ? 48 : 28;
  // One stalled run must not squeeze all others: the axis ends above the whiskers, what lies beyond is counted at its end.
  const axis = axisTo(Math.max(...rows.map(({ summary }) => Math.min(summary.max, summary.upper * 1.5))), 8);
  return (
    <AxisChart label={label} axis={axis} top={0} bottom={8 + rows.length * pitch}>
      {({ width, plot, x }) =>
        rows.map(({ label: name, accent, values, sessions, summary }, i) => {
          const y = 24 + i * pitch;
          const counts = histogram(present(values), 0, axis.max, BINS);
          const most = Math.max(...counts);
          const beyond = present(values).filter((value) => value > axis.max).length;
          return (
            <g key={name} className={accent ? css.accented : css.plain}>
              <title>
                {`${name}: median ${ms(summary.median)} ms, quartiles ${ms(summary.lower)} to ${ms(summary.upper)}, from ${ms(summary.min)} to ${ms(summary.max)}, ${summary.count} runs`}
              </title>
              <text x={0} y={y}>
                {name}
              </text>
              {counts.map((count, bin) =>
                count > 0 ? (
                  <rect
                    key={bin}
                    x={GUTTER + (bin / BINS) * plot}
                    y={y - (count / most) * 18}
                    width={plot / BINS}
                    height={(count / most) * 18}
                    className={css.bin}
                  />
                ) : null,
              )}
              <path
                d={`M${x(summary.lower)} ${y - 8.5}H${x(summary.upper)}M${x(summary.lower)} ${y - 13}v9M${x(summary.upper)} ${y - 13}v9`}
                className={css.whisker}
              />
              <path d={`M${x(summary.median)} ${y - 16}v15`} className={css.median} />
              {sessions && <SessionCircles groups={bySession(values, sessions)} x={x} y={y} />}
              {beyond > 0 && (
                <text x={x(axis.max) + 2} y={y - 10} className={css.beyond}>
                  {beyond} ›
                </text>
              )}
              <text x={width - 4} y={y} textAnchor="end" className={css.total}>
                {ms(summary.median)}
              </text>
            </g>
          );
        })
      }
    </AxisChart>
  );
}
