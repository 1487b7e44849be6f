// What the drawings of the lab share: labels at the left, a linear axis of ms below, and the place of each row.
// Coordinates: CSS pixels from the drawing's top left; x(ns) on the axis.
import type { ReactNode } from 'react';
import { tickText, type Axis } from './axis.ts';
import { useWidth } from './use-width.ts';
import css from './lab.module.css';

/** Room for the labels, and for a figure at the right. */
export const GUTTER = 132;
const RIGHT = 56;

export interface Plot {
  readonly width: number;
  /** Pixels of the axis. */
  readonly plot: number;
  readonly x: (ns: number) => number;
}

interface Props {
  readonly label: string;
  readonly axis: Axis;
  /** Where the lines of the axis begin and end. */
  readonly top: number;
  readonly bottom: number;
  readonly children: (plot: Plot) => ReactNode;
}

export function AxisChart({ label, axis, top, bottom, children }: Props) {
  const [ref, width] = useWidth();
  const plot = Math.max(80, width - GUTTER - RIGHT);
  const x = (ns: number): number => GUTTER + (Math.min(ns, axis.max) / axis.max) * plot;
  return (
    <div ref={ref} className={css.chart}>
      <svg width={width} height={bottom + 24} role="img" aria-label={label}>
        {axis.ticks.map((tick) => (
          <g key={tick}>
            <path d={`M${Math.round(x(tick)) + 0.5} ${top}V${bottom}`} className={css.gridLine} />
            <text x={x(tick)} y={bottom + 16} textAnchor="middle" className={css.tick}>
              {tickText(tick)}
            </text>
          </g>
        ))}
        <text x={width} y={bottom + 16} textAnchor="end" className={css.unit}>
          ms
        </text>
        {children({ width, plot, x })}
      </svg>
    </div>
  );
}
