// One small multiple: an arm's median over the values of the swept parameter, its quartiles as a band, the model's own
// value as a filled point. Values stand at equal distances, since they grow by factors.
import { groupThousands } from '../../engine/bytes/text.ts';
import type { Summary } from '../../engine/lab/statistics.ts';
import { ms } from '../../engine/lab/verdict.ts';
import { tickText, type Axis } from './axis.ts';
import css from './lab.module.css';

const WIDTH = 184;
const HEIGHT = 104;
/** Room for the axis at the left, below, and above for the name. */
const LEFT = 28;
const BOTTOM = 16;
const TOP = 20;

interface Props {
  readonly label: string;
  readonly unit: string;
  readonly values: readonly number[];
  readonly usual: number;
  /** At each value; null where the arm has no such section. */
  readonly curve: readonly (Summary | null)[];
  readonly axis: Axis;
}

export function SweepCurve({ label, unit, values, usual, curve, axis }: Props) {
  const x = (i: number): number => LEFT + ((WIDTH - LEFT - 8) * i) / Math.max(1, values.length - 1);
  const y = (ns: number): number => HEIGHT - BOTTOM - (ns / axis.max) * (HEIGHT - BOTTOM - TOP);
  const points = curve.flatMap((at, i) => (at ? [{ at, i, value: values[i]! }] : []));
  const line = (of: (summary: Summary) => number, list = points): string =>
    list.map(({ at, i }) => `${x(i)} ${y(of(at))}`).join('L');
  const band = `M${line((at) => at.upper)}L${line((at) => at.lower, [...points].reverse())}Z`;
  const words = points.map(({ at, value }) => `${groupThousands(value)} ${unit}: ${ms(at.median)} ms`).join('; ');
  return (
    <svg width={WIDTH} height={HEIGHT} className={css.multiple} role="img" aria-label={`${label}. ${words}`}>
      <text x={LEFT} y={12} className={css.multipleName}>
        {label}
      </text>
      {axis.ticks.map((tick) => (
        <g key={tick}>
          <path d={`M${LEFT} ${Math.round(y(tick)) + 0.5}H${WIDTH - 4}`} className={css.gridLine} />
          <text x={LEFT - 4} y={y(tick) + 4} textAnchor="end" className={css.tick}>
            {tickText(tick)}
          </text>
        </g>
      ))}
      {points.length > 1 && (
        <>
          <path d={band} className={css.band} />
          <path d={`M${line((at) => at.median)}`} className={css.curve} />
        </>
      )}
      {points.map(({ at, i, value }) => (
        <circle key={value} cx={x(i)} cy={y(at.median)} r="3" className={value === usual ? css.usual : css.point}>
          <title>{`${groupThousands(value)} ${unit}: median ${ms(at.median)} ms, quartiles ${ms(at.lower)} to ${ms(at.upper)}`}</title>
        </circle>
      ))}
      <text x={LEFT} y={HEIGHT - 3} className={css.tick}>
        {groupThousands(values[0] ?? 0)}
      </text>
      <text x={WIDTH - 4} y={HEIGHT - 3} textAnchor="end" className={css.tick}>
        {groupThousands(values.at(-1) ?? 0)} {unit}
      </text>
    </svg>
  );
}
