// Distributions, one for each arm: every run as a faint histogram, the quartiles as a line, the median as a bar, and the
// medians of sessions as numbered circles where runs come in sessions.
import { bySession, present } from '../../engine/lab/runs.ts';
import { histogram, median, summarise } from '../../engine/lab/statistics.ts';
import { ms } from '../../engine/lab/verdict.ts';
import { axisTo, tickText } from './axis.ts';
import { useWidth } from './use-width.ts';
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

const GUTTER = 132;
const RIGHT = 56;
const BINS = 72;
/** Heights of circles below the line, px: the first that is free is taken. */
const ROWS = [5, 16, 27] as const;
/** Circles closer than this would cover each other, px. */
const APART = 11.2;

export function Spreads({ label, spreads }: Props) {
  const [ref, width] = useWidth();
  const rows = spreads.map((spread) => ({ ...spread, summary: summarise(present(spread.values)) }));
  const hasSessions = rows.some(({ sessions }) => sessions);
  const pitch = hasSessions ? 48 : 28;
  // One stalled run must not squeeze all others: the axis ends above the whiskers, what lies beyond is counted at its end.
  const axis = axisTo(Math.max(...rows.map(({ summary }) => Math.min(summary.max, summary.upper * 1.5))), 8);
  const plot = Math.max(80, width - GUTTER - RIGHT);
  const x = (ns: number): number => GUTTER + (Math.min(ns, axis.max) / axis.max) * plot;
  const bottom = 8 + rows.length * pitch;
  return (
    <div ref={ref} className={css.chart}>
      <svg width={width} height={bottom + 22} role="img" aria-label={label}>
        {axis.ticks.map((tick) => (
          <g key={tick}>
            <path d={`M${Math.round(x(tick)) + 0.5} 0V${bottom}`} className={css.gridLine} />
            <text x={x(tick)} y={bottom + 16} textAnchor="middle" className={css.tick}>
              {tickText(tick)}
            </text>
          </g>
        ))}
        <text x={width} y={bottom + 16} textAnchor="end" className={css.unit}>
          ms
        </text>
        {rows.map(({ label: name, accent, values, sessions, summary }, i) => {
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
              {sessions && <Sessions groups={bySession(values, sessions)} x={x} y={y} />}
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
        })}
      </svg>
    </div>
  );
}

interface SessionsProps {
  readonly groups: readonly (readonly number[])[];
  readonly x: (ns: number) => number;
  readonly y: number;
}

/** Numbered circles, the ones that would cover another a row lower. */
function Sessions({ groups, x, y }: SessionsProps) {
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
