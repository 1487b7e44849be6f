// Stacked bars, one for each arm. The table at the right is its twin for screen readers.
import { ms } from '../../engine/lab/verdict.ts';
import { axisTo } from './axis.ts';
import { AxisChart } from './AxisChart.tsx';
import css from './lab.module.css';

export interface Bar {
  readonly label: string;
  /** Segments in order, ns. */
  readonly values: readonly number[];
}

interface Props {
  readonly label: string;
  readonly names: readonly string[];
  readonly bars: readonly Bar[];
}

const PITCH = 36;
const HEIGHT = 24;
const TOP = 24;
/** A segment narrower than this has no figure in it, px. */
const HAS_FIGURE = 40;
/** Share of grey in each fill after the first, per cent. */
const GREYS = [44, 34, 26, 19, 12];

const fill = (i: number): string =>
  i === 0
    ? 'var(--accent)'
    : `color-mix(in srgb, var(--text-2) ${GREYS[Math.min(i - 1, GREYS.length - 1)]}%, var(--surface))`;

export function Bars({ label, names, bars }: Props) {
  const total = (bar: Bar): number => bar.values.reduce((sum, value) => sum + value, 0);
  const axis = axisTo(Math.max(...bars.map(total)), 6);
  return (
    <AxisChart label={label} axis={axis} top={20} bottom={TOP + bars.length * PITCH}>
      {({ plot, x }) => {
        const named = bars[0] ? namesThatFit(names, bars[0].values, plot / axis.max) : [];
        return bars.map((bar, row) => {
          const y = TOP + row * PITCH;
          let from = 0;
          return (
            <g key={bar.label}>
              <text x={0} y={y + 17}>
                {bar.label}
              </text>
              {bar.values.map((value, i) => {
                const [left, right] = [x(from), x(from + value)];
                from += value;
                const text = ms(value);
                const hasFigure = right - left > HAS_FIGURE;
                return (
                  <g key={names[i]}>
                    <title>{`${names[i]}: ${text} ms`}</title>
                    <rect
                      x={left}
                      y={y}
                      width={Math.max(0, right - left - 1)}
                      height={HEIGHT}
                      style={{ fill: fill(i) }}
                    />
                    {hasFigure && (
                      <text x={left + 6} y={y + 16} className={i === 0 ? css.firstValue : css.value}>
                        {text}
                      </text>
                    )}
                    {row === 0 && named.includes(i) && (
                      <text x={left + (hasFigure ? 6 : 0)} y={14} className={i === 0 ? css.firstName : css.unit}>
                        {names[i]}
                      </text>
                    )}
                  </g>
                );
              })}
              <text x={x(from) + 8} y={y + 16} className={css.total}>
                {ms(from)}
              </text>
            </g>
          );
        });
      }}
    </AxisChart>
  );
}

/** Segments of the first bar above which a name has room, left to right. */
function namesThatFit(names: readonly string[], values: readonly number[], pxPerNs: number): readonly number[] {
  const fit: number[] = [];
  let [left, free] = [0, 0];
  for (const [i, value] of values.entries()) {
    const wide = value * pxPerNs;
    if (wide > 12 && left >= free) {
      fit.push(i);
      free = left + names[i]!.length * 7 + 8;
    }
    left += wide;
  }
  return fit;
}
